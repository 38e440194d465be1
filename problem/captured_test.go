package problem_test

import (
	"bytes"
	"flag"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
)

var update = flag.Bool("update", false, "write the generated documentation anew")

// unverified are the signatures of products that could not be run for a
// capture: their samples are written from what their makers publish. A capture
// must come with the removal of its row.
var unverified = []string{
	// Leaks.
	"aspnet-debug", "spring-trace", "passenger", "whoops", "plug-debugger", "dotnet-trace",
	// Servers.
	"litespeed", "iis", "iis-detailed", "http-sys",
	// Proxies and platforms.
	"traefik", "envoy", "envoy-health", "envoy-timeout", "kubernetes-backend", "fastly", "aws-alb", "cloudfront",
	"s3-website", "cloudflare", "cloudflare-text", "google-frontend", "azure-frontdoor", "github-pages", "heroku", "vercel",
	// Frameworks.
	"spring", "wordpress-database", "rocket",
}

// capturedSample is an answer of a real product, with what it must be.
type capturedSample struct {
	name, product string
	class         problem.BodyClass
	signature     string
	held          problem.Held
}

// loadCaptured reads testdata/captured. Each file is an answer as it came,
// below a line that names the product; expected.txt says what it is.
func loadCaptured(tb testing.TB) []capturedSample {
	tb.Helper()
	expected, err := os.ReadFile("testdata/captured/expected.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var samples []capturedSample
	for line := range strings.Lines(string(expected)) {
		words := append(strings.Fields(line), "")
		samples = append(samples, readCaptured(tb, capturedSample{
			name: words[0], class: problem.BodyClass(words[1]), signature: words[2],
		}))
	}
	return samples
}

func readCaptured(tb testing.TB, s capturedSample) capturedSample {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata/captured", s.name))
	if err != nil {
		tb.Fatal(err)
	}
	first, raw, _ := bytes.Cut(data, []byte("\n"))
	s.product, _, _ = strings.Cut(strings.TrimPrefix(string(first), "# "), "): ")
	s.product += ")"
	x, err := problem.ParseResponse(raw)
	if err != nil {
		tb.Fatalf("%s: %v", s.name, err)
	}
	_, body, _ := bytes.Cut(raw, []byte("\n\n"))
	s.held = problem.Held{Status: x.Status, Header: x.Header, Body: body, Complete: true, Size: int64(len(body))}
	return s
}

func TestEveryCapturedAnswerIsWhatItsProductSent(t *testing.T) {
	for _, s := range loadCaptured(t) {
		if c := problem.Classify(s.held); c.Class != s.class || c.Signature != s.signature {
			t.Errorf("%s: Classify = %s %q, want %s %q", s.name, c.Class, c.Signature, s.class, s.signature)
		}
	}
}

// An edge holds 4 KiB, and of HTML under a server error 64 KiB: the marks must
// stand there.
func TestACapturedAnswerIsKnownByWhatAnEdgeHolds(t *testing.T) {
	for _, s := range loadCaptured(t) {
		limit := 4 << 10
		if s.held.Status.IsServerError() {
			limit = 64 << 10
		}
		h := s.held
		if len(h.Body) <= limit {
			continue
		}
		h.Body, h.Complete = h.Body[:limit], false
		if c := problem.Classify(h); c.Class != s.class || c.Signature != s.signature {
			t.Errorf("%s, its first %d bytes: Classify = %s %q, want %s %q", s.name, limit, c.Class, c.Signature, s.class, s.signature)
		}
	}
}

func TestNoCapturedAnswerIsForgotten(t *testing.T) {
	files, err := filepath.Glob("testdata/captured/*.http")
	if err != nil {
		t.Fatal(err)
	}
	samples := loadCaptured(t)
	for _, file := range files {
		if !slices.ContainsFunc(samples, func(s capturedSample) bool { return s.name == filepath.Base(file) }) {
			t.Errorf("expected.txt does not tell what %s is", file)
		}
	}
}

// designed is a page that a site made, around some words.
func designed(title, words string) string {
	return `<!doctype html><html lang="en"><head><title>` + html.EscapeString(title) + `</title>` +
		`<link rel="stylesheet" href="/site.css"></head><body><header><a href="/">Garden shop</a>` +
		`<nav><a href="/plants">Plants</a> <a href="/tools">Tools</a></nav></header><main>` + words +
		`<form action="/search"><input name="q"></form></main><footer>Open from nine to five</footer></body></html>`
}

// The near miss of every stock page: a page of the site that quotes it.
func TestAPageThatQuotesAStockPageIsTheSitesOwn(t *testing.T) {
	for _, s := range loadCaptured(t) {
		if s.class != problem.Default {
			continue
		}
		page := designed("What "+s.product+" answers", "<h1>Error pages</h1><pre><code>"+html.EscapeString(string(s.held.Body))+"</code></pre>")
		if c := problem.Classify(held(s.held.Status, "text/html", page)); c.Class != problem.Rich {
			t.Errorf("%s, quoted: Classify = %s %q, want rich", s.name, c.Class, c.Signature)
		}
	}
}

// The near miss of every debug page: a page of the site that names it.
func TestAPageThatNamesADebugPageIsTheSitesOwn(t *testing.T) {
	for _, s := range loadCaptured(t) {
		if s.class != problem.Leak {
			continue
		}
		page := designed("Not found", "<h1>We could not find that</h1><ul><li>How to read the "+s.signature+
			" page of "+html.EscapeString(s.product)+"</li><li>RuntimeError: the cart is empty</li></ul>")
		if c := problem.Classify(held(s.held.Status, "text/html", page)); c.Class != problem.Rich {
			t.Errorf("%s, named: Classify = %s %q, want rich", s.name, c.Class, c.Signature)
		}
	}
}

func TestEverySignatureIsCapturedOrSaidToBeUnverified(t *testing.T) {
	captured := map[string]bool{}
	for _, s := range loadCaptured(t) {
		captured[s.signature] = true
	}
	ids := problem.SignatureIDs()
	for _, id := range ids {
		if captured[id] == slices.Contains(unverified, id) {
			t.Errorf("%s: captured is %t, and the table of the unverified says the same", id, captured[id])
		}
	}
	for _, id := range unverified {
		if !slices.Contains(ids, id) {
			t.Errorf("%s is unverified, and no signature", id)
		}
	}
}

const guide = "../docs/signatures.md"

// signatureTable lists every signature with the products that were captured.
func signatureTable(samples []capturedSample) string {
	var b strings.Builder
	b.WriteString("| signature | seen in |\n|---|---|\n")
	for _, id := range problem.SignatureIDs() {
		var products []string
		for _, s := range samples {
			if s.signature == id && !slices.Contains(products, s.product) {
				products = append(products, s.product)
			}
		}
		seen := strings.Join(products, "; ")
		if seen == "" {
			seen = "unverified: written from what its maker publishes"
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", id, seen)
	}
	return b.String()
}

func TestTheGuideToTheSignaturesIsCurrent(t *testing.T) {
	const begin, end = "<!-- signatures: go test ./problem -run Guide -update -->\n", "<!-- end of signatures -->"
	raw, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), begin)
	table, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has lost the marks around the signatures", guide)
	}
	want := signatureTable(loadCaptured(t))
	if table == want {
		return
	}
	if !*update {
		t.Fatalf("the signatures in %s are stale: go test ./problem -run Guide -update", guide)
	}
	if err := os.WriteFile(guide, []byte(before+begin+want+end+after), 0o600); err != nil {
		t.Fatal(err)
	}
}
