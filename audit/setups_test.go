package audit_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

// setup is a way to run a site, and all that an audit has to say about it. May
// are ids that depend on the pace.
type setup struct {
	name  string
	start func(t *testing.T) string
	want  string
	may   string
}

// by runs a program over a small site without a fault of its own.
func by(p serverProgram, lines string) func(*testing.T) string {
	return func(t *testing.T) string { return p.serve(t, tidySite(t), lines) }
}

// tidySite is the small site with its error page where nobody looks for one.
func tidySite(t *testing.T) string {
	t.Helper()
	root := smallSite(t)
	if err := os.Mkdir(filepath.Join(root, "fault"), 0o755); err != nil {
		t.Fatal(err)
	}
	file := func(name string) string { return filepath.Join(root, name) }
	if err := os.Rename(file("404.html"), file("fault/missing.html")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"index.html", "fault/missing.html"} {
		body, err := os.ReadFile(file(name))
		if err != nil {
			t.Fatal(err)
		}
		written(t, file(name), strings.ReplaceAll(string(body), `"/search"`, `"/search.html"`))
	}
	written(t, file("search.html"), goodPage("Search", "Look for something on our shelves.").body)
	written(t, file("fault/status-404.html"), goodErrorPage)
	notice := "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + goodPage("Back soon", "The shop is under maintenance.").body
	written(t, file("fault/notice.http"), notice)
	return root
}

