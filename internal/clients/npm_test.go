package clients_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// registry runs verdaccio, which knows nothing but what is published to it.
func registry(t *testing.T) string {
	t.Helper()
	modules := needs.NPM(t, "verdaccio")
	dir, at := t.TempDir(), freeAddress(t)
	text := fmt.Sprintf(`storage: %[1]s/packages
auth: { htpasswd: { file: %[1]s/people } }
packages: { "**": { access: $all, publish: $all } }
web: { enable: false }
log: { type: stdout, format: pretty, level: warn }
`, dir)
	conf := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(needs.Program(t, "node", "nodejs"),
		filepath.Join(modules, "verdaccio", "bin", "verdaccio"), "--config", conf, "--listen", at)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+dir)
	startDaemon(t, cmd, at)
	return "http://" + at
}

const npmrc = `
printf '%s\n' registry=$BASE/ //${BASE#http://}/:_authToken=anybody fund=false audit=false update-notifier=false loglevel=error > .npmrc
`

// packages publishes one, again by force, again without, installs it, and asks for
// what is not there. The two runs publish under names of their own.
const packages = npmrc + `
name=shelf-$(basename $PWD)
mkdir made use
echo "{\"name\":\"$name\",\"version\":\"1.0.0\"}" > made/package.json
echo 'module.exports = "Poetry"' > made/index.js
echo '{"private":true}' > use/package.json
{
  (cd made; npm publish; echo "publish: $?"; npm publish --force; echo "forced: $?"; npm publish; echo "again: $?")
  cd use
  npm install "$name" | sed 's/ in [0-9.]*m*s$//'
  node -p "require('$name')"; grep '"resolved"' package-lock.json
  npm install nothing; echo "missing: $?"
} 2>&1 | grep -v 'A complete log' | sed "s/$name/NAME/g"
`

const missing = npmrc + `npm view nothing 2>&1 | grep -v 'A complete log'`

func TestNPMAndARegistry(t *testing.T) {
	needs.Program(t, "npm", "npm")
	server := registry(t)
	same(t, server, packages,
		"publish: 0", "409 Conflict - PUT BASE/NAME - this package is already present", "forced: 1",
		"again: 1", // by npm itself or by the registry, as the version of npm has it
		"added 1 package", "Poetry", `"resolved": "BASE/NAME/-/NAME-1.0.0.tgz"`,
		"npm error code E404", "404 Not Found - GET BASE/nothing - no such package available", "missing: 1")
	differs(t, server, missing)
}
