package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/report"
	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/problem"
)

// nasty is text as a hostile site could put it into a report.
const nasty = "=cmd|' /C calc'!A0 \x1b[31m\x1b]0;x\x07</pre><script>alert(1)</script>\n::error title=x::y\r\n| `x` **b** [l](javascript:alert(1)) ]]> \u202e @someone \x00"

// everything is a report with every kind of value, and hostile ones among them.
func everything() *audit.Report {
	r := sample()
	at := time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	r.SchemaVersion, r.Tool = audit.SchemaVersion, audit.Tool{Name: "signpost", Version: "1.0", CatalogueVersion: rule.Version}
	r.Run.ID, r.Run.Started, r.Run.Ended, r.Run.ExitCode = "2026-05-01T10:00Z-ab12", at, at.Add(time.Minute), 1
	r.Gate = audit.Gate{Expression: "new:error", Terms: []string{"new:error"}, Fired: true, FiredBy: []string{"new:error"}, IDs: []string{"link-4xx"}}
	bad := finding("soft404-probe", rule.Error, "https://shop.example/"+nasty, nasty)
	bad.Confidence, bad.Status, bad.FinalURL, bad.StatusFinal = rule.Likely, new(200), new("javascript:alert(1)"), new(200)
	bad.Sources, bad.SourcesTotal = []audit.Source{on("javascript:alert(2)", nasty), {Element: "seed"}}, 2
	bad.Evidence = []audit.Evidence{{Kind: "first", Request: []string{"GET /x", "Host: shop.example"}, Response: []string{"200 OK", "X-Evil: " + nasty, "X-Evil: twice"}, Match: new(nasty), At: at}}
	bad.EdgeRule, bad.Template, bad.Fingerprint = new("soft404-shop"), "/"+nasty, "00ff"
	r.Findings = append([]audit.Finding{bad}, r.Findings...)
	r.Redirects = []audit.Redirect{
		{From: "https://shop.example/a", Hops: 2, Chain: []string{"https://shop.example/a", "https://shop.example/b"}, Statuses: []int{301, 302}, To: "https://shop.example/c", FinalStatus: 200, Sources: 3},
		{From: "https://shop.example/l", Hops: 1, Chain: []string{"https://shop.example/l"}, Statuses: []int{301}, To: "https://shop.example/l", Loop: true},
		{From: "-evil", Hops: 1, Chain: []string{nasty}, Statuses: []int{301}, To: "https://other.example/"},
	}
	r.Summary.ByClass, r.Summary.ByOutcome = map[string]int{"2xx": 30, "4xx": 6}, map[string]int{"ok": 33, "broken": 6, "unverified": 1}
	r.Summary.Pauses = []audit.Pause{{Host: "shop.example", Count: 1, Seconds: 2.5}}
	r.Groups = []audit.Group{{ID: "link-4xx", Template: "/" + nasty, Count: 1, Of: 10, Severity: rule.Error, Confidence: rule.Certain, Examples: []string{nasty}}}
	r.Summary.ByStatus = map[string]int{"200": 30, "404": 6, "301": 3, "0": 1}
	r.Templates = []audit.TemplateTally{{Template: "/", URLs: 30, ByClass: map[string]int{"2xx": 30}}, {Template: "/" + nasty, URLs: 10, ByClass: map[string]int{"3xx": 3, "4xx": 6, "unverified": 1}}}
	r.Sections = []audit.TemplateTally{{Template: "/" + nasty + "/", URLs: 40, ByClass: map[string]int{"2xx": 30, "3xx": 3, "4xx": 6, "unverified": 1}}}
	r.Depths = []audit.DepthTally{{Depth: 0, URLs: 1}, {Depth: 1, URLs: 29}, {Depth: 2, URLs: 10}}
	r.Hosts = []crawl.HostStats{{Host: "shop.example", Requests: 61, Pauses: 1, PauseSeconds: 2.5, Refusals: 1, Parked: true}}
	r.Site = audit.SiteInfo{
		Origins: []string{"https://shop.example"}, Robots: []audit.RobotsInfo{{
			URL: "https://shop.example/robots.txt", Status: 200, Policy: nasty, Rules: 3, LinesTotal: 700,
			Lines: []audit.RobotsLine{
				{Line: 1, Text: "User-agent: " + nasty, Value: nasty, Kind: robots.UserAgent, Agents: []string{}, Checks: []string{}},
				{Line: 2, Text: "Disallow: /" + nasty, Value: "/" + nasty, Kind: robots.Disallow, Agents: []string{nasty}, URLs: 9, Disputed: 2, Checks: []string{"robots-ambiguous"}},
				{Line: 4, Text: nasty, Kind: robots.Unknown, Agents: []string{}, Checks: []string{"robots-syntax"}},
			},
		}},
		Sitemaps: []audit.SitemapInfo{{URL: "https://shop.example/sitemap.xml", Status: 200, Locs: 40, Error: nasty}},
	}
	asked(r)
	r.LimitsReached = []audit.LimitReached{{Limit: "urls", Value: "40", Left: 7}}
	r.Ignored = []audit.Ignored{{Finding: finding("link-410", rule.Notice, "https://shop.example/known", "answers 410"), Because: nasty}}
	r.Ignores = []audit.IgnoreUse{{Rule: "link-410", Path: "/known", Because: nasty, Count: 1}, {Rule: "link-4xx", Because: nasty, Until: "2026-01-01", Expired: true}}
	fixed := finding("link-5xx", rule.Error, "https://shop.example/mended", nasty)
	fixed.State = audit.StateFixed
	r.Compare = &audit.Comparison{Run: "before", Started: "2026-04-01T10:00:00Z", By: "instance", New: 17, Fixed: []audit.Finding{fixed}, Unreached: []audit.Finding{}, NewRules: []string{}, Templates: []audit.TemplateChange{}}
	r.URLs = []audit.URLRow{{URL: "@evil", Outcome: "ok", Status: 200, Type: "text/html", Took: 12 * time.Millisecond, ETag: `"x"`, NotIndexable: "noindex"}}
	return r
}

