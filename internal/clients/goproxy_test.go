package clients_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
)

// moduleProxy serves one version of one module as GOPROXY servers do; everything
// else has the status given.
func moduleProxy(t *testing.T, module string, missing int) string {
	t.Helper()
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	for name, text := range map[string]string{"go.mod": "module " + module + "\n", "m.go": "package m\n"} {
		w, err := z.Create(module + "@v1.0.0/" + name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/" + module + "/@v/list":
			_, _ = io.WriteString(w, "v1.0.0\n")
		case "/" + module + "/@v/v1.0.0.info":
			_, _ = io.WriteString(w, `{"Version":"v1.0.0","Time":"2026-01-01T00:00:00Z"}`)
		case "/" + module + "/@v/v1.0.0.mod":
			_, _ = io.WriteString(w, "module "+module+"\n")
		case "/" + module + "/@v/v1.0.0.zip":
			_, _ = w.Write(archive.Bytes())
		default:
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(missing)
			_, _ = io.WriteString(w, "this module is blocked by the house rules\n")
		}
	}))
}

const download = `
export GOFLAGS=-mod=mod GOSUMDB=off GOTOOLCHAIN=local GOPATH=$PWD/gopath GOMODCACHE=$PWD/cache GOCACHE=$PWD/build GOPROXY=$BASE$SECOND GONOSUMDB='*' GOVCS='*:off'
mkdir m; cd m; go mod init house.example/m 2>/dev/null
go mod download -json shop.example/shelf@v1.0.0 | grep -E '"(Version|Error|Sum)"'
go mod download -json shop.example/nothing@v1.0.0 | grep -E '"(Version|Error|Sum)"' | sed 's/reading .*shelf/reading/'
chmod -R u+w ../cache
`

func TestTheGoCommandAndAModuleProxy(t *testing.T) {
	const module = "shop.example/shelf"
	for name, c := range map[string]struct {
		missing int
		want    string
	}{
		"a text is shown":      {http.StatusForbidden, "blocked by the house rules"},
		"a 404 is a 404":       {http.StatusNotFound, "404 Not Found"},
		"a 410 is a 410":       {http.StatusGone, "410 Gone"},
		"a failing proxy says": {http.StatusInternalServerError, "500 Internal Server Error"},
	} {
		t.Run(name, func(t *testing.T) {
			server := moduleProxy(t, module, c.missing)
			direct := script(t, server, download, "SECOND=")
			through := script(t, startEdge(t, server), download, "SECOND=")
			if direct != through {
				t.Errorf("direct:\n%s\nthrough the edge:\n%s", direct, through)
			}
			if !strings.Contains(through, `"Version": "v1.0.0"`) || !strings.Contains(through, c.want) {
				t.Errorf("no %q in:\n%s", c.want, through)
			}
		})
	}
}

// After 404 and 410 the command asks the next proxy; an edge that sent anything
// else would end that.
func TestTheGoCommandAsksTheNextProxyAfterAMissingModule(t *testing.T) {
	second := moduleProxy(t, "shop.example/nothing", http.StatusNotFound)
	for _, missing := range []int{http.StatusNotFound, http.StatusGone} {
		out := script(t, startEdge(t, moduleProxy(t, "shop.example/shelf", missing)), download, "SECOND=,"+second)
		if strings.Count(out, `"Sum"`) != 2 {
			t.Errorf("%d: the second proxy was not asked:\n%s", missing, out)
		}
	}
}
