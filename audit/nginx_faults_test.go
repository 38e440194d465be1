package audit_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

const ownErrorPage = "error_page 404 /404.html; location = /404.html { internal; }"

// nginxFaults are mistakes of real configurations, and all that the audit of a
// small site without other faults may say of each.
var nginxFaults = []struct {
	name, global, local string
	want                []string
	may                 string // found or not, as the pace has it
}{
	{"no mistake", "", ownErrorPage, nil, ""},
	{"every unknown address is the home page", "", "try_files $uri $uri/index.html /index.html;", []string{"soft404-probe"}, ""},
	{"the error page comes with 200", "", "error_page 404 =200 /404.html;", []string{"soft404-probe"}, ""},
	{"unknown addresses are sent to an error page", "", "error_page 404 = @away; location @away { return 302 /404.html; }", []string{"soft404-probe-redirect"}, ""},
	{"unknown addresses are sent home", "", "error_page 404 = @away; location @away { return 302 /; }", []string{"soft404-probe-redirect"}, ""},
	{"robots.txt is the home page", "", ownErrorPage + "location = /robots.txt { try_files /index.html =404; }", []string{"robots-html"}, ""},
	{"robots.txt fails", "", ownErrorPage + "location = /robots.txt { return 503; }", []string{"robots-5xx"}, ""},
	{
		"a 404 is cached for a year", "",
		`error_page 404 /404.html; location = /404.html { internal; add_header Cache-Control "max-age=31536000" always; }`,
		[]string{"error-long-cached-404"},
		"",
	},
	{
		"maintenance with 200", "",
		"location = /robots.txt { return 404; } location / { return 503; } error_page 503 =200 /pause.html; location = /pause.html { internal; }",
		[]string{"maintenance-with-200"},
		"",
	},
	{"a page answers 409", "", ownErrorPage + "error_page 409 /404.html; location = /about.html { return 409; }", []string{"status-409-on-get"}, ""},
	{"a page wants a login and does not say how", "", ownErrorPage + "error_page 401 /404.html; location = /about.html { return 401; }", []string{"auth-missing-challenge", "link-4xx"}, ""},
	{"a page forbids GET", "", ownErrorPage + "error_page 405 /404.html; location = /about.html { return 405; }", []string{"allow-header-missing", "method-405-on-get"}, ""},
	{"a redirect comes back", "", ownErrorPage + "location = /about.html { return 301 /b; } location = /b { return 301 /about.html; }", []string{"redirect-loop"}, ""},
	{"redirects by two hops", "", ownErrorPage + "location = /about.html { return 301 /b; } location = /b { return 301 /docs/a.html; }", []string{"redirect-chain"}, ""},
	{"a section fails", "", ownErrorPage + "error_page 500 /404.html; location /docs/ { return 500; }", []string{"error-status-mismatch-text", "link-5xx"}, ""},
	{"stylesheets are the home page", "", ownErrorPage + "location ~ [.]css$ { try_files /index.html =404; }", []string{"resource-html-fallback"}, ""},
	{
		"a limit of requests", "limit_req_zone $binary_remote_addr zone=all:1m rate=50r/s;",
		ownErrorPage + "limit_req zone=all burst=4 nodelay; limit_req_status 429;", nil,
		"retry-after-missing-429 error-page-bare error-page-navigation",
	},
}

func TestEachMistakeOfARealServerIsFoundAndNothingElseIsAccused(t *testing.T) {
	for _, c := range nginxFaults {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			base := serveWrongly(t, smallSite(t), c.global, c.local)
			report, _ := audit.Run(t.Context(), audit.Options{
				Seeds: []string{base + "/"}, ConfirmAfter: new(time.Duration(0)), Externals: -1,
			})
			var ids []string
			for _, id := range idsOf(report) {
				if !slices.Contains(strings.Fields(c.may), id) && !slices.Contains(ordinary, id) {
					ids = append(ids, id)
				}
			}
			if !slices.Equal(ids, c.want) {
				t.Errorf("found %v, want %v", ids, c.want)
			}
		})
	}
}

// smallSite writes a site without a fault into a folder.
func smallSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"robots.txt":  "User-agent: *\nDisallow: /private/\n",
		"sitemap.xml": `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://shop.example/</loc></url></urlset>`,
		"404.html":    goodErrorPage,
		"pause.html":  goodPage("Back soon", "We are under maintenance and will be back in an hour.").body,
		"style.css":   "main { color: black }",
		"index.html":  goodPage("The shop", `<link rel=stylesheet href="style.css"><a href="/about.html">About</a> <a href="/search">Search</a>`).body,
		"about.html":  goodPage("About", "Who we are.").body,
		"search":      "Look for something.",
	}
	links := ""
	for _, name := range []string{"a", "b", "c", "d"} {
		files["docs/"+name+".html"] = goodPage("Chapter "+name, "What chapter "+name+" tells.").body
		links += `<a href="/docs/` + name + `.html">chapter</a> `
	}
	files["index.html"] += links
	for name, body := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