// asked adds what was asked beside the crawl.
func asked(r *audit.Report) {
	r.Discovery = []audit.DiscoveryPoint{{Seconds: 0.1, Asked: 1, Known: 11}, {Seconds: 0.2, Asked: 20, Known: 50}, {Seconds: 1.25, Asked: 61, Known: 61}}
	r.Probes = []audit.Probed{
		{Template: "/", Shape: "{random}", URL: "https://shop.example/aa", Statuses: [2]int{404, 404}, Finals: [2]int{404, 404}, Verdict: rule.ProbeMissing},
		{Template: "/", Shape: "{random}.html", URL: "https://shop.example/aa.html", Statuses: [2]int{302, 302}, Finals: [2]int{200, 200}, To: "https://shop.example/" + nasty, Verdict: rule.ProbeMoved},
		{Template: "/" + nasty, Shape: "{random}", URL: nasty, Statuses: [2]int{200, 500}, Finals: [2]int{200, 500}, Verdict: rule.ProbeOther},
	}
	r.ErrorPages = []audit.ErrorDesign{
		{
			Status: 404, Addresses: 21, Probed: 2, URL: "https://shop.example/gone", Type: "text/html", Bytes: 1234, Class: problem.Rich, Title: nasty,
			Headers:    []audit.NameValue{{Name: "Cache-Control", Value: nasty}},
			Negotiated: []audit.VariedWith{{By: rule.ByAccept, Name: "application/json", Status: 404, Type: "application/json"}, {By: rule.ByLanguage, Name: "de", Status: 200, Type: nasty, Differs: true}},
			Faults:     []audit.DesignFault{{ID: "error-page-bare", Addresses: 21}, {ID: "link-4xx", Addresses: 1}},
		},
		{Status: 503, Addresses: 1, URL: "https://shop.example/busy", Class: problem.Empty, Headers: []audit.NameValue{}, Negotiated: []audit.VariedWith{}, Faults: []audit.DesignFault{}},
		{Addresses: 7, Headers: []audit.NameValue{}, Negotiated: []audit.VariedWith{}, Faults: []audit.DesignFault{}},
	}
	r.Variants = []audit.Varied{{URL: "https://shop.example/" + nasty, Plain: []int{200, 200, 200}, Type: "text/html", Others: []audit.VariedWith{
		{By: rule.ByMethod, Name: "HEAD", Status: 405, Differs: true}, {By: rule.ByAgent, Name: nasty, Status: 200, Type: "text/html"},
	}}}
	r.Conditional = []audit.Conditional{
		{URL: "https://shop.example/", ETag: nasty, Own: []int{304, 304, 304}, Foreign: []int{200, 200}, Verdict: audit.CondHonoured},
		{URL: "https://shop.example/b", Own: []int{}, Foreign: []int{}, Verdict: audit.CondNone},
	}
}