func written(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

const expressFiles = "app.use(express.static(root));\n"

// behind runs haproxy with nginx behind it.
func behind(lines string) func(*testing.T) string {
	return func(t *testing.T) string {
		root := tidySite(t)
		nginx := serveWrongly(t, root, "", "error_page 404 /fault/missing.html;")
		return haproxy.serve(t, root, strings.ReplaceAll(lines, "{nginx}", strings.TrimPrefix(nginx, "http://")))
	}
}

// lighttpd answers /about.html/anything with about.html, as it comes.
const lighttpdWays = "path-suffix-accepted"

var serverSetups = []setup{
	{"apache, no mistake", by(apache, "ErrorDocument 404 /fault/missing.html"), "", ""},
	{"apache, the error page by its whole address", by(apache, "ErrorDocument 404 http://{addr}/fault/missing.html"), "soft404-probe-redirect", ""},
	{"apache, everything is the home page", by(apache, "RewriteEngine On\nRewriteCond %{DOCUMENT_ROOT}%{REQUEST_URI} !-f\nRewriteRule . /index.html [L]"), "soft404-probe", ""},
	{"apache, the error page in place of what is missing", by(apache, "RewriteEngine On\nRewriteCond %{DOCUMENT_ROOT}%{REQUEST_URI} !-f\nRewriteCond %{REQUEST_URI} !=/\nRewriteRule . /fault/missing.html [L]"), "soft404-probe", ""},
	{"apache, its own error page", by(apache, ""), "error-page-bare error-page-navigation", ""},
	{"apache, errors for a year", by(apache, "ErrorDocument 404 /fault/missing.html\n<Location /fault/>\nHeader always set Cache-Control \"public, max-age=31536000\"\n</Location>"), "error-long-cached-404", ""},
	{"apache, noindex everywhere", by(apache, "ErrorDocument 404 /fault/missing.html\nHeader set X-Robots-Tag noindex"), "noindex-sitewide", ""},
	{"caddy, no mistake", by(caddy, "\tfile_server\n\thandle_errors {\n\t\trewrite * /fault/missing.html\n\t\tfile_server\n\t}"), "", ""},
	{"caddy, try_files to the home page", by(caddy, "\ttry_files {path} /index.html\n\tfile_server"), "soft404-probe", ""},
	{"caddy, errors with 200", by(caddy, "\tfile_server\n\thandle_errors {\n\t\trewrite * /fault/missing.html\n\t\tfile_server {\n\t\t\tstatus 200\n\t\t}\n\t}"), "soft404-probe", ""},
	{"caddy, errors without a page", by(caddy, "\tfile_server"), "error-body-empty", ""},
	{"caddy, unknown addresses go home", by(caddy, "\tfile_server\n\thandle_errors {\n\t\tredir * / 302\n\t}"), "soft404-probe-redirect", ""},
	{"haproxy, no mistake", behind(" backend site\n server one {nginx}"), "", ""},
	{"haproxy, 503 as 200", func(t *testing.T) string {
		return haproxy.serve(t, tidySite(t), "backend site\n errorfile 503 {root}/fault/notice.http\n")
	}, "maintenance-with-200 robots-html", ""},
	{"haproxy, 404 as 200", behind("backend site\n http-response set-status 200 if { status 404 }\n server one {nginx}"), "soft404-probe", ""},
	{"haproxy, a limit", behind("backend site\n stick-table type ip size 1k expire 10s store http_req_cnt\n http-request track-sc0 src\n http-request deny deny_status 429 if { sc_http_req_cnt(0) ge 6 } { sc_http_req_cnt(0) le 8 }\n server one {nginx}"), "retry-after-missing-429", "rate-limited-crawler error-page-bare error-page-navigation error-page-resolution"},
	{"lighttpd, no mistake", by(lighttpd, `server.errorfile-prefix = "{root}/fault/status-"`), "", lighttpdWays},
	{"lighttpd, a file handles what is missing", by(lighttpd, `server.error-handler-404 = "/fault/missing.html"`), "soft404-probe", lighttpdWays},
	{"lighttpd, everything is the home page", by(lighttpd, `url.rewrite-if-not-file = (".*" => "/index.html")`), "soft404-probe", ""},
	{"lighttpd, its own error page", by(lighttpd, ""), "error-page-bare error-page-navigation", lighttpdWays},
	{"express, no mistake", by(express, expressFiles+"app.use((q, s) => s.status(404).sendFile(path.join(root, 'fault/missing.html')));"), "", ""},
	{"express, a catch-all", by(express, expressFiles+"app.get('*', (q, s) => s.sendFile(path.join(root, 'index.html')));"), "soft404-probe", ""},
	{"express, an empty shell", by(express, "app.get('/robots.txt', (q, s) => s.status(404).sendFile(path.join(root, 'fault/missing.html')));app.get('*', (q, s) => s.send('<!doctype html><html lang=en><head><title>App</title></head><body><div id=root></div><script>document.title=\"App\"</script></body></html>'));"), "soft404-spa", "sitemap-missing"},
	{"express, its own error page", by(express, expressFiles), "error-page-bare error-page-navigation", "error-page-title"},
	{"express, a framework that streams", by(express, expressFiles+"app.get('*', (q, s) => s.send('<!doctype html><html lang=en><head><title>The shop</title></head><body><main><h1>Our goods</h1><p>One moment, the goods are being fetched from the shelf for you.</p></main><template data-dgst=\"NEXT_HTTP_ERROR_FALLBACK;404\"></template></body></html>'));"), "soft404-probe", ""},
	{"express, POST only for a page", by(express, "app.post('/about.html', (q, s) => s.send('ok'));\napp.get('/about.html', (q, s) => s.status(405).set('Allow', 'POST').sendFile(path.join(root, 'fault/missing.html')));\n"+expressFiles+"app.use((q, s) => s.status(404).sendFile(path.join(root, 'fault/missing.html')));"), "method-405-on-get", "error-page-title"},
	{"python's own server", func(t *testing.T) string { return httpServer.serve(t, tidySite(t), "") }, "error-page-bare error-page-navigation", ""},
}

// tally counts what all setups together were right about.
type tally struct{ expected, found, falsely atomic.Int32 }

func TestEachSetupOfASiteIsJudgedRightly(t *testing.T) {
	var sum tally
	t.Run("all", func(t *testing.T) {
		for _, s := range slices.Concat(serverSetups, siteSetups, innocentSetups) {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				s.judge(t, &sum)
			})
		}
	})
	t.Logf("%d expected ids, %d found, %d falsely accused", sum.expected.Load(), sum.found.Load(), sum.falsely.Load())
}

// ordinary are notices that servers give cause for as they come: they tell their
// version, and no number of the request.
var ordinary = []string{"error-version-leak", "error-request-id-missing"}

func (s setup) judge(t *testing.T, sum *tally) {
	report, _ := audit.Run(t.Context(), audit.Options{Seeds: []string{s.start(t) + "/"}, ConfirmAfter: new(time.Duration(0)), Externals: -1})
	want, got := strings.Fields(s.want), idsOf(report)
	for _, id := range want {
		sum.expected.Add(1)
		if !slices.Contains(got, id) {
			t.Errorf("missed %s", id)
			continue
		}
		sum.found.Add(1)
	}
	for _, id := range got {
		if !slices.Contains(want, id) && !slices.Contains(strings.Fields(s.may), id) && !slices.Contains(ordinary, id) {
			sum.falsely.Add(1)
			t.Errorf("falsely accused of %s: %+v", id, find(report, id).Message)
		}
	}
}
