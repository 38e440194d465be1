package needs

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// NPM returns the folder of the installed npm packages, for NODE_PATH, or
// skips the test when the named one is not there. `make test` installs them.
func NPM(t testing.TB, pkg string) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	modules := filepath.Join(filepath.Dir(here), "npm", "node_modules")
	if _, err := os.Stat(filepath.Join(modules, pkg)); err != nil {
		t.Skipf("needs npm package %s", pkg)
	}
	return modules
}
