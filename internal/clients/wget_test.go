package clients_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// files serves one file with ranges and validators, and errors by name.
func files(t *testing.T) string {
	t.Helper()
	at := time.Unix(1_700_000_000, 0)
	text := strings.Repeat("0123456789", 10_000)
	return startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/file":
			w.Header().Set("ETag", `"v1"`)
			http.ServeContent(w, r, "file.txt", at, strings.NewReader(text))
		case "/locked":
			w.Header().Set("WWW-Authenticate", `Basic realm="shelf"`)
			http.Error(w, "who are you?", http.StatusUnauthorized)
		case "/409":
			w.Header().Set("Content-Type", "application/json")
			w.Header().Add("Set-Cookie", "a=1")
			w.Header().Add("Set-Cookie", "b=2")
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusConflict)
			_, _ = w.Write([]byte(`{"error":"The shelf was changed by somebody else"}`))
		default:
			http.NotFound(w, r)
		}
	}))
}

func TestWget(t *testing.T) {
	needs.Program(t, "wget", "wget")
	server := files(t)
	commands := `
head -c 1000 /dev/zero | tr '\0' 0 > file
wget -q -c $BASE/file; echo "resume: $? $(wc -c < file)"
wget -q -c $BASE/file; echo "nothing left: $? $(wc -c < file)"
wget -q $BASE/nothing; echo "missing: $?"
wget -q $BASE/locked; echo "locked: $?"
wget -q -S -O - --content-on-error $BASE/409 2>&1 | grep -v -i -E 'date:|vary:|x-request' | sort; echo "conflict: $?"
`
	same(t, server, commands, "resume: 0 100000", "nothing left: 0 100000", "missing: 8", "locked: 6", "Set-Cookie: a=1", "Set-Cookie: b=2", "Retry-After: 7", "changed by somebody else")
	differs(t, server, commands)
}

func TestPythonRequests(t *testing.T) {
	needs.File(t, "/usr/lib/python3/dist-packages/requests/__init__.py", "python3-requests")
	server := files(t)
	commands := `/usr/bin/python3 - <<'END'
import os, requests
base = os.environ["BASE"]
s = requests.Session()
s.trust_env = False
r = s.post(base + "/409", json={"title": "Prose"})
print(r.status_code, r.headers["Content-Type"], r.json()["error"], r.headers["Retry-After"], sorted(s.cookies.get_dict()))
r = s.get(base + "/file", headers={"Range": "bytes=10-19"})
print(r.status_code, r.headers["Content-Range"], r.text)
r = s.get(base + "/file", headers={"Range": "bytes=999999-"})
print(r.status_code, r.headers["Content-Range"])
r = s.get(base + "/file", headers={"If-None-Match": '"v1"'})
print(r.status_code, r.headers["ETag"], len(r.content))
r = s.get(base + "/locked")
print(r.status_code, r.headers["WWW-Authenticate"], r.text)
END`
	same(t, server, commands, "409 application/json The shelf was changed by somebody else 7 ['a', 'b']", "206 bytes 10-19/100000", "416 bytes */100000", `304 "v1" 0`)
	differs(t, server, commands)
}
