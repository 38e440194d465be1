package clients_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// davServer runs Apache httpd with mod_dav on an empty folder.
func davServer(t *testing.T) string {
	t.Helper()
	apache := needs.Program(t, "apache2", "apache2")
	at := freeAddress(t)
	dir := t.TempDir()
	for _, folder := range []string{"files", "lock"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	text := ""
	for _, m := range []string{"mpm_event", "authz_core", "dav", "dav_fs", "mime"} {
		text += fmt.Sprintf("LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n", m, m)
	}
	text += fmt.Sprintf(`ServerName localhost
ServerRoot %[1]s
PidFile %[1]s/pid
ErrorLog %[1]s/error.log
Listen %[2]s
User #%[3]d
Group #%[4]d
TypesConfig /dev/null
DocumentRoot %[1]s/files
DavLockDB %[1]s/lock/db
<Directory %[1]s/files>
    Dav On
    Require all granted
</Directory>
`, dir, at, runAs(), runAs())
	conf := filepath.Join(dir, "conf")
	if err := os.WriteFile(conf, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	openTo(t, dir)
	startDaemon(t, exec.Command(apache, "-D", "FOREGROUND", "-f", conf), at)
	return "http://" + at
}

// runAs is a user that Apache agrees to serve as: it refuses root.
func runAs() int {
	if uid := os.Getuid(); uid != 0 {
		return uid
	}
	return 65534
}

// openTo lets the server's user reach and write its folders.
func openTo(t *testing.T, dir string) {
	t.Helper()
	for d := dir; d != os.TempDir() && len(d) > 1; d = filepath.Dir(d) {
		_ = os.Chmod(d, 0o755)
	}
	for _, folder := range []string{"files", "lock"} {
		if err := os.Chmod(filepath.Join(dir, folder), 0o777); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWebDAV(t *testing.T) {
	needs.Program(t, "cadaver", "cadaver")
	commands := `
echo "one line" > f
dir=$(basename $PWD | tr -dc 0-9)
printf 'mkcol d%s\ncd d%s\nput f\nlock f\nunlock f\nget f g\nls\ndelete f\ncd ..\nrmcol d%s\nquit\n' "$dir" "$dir" "$dir" | cadaver $BASE/ 2>&1 | sed "s/d$dir/COL/g; s/[A-Z][a-z][a-z] *[0-9]* *[0-9:]*$/DATE/"
cat g
for try in "-T f $BASE/missing/f" "-X MKCOL $BASE/missing/c" "-X MKCOL $BASE/"; do
  curl -s -o body -D head $try; head -1 head | tr -d '\r'; grep -i -E '^(allow|content-type):' head | tr -d '\r'; sed 's/HOST[^ ]*//; s/Port [0-9]*/Port/' body
done
curl -s -T f $BASE/f$dir -o /dev/null -w '%{http_code}\n'
curl -s -T f -H 'If-Match: "stale"' $BASE/f$dir -w '%{http_code}\n' | sed "s/f$dir/NAME/; s/Port [0-9]*/Port/"
curl -s -X LOCK $BASE/f$dir -d '<?xml version="1.0"?><lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>' -o /dev/null -w '%{http_code}\n'
curl -s -T f $BASE/f$dir -w '%{http_code}\n' | sed "s/f$dir/NAME/; s/Port [0-9]*/Port/"
`
	server := davServer(t)
	same(t, server, commands, "Locking `f': succeeded", "Unlocking `f': succeeded", "HTTP/1.1 409 Conflict", "405 Method Not Allowed", "412", "423")
	differs(t, server, commands)
}