func written(t *testing.T, form string, r *audit.Report, o report.Options) string {
	t.Helper()
	f, err := report.FormNamed(form)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out, r, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestEveryFormIsStableHarmlessAndToldWhenItCannotWrite(t *testing.T) {
	for _, f := range report.Forms() {
		t.Run(f.Name, func(t *testing.T) {
			first := written(t, f.Name, everything(), report.Options{})
			if again := written(t, f.Name, everything(), report.Options{}); again != first {
				t.Errorf("two writings differ:\n%s", cmp.Diff(first, again))
			}
			if strings.ContainsAny(first, "\x1b\x07\x00") && !strings.HasPrefix(f.Name, "csv") {
				t.Error("control characters of the site reach the reader")
			}
			if f.Name != "csv-urls" && !strings.Contains(first, "shop.example") || len(first) == 0 {
				t.Errorf("the form says nothing: %q", first)
			}
			if !strings.HasSuffix(first, "\n") && f.Name != "html" {
				t.Error("the last line does not end")
			}
			if err := f.Write(brokenPipe{}, everything(), report.Options{}); err == nil || !strings.Contains(err.Error(), "broken pipe") {
				t.Errorf("a writer that fails gives %v", err)
			}
		})
	}
}

func TestAnUnknownFormNamesTheNearest(t *testing.T) {
	if _, err := report.FormNamed("sarf"); err == nil || !strings.Contains(err.Error(), `unknown format "sarf"; did you mean "sarif"?`) {
		t.Errorf("error %v", err)
	}
}

func TestNoFormPromisesMoreThanWasChecked(t *testing.T) {
	clean := everything()
	clean.Findings, clean.Groups = nil, nil
	for _, f := range report.Forms() {
		if strings.HasPrefix(f.Name, "csv") {
			continue
		}
		if out := written(t, f.Name, clean, report.Options{}); !strings.Contains(out, "soft409") && !strings.Contains(out, "2 did not, in part or at all") {
			t.Errorf("%s does not say that checks were skipped", f.Name)
		}
	}
}

func TestJSONLinesBeginWithTheRunAndEndWithTheSummary(t *testing.T) {
	out := written(t, "jsonl", everything(), report.Options{})
	var kinds []string
	for l := range strings.Lines(out) {
		var one struct {
			Type  string
			Value json.RawMessage
		}
		if err := json.Unmarshal([]byte(l), &one); err != nil || len(one.Value) == 0 {
			t.Fatalf("%q: %v", l, err)
		}
		kinds = append(kinds, one.Type)
	}
	if kinds[0] != "run" || kinds[len(kinds)-1] != "summary" || !slices.Contains(kinds, "finding") || !slices.Contains(kinds, "skipped_check") {
		t.Errorf("kinds %q", kinds)
	}
}

func TestNoCellOfATableIsAFormula(t *testing.T) {
	for _, form := range []string{"csv", "csv-urls", "csv-redirects"} {
		out := written(t, form, everything(), report.Options{BOM: true})
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\ufeff"))).ReadAll()
		if err != nil || len(rows) < 2 || !strings.HasPrefix(out, "\ufeff") {
			t.Fatalf("%s: %d rows, %v", form, len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%s: cell %q", form, cell)
				}
			}
		}
	}
	if out := written(t, "csv-urls", everything(), report.Options{}); !strings.Contains(out, "'@evil,ok,200") || !strings.Contains(out, "\r\n") {
		t.Errorf("table %q", out)
	}
}

func TestGitHubReadsOneCommandALine(t *testing.T) {
	r := everything()
	for _, c := range rule.All()[:20] {
		r.Findings = append(r.Findings, finding(c.ID, rule.Notice, "https://shop.example/n", nasty))
	}
	out := written(t, "github", r, report.Options{})
	counts := map[string]int{}
	for l := range strings.Lines(out) {
		kind, _, ok := strings.Cut(strings.TrimPrefix(l, "::"), " title=")
		if !ok || !strings.HasPrefix(l, "::") {
			t.Errorf("line %q is no command", l)
		}
		counts[kind]++
	}
	if counts["error"] != 2 || counts["notice"] != 11 || !strings.Contains(out, "more checks with findings") || !strings.Contains(out, ", and 19 more addresses") {
		t.Errorf("%v in\n%s", counts, out)
	}
}

