package audit_test

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// The Debian package of the Python documentation has one fault of its own:
// packaging compresses every file named changelog*, so whatsnew/changelog.html
// lies on the disk as changelog.html.gz and the links to it lead to nothing.
func TestTheDocumentationOfPythonHasOneBrokenTargetAndNoOther(t *testing.T) {
	root := needs.File(t, "/usr/share/doc/python3.11/html", "python3.11-doc")
	base := serveByNginx(t, root)
	report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{base + "/"}, Externals: -1})
	if err != nil {
		t.Fatal(err)
	}
	if code := audit.ExitCode(report, err, audit.FailOnError); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	var broken []audit.Finding
	var parts []string
	for _, f := range report.Findings {
		if f.ID == "broken-fragment" {
			parts = append(parts, strings.TrimPrefix(f.URL, base))
			continue
		}
		if f.Group != "C" && f.SourcesTotal > 0 && f.ID != "canonical-not-http" {
			broken = append(broken, f)
		}
	}
	if want := []string{"/glossary.html#index-19", "/glossary.html#index-20"}; !slices.Equal(parts, want) { // the index names them and the page lacks them
		t.Errorf("missing parts %v, want %v", parts, want)
	}
	if find(report, "canonical-not-http") == nil { // the pages were built for a disk and name file:///usr/share/doc
		t.Errorf("found %v, want canonical-not-http too", idsOf(report))
	}
	if len(broken) != 1 || broken[0].ID != "link-4xx" || broken[0].URL != base+"/whatsnew/changelog.html" {
		t.Fatalf("broken targets = %+v, want link-4xx for /whatsnew/changelog.html alone", broken)
	}
	pages := pagesNaming(t, root, base, "/whatsnew/changelog.html")
	if broken[0].SourcesTotal != len(pages) {
		t.Errorf("%d sources, want the %d pages that name it", broken[0].SourcesTotal, len(pages))
	}
	for _, s := range broken[0].Sources {
		if s.Page == nil || !pages[*s.Page] {
			t.Errorf("source %v does not name the target", s.Page)
		}
	}
	t.Logf("%d pages in %.2f s, %.0f pages/s", report.Pages, report.Summary.CrawlSeconds, report.Summary.PagesPerSecond)
}

// pagesNaming reads the files themselves, by other means than the crawler: it
// returns the addresses of the pages whose href leads to a path.
func pagesNaming(t *testing.T, root, base, path string) map[string]bool {
	t.Helper()
	href := regexp.MustCompile(`href="([^"#]*changelog\.html)`)
	pages := map[string]bool{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		body, err := os.ReadFile(filepath.Join(root, name))
		for _, m := range href.FindAllSubmatch(body, -1) {
			to, parseErr := url.Parse(base + "/" + name)
			if parseErr != nil {
				return parseErr
			}
			if to, parseErr = to.Parse(string(m[1])); parseErr == nil && to.Path == path {
				pages[base+"/"+name] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}
