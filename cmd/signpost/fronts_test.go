package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// front is a real proxy that a test runs with a recipe of docs/drop-in.md.
type front struct {
	name    string // of the program, as the recipes call it
	program string
	pkg     string // Debian package
	wrap    func(dir, recipe string) string
	args    func(file string) []string
}

// fronts are the proxies whose recipes are tested.
var fronts = []front{
	{"nginx", "nginx", "nginx-light", nginxConfig, func(f string) []string { return []string{"-c", f, "-g", "daemon off;"} }},
	{"haproxy", "haproxy", "haproxy", func(_, r string) string { return r + "\n" }, func(f string) []string { return []string{"-db", "-f", f} }},
	{"caddy", "caddy", "caddy", caddyConfig, func(f string) []string { return []string{"run", "--adapter", "caddyfile", "--config", f} }},
	{"apache", "apache2", "apache2", apacheConfig, func(f string) []string { return []string{"-D", "FOREGROUND", "-f", f} }},
}

func nginxConfig(dir, r string) string {
	return fmt.Sprintf("pid %[1]s/pid;\nerror_log %[1]s/error.log;\nevents {}\nhttp {\naccess_log off;\nclient_body_temp_path %[1]s/a;\n"+
		"proxy_temp_path %[1]s/b;\nfastcgi_temp_path %[1]s/c;\nuwsgi_temp_path %[1]s/d;\nscgi_temp_path %[1]s/e;\n%[2]s\n}\n", dir, r)
}

func caddyConfig(dir, r string) string {
	return fmt.Sprintf("{\n\tadmin off\n\tauto_https off\n\tstorage file_system %s\n}\n%s\n", dir, r)
}

func apacheConfig(dir, r string) string {
	modules := ""
	for m := range strings.FieldsSeq("mpm_event authz_core proxy proxy_http") {
		modules += fmt.Sprintf("LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n", m, m)
	}
	// The recipes leave Listen to the site: here it is what they call :8000.
	return modules + fmt.Sprintf("ServerName localhost\nServerRoot %[1]s\nPidFile %[1]s/pid\nErrorLog %[1]s/error.log\nListen $FRONT\n%[2]s\n", dir, r)
}

// start runs the proxy with the recipe and returns its address once it answers.
func (f front) start(t *testing.T, mode string, addresses map[string]string) string {
	t.Helper()
	program := needs.Program(t, f.program, f.pkg)
	dir, at := t.TempDir(), freeAddress(t)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	addresses["127.0.0.1:8000"] = at
	text := strings.ReplaceAll(f.wrap(dir, recipe(t, mode+": "+f.name, addresses)), "$FRONT", at)
	file := filepath.Join(dir, "conf")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, f.args(file)...)
	cmd.Env = append(os.Environ(), "HOME="+dir)
	var log strings.Builder
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			_ = cmd.Process.Kill()
			<-ended
		}
	})
	awaitListener(t, at, ended, &log)
	return "http://" + at
}

// freeAddress is an address that nobody listens on now.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// awaitListener returns when somebody answers at the address.
func awaitListener(t *testing.T, at string, ended <-chan struct{}, log fmt.Stringer) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if conn, err := net.Dial("tcp", at); err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-ended:
			t.Fatalf("the proxy ended: %s", log)
		case <-tick.C:
		}
	}
}

// application answers each path with the status that it names, poorly.
func application(t *testing.T) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var code int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &code); err != nil {
			_, _ = io.WriteString(w, "fine")
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Transmission-Session-Id", "s-1")
		w.Header().Add("Set-Cookie", "a=1")
		w.Header().Add("Set-Cookie", "b=2")
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, `{"error":"The shelf was changed by somebody else"}`)
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

// visit asks as a browser does.
func visit(t *testing.T, method, url string) reply {
	t.Helper()
	var body io.Reader = http.NoBody
	if method == http.MethodPost {
		body = strings.NewReader("title=Poetry")
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	req.Header.Set("Sec-Fetch-Mode", "navigate")
	req.Header.Set("Sec-Fetch-Dest", "document")
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	return reply{res.StatusCode, res.Header, string(got)}
}

// checkPage wants one of our pages, with its status.
func checkPage(t *testing.T, method, url string, status int) reply {
	t.Helper()
	r := visit(t, method, url)
	if r.status != status || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
		t.Errorf("%s %s: %d %s, want a page with %d", method, url, r.status, r.header.Get("Content-Type"), status)
	}
	if ours := strings.Count(r.body, "<h1>") == 1 && strings.Contains(r.body, "<main"); ours == (method == http.MethodHead) {
		t.Errorf("%s %s: body %.200q", method, url, r.body)
	}
	return r
}

var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost}

func TestFrontModeBehindRealProxies(t *testing.T) {
	app := application(t)
	edge := startEdge(t, app)
	proxied := startEdge(t, app, "--set", "listen.proxy_protocol=127.0.0.1/32")
	for _, f := range fronts {
		t.Run(f.name, func(t *testing.T) {
			edge := edge
			if f.name == "haproxy" { // its recipe sends the PROXY header
				edge = proxied
			}
			at := f.start(t, "front", map[string]string{"127.0.0.1:8080": strings.TrimPrefix(edge, "http://")})
			for _, method := range methods {
				for _, status := range []int{404, 409, 429, 503} {
					url := fmt.Sprintf("%s/%d", at, status)
					var r reply
					if method == http.MethodHead { // no body tells how poor it is: the header passes
						r = visit(t, method, url)
					} else {
						r = checkPage(t, method, url, status)
					}
					if r.status != status || len(r.header.Values("Set-Cookie")) != 2 || r.header.Get("X-Transmission-Session-Id") != "s-1" || r.header.Get("Retry-After") != "7" {
						t.Errorf("%s %d: fields are lost: %v", method, status, r.header)
					}
				}
			}
			if r := visit(t, http.MethodGet, at+"/409"); !strings.Contains(r.body, "The shelf was changed by somebody else") {
				t.Errorf("the application's sentence is lost: %s", r.body)
			}
			if r := visit(t, http.MethodPost, at+"/"); r.status != http.StatusOK || r.body != "fine" {
				t.Errorf("what works: %d %q", r.status, r.body)
			}
		})
	}
}

func TestFrontsThatAskForPages(t *testing.T) {
	pages := startPages(t)
	for _, f := range fronts {
		if f.name == "haproxy" || f.name == "caddy" {
			continue // HAProxy cannot ask, and Caddy asks for its own errors only
		}
		t.Run(f.name, func(t *testing.T) {
			at := f.start(t, "pages", map[string]string{
				"127.0.0.1:3000": strings.TrimPrefix(application(t), "http://"), "127.0.0.1:8081": pages,
			})
			for _, method := range methods {
				for _, status := range []int{404, 409, 429, 503} {
					checkPage(t, method, fmt.Sprintf("%s/%d", at, status), status)
				}
			}
			if r := visit(t, http.MethodPost, at+"/"); r.status != http.StatusOK || r.body != "fine" {
				t.Errorf("what works: %d %q", r.status, r.body)
			}
		})
	}
}

func TestFrontsThatAskForPagesOfTheirOwnErrors(t *testing.T) {
	pages := startPages(t)
	for _, f := range fronts {
		if f.name == "haproxy" {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			at := f.start(t, "pages", map[string]string{"127.0.0.1:3000": freeAddress(t), "127.0.0.1:8081": pages})
			want := map[string]int{"apache": http.StatusServiceUnavailable}[f.name]
			if want == 0 {
				want = http.StatusBadGateway
			}
			for _, method := range methods {
				checkPage(t, method, at+"/x", want)
			}
		})
	}
}