func TestMarkdownKeepsForeignTextFlatAndItsSizeBounded(t *testing.T) {
	out := written(t, "markdown", everything(), report.Options{})
	for l := range strings.Lines(out) {
		if strings.HasPrefix(l, "::error") || strings.HasPrefix(l, "<script") {
			t.Errorf("foreign text begins a line: %q", l)
		}
	}
	if !strings.Contains(out, "&lt;script") || !strings.Contains(out, `\*\*b`) {
		t.Error("foreign markup is not escaped")
	}
	big := everything()
	for _, c := range rule.All() {
		for i := range 20 {
			f := finding(c.ID, rule.Error, "https://shop.example/"+strings.Repeat("x", 300), nasty)
			f.Template = strings.Repeat("y", i)
			big.Findings = append(big.Findings, f)
		}
	}
	if out := written(t, "markdown", big, report.Options{}); len(out) > 60<<10 || !strings.Contains(out, "left out: the full report has them") || !strings.Contains(out, "did not, in part or at all") {
		t.Errorf("%d bytes of Markdown", len(out))
	}
}

func TestJUnitFailsWhatTheGateSelectsAndNothingElse(t *testing.T) {
	out := written(t, "junit", everything(), report.Options{})
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Cases    []struct {
			Name    string  `xml:"name,attr"`
			Failure *string `xml:"failure"`
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal([]byte(out), &suites); err != nil {
		t.Fatal(err)
	}
	var failed []string
	for _, c := range suites.Cases {
		if c.Failure != nil {
			failed = append(failed, c.Name)
		}
		if c.Name == "link-5xx" && (c.Skipped == nil || c.Skipped.Message != "not built") {
			t.Errorf("link-5xx %+v", c)
		}
	}
	if d := cmp.Diff([]string{"link-4xx", "gate"}, failed); d != "" || suites.Failures != 2 || suites.Tests != len(suites.Cases) {
		t.Errorf("%d tests, %d failures (-want +got):\n%s", suites.Tests, suites.Failures, d)
	}
}

func TestTheHTMLHoldsNothingForeignAsMarkup(t *testing.T) {
	out := written(t, "html", everything(), report.Options{})
	doc := html.NewTokenizer(strings.NewReader(out))
	ids := map[string]bool{}
	for {
		kind := doc.Next()
		if kind == html.ErrorToken {
			if !errors.Is(doc.Err(), io.EOF) {
				t.Fatal(doc.Err())
			}
			break
		}
		token := doc.Token()
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		if slices.Contains([]string{"script", "link", "img", "iframe", "object", "base", "form"}, token.Data) {
			t.Errorf("the page has a %s", token.Data)
		}
		for _, a := range token.Attr {
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "http") && !strings.HasPrefix(a.Val, "about:invalid") {
				t.Errorf("a link leads to %q", a.Val)
			}
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s has %s", token.Data, a.Key)
			}
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("id %q is there twice", a.Val)
			} else if a.Key == "id" {
				ids[a.Val] = true
			}
		}
	}
	for _, want := range []string{"findings", "statuses", "map", "probes", "redirects", "robots", "sitemaps", "errors", "variants", "conditional", "depth", "discovery", "pace", "changes", "unverified", "ignored", "checked", "method"} {
		if !ids[want] {
			t.Errorf("section %s is missing", want)
		}
	}
}

func TestTheHTMLOfAThousandGroupsStaysBelowTwoMegabytes(t *testing.T) {
	r := everything()
	for _, c := range rule.All() {
		for i := range 40 {
			f := finding(c.ID, c.Severity, "https://shop.example/"+strings.Repeat("segment/", 12), "answers something of a usual length, twice")
			f.Template, f.Sources, f.SourcesTotal = "/"+strings.Repeat("t", i), r.Findings[1].Sources, 12
			r.Findings = append(r.Findings, f)
		}
	}
	audit.SortFindings(r.Findings)
	for i := range 500 {
		template := "/" + strings.Repeat("p", i) + "/"
		for shape := range 12 {
			r.Probes = append(r.Probes, audit.Probed{Template: template, Shape: strings.Repeat("{random}", shape+1), Verdict: rule.ProbeOther})
		}
		r.Sections = append(r.Sections, audit.TemplateTally{Template: template, URLs: 1, ByClass: map[string]int{"4xx": 1}})
		r.ErrorPages = append(r.ErrorPages, r.ErrorPages[0])
		r.Variants, r.Conditional = append(r.Variants, r.Variants[0]), append(r.Conditional, r.Conditional[0])
		r.Site.Robots = append(r.Site.Robots, r.Site.Robots[0])
		r.Site.Robots[0].Lines = append(r.Site.Robots[0].Lines, r.Site.Robots[0].Lines[1])
	}
	if out := written(t, "html", r, report.Options{}); len(out) > 2<<20 || !strings.Contains(out, "left out: the JSON form has them") && !strings.Contains(out, "more kinds of page") {
		t.Errorf("%d bytes", len(out))
	}
}
