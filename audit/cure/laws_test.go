package cure_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/cure"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/problem"
)

const site = "https://shop.example"

// finding is one that is certain, about an HTML page of the site.
func finding(id string, code int, path string, change ...func(*audit.Finding)) audit.Finding {
	f := audit.Finding{
		ID: id, Confidence: rule.Certain, URL: site + path, FinalURL: new(site + path), Status: new(code), StatusFinal: new(code),
		Template: path, Count: 1, Message: id + " at " + path, Fingerprint: "f-" + id + path,
		Signature: &audit.Signature{Titles: []string{"Lost – Shop"}, Type: "text/html", Body: problem.Rich},
	}
	for _, c := range change {
		c(&f)
	}
	return f
}

func likely(f *audit.Finding)   { f.Confidence = rule.Likely }
func unsure(f *audit.Finding)   { f.Confidence = rule.Unsure }
func shared(f *audit.Finding)   { f.Signature.Shared = true }
func untitled(f *audit.Finding) { f.Signature.Titles = nil }
func json200(f *audit.Finding) {
	f.Signature.Type, f.Signature.Body = "application/json", problem.Machine
}
func unknown(f *audit.Finding)    { f.Signature = nil }
func designless(f *audit.Finding) { f.Signature.Body = problem.Default }

func report(findings ...audit.Finding) *audit.Report {
	return &audit.Report{
		Tool: audit.Tool{Version: "1.0.0"}, Findings: findings,
		Run: audit.RunInfo{ID: "2026-11-22T10:00Z-ab12", Started: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), Seeds: []string{site + "/"}},
	}
}

// written is the configuration for findings: the lines in effect, and those
// that are comments.
func written(o cure.Options, findings ...audit.Finding) (live, off string) {
	for line := range strings.Lines(string(cure.New(report(findings...), o).YAML())) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			off += line
		} else {
			live += line
		}
	}
	return live, off
}

var enforce = cure.Options{Enforce: true}

// one of each check that has a cure, as certain as can be.
func everything() []audit.Finding {
	var all []audit.Finding
	for _, c := range rule.All() {
		if len(cure.Explain(c.ID)) > 0 {
			code := 404
			switch {
			case strings.Contains(c.ID, "soft"), strings.Contains(c.ID, "200"), strings.Contains(c.ID, "fallback"), strings.Contains(c.ID, "2xx"):
				code = 200
			case strings.Contains(c.ID, "409"), strings.Contains(c.ID, "423"):
				code = 423
			}
			f := finding(c.ID, code, "/"+c.ID+"/page.html")
			f.Group = c.Group
			all = append(all, f)
		}
	}
	return all
}

func TestOnlyWhatIsCertainIsLive(t *testing.T) {
	for id, code := range map[string]int{
		"soft404-probe": 200, "error-url-200": 200, "status-409-on-get": 409, "robots-5xx": 500, "error-stack-trace": 500,
		"resource-html-fallback": 200, "retry-after-missing-503": 503,
	} {
		f := func(change ...func(*audit.Finding)) audit.Finding { return finding(id, code, "/a/b.js", change...) }
		empty, _ := written(enforce)
		if live, _ := written(enforce, f()); live == empty {
			t.Errorf("%s: a certain finding changes nothing", id)
		}
		live, off := written(enforce, f(likely))
		if live != empty || !strings.Contains(off, "likely") {
			t.Errorf("%s: a likely finding is live, or not even a comment:\n%s%s", id, live, off)
		}
		if live, off := written(enforce, f(unsure)); live != empty || strings.Contains(off, id) {
			t.Errorf("%s: an unsure finding is written:\n%s%s", id, live, off)
		}
	}
}

func TestEveryEntryTellsWhyAndUntilWhen(t *testing.T) {
	plan := cure.New(report(everything()...), enforce)
	lines := strings.Split(string(plan.YAML()), "\n")
	entry := regexp.MustCompile(`^ {4}(?:# )?[a-z_]+: |^ {6}(?:# )?- name: `)
	given := regexp.MustCompile(`^ *# finding: \S+ \S+ \((certain|likely)\)   check again after: 2027-02-22$`)
	inSite, entries := false, 0
	for i, line := range lines {
		inSite = inSite || strings.Contains(line, "upstream:")
		if !inSite || !entry.MatchString(line) || strings.Contains(line, "upstream:") || strings.HasSuffix(line, "rules:") ||
			strings.Contains(line, "# because: ") || strings.Contains(line, "# finding: ") || strings.Contains(line, "# moved: ") || strings.Contains(line, "# gone: ") {
			continue
		}
		entries++
		if !given.MatchString(lines[i-1]) && !strings.Contains(lines[i-1], " more, see ") {
			t.Errorf("line %d, %q, comes without a finding and a date, after %q", i+1, line, lines[i-1])
		}
	}
	if entries < 15 {
		t.Errorf("%d entries were looked at, want more", entries)
	}
}

func TestRulesOfTheOwnerStayBeforeTheEmittedOnes(t *testing.T) {
	if _, off := written(enforce); !strings.Contains(off, "Your own rules stay before these") {
		t.Errorf("nobody is told where the rules belong:\n%s", off)
	}
}

func TestARuleThatChangesASuccessNamesAProvedMark(t *testing.T) {
	for _, c := range []struct {
		name string
		f    audit.Finding
		want string // part of what is live; empty: nothing is
		why  string
	}{
		{"a title of its own", finding("soft404-probe", 200, "/products/x"), "title: [\"Lost – Shop\"]", ""},
		{"a title that fine pages have too", finding("soft404-probe", 200, "/products/x", shared), "", "pages that are fine have this title too"},
		{"no title", finding("soft404-probe", 200, "/products/x", untitled), "", "no title"},
		{"nothing known of the page", finding("soft404-probe", 200, "/products/x", unknown), "", "no HTML"},
		{"no HTML", finding("soft404-probe", 200, "/products/x", json200), "", "no HTML"},
		{"a failure with a title", finding("soft5xx-signature", 200, "/x"), `send: "503"`, ""},
		{"a failure without a title", finding("soft5xx-signature", 200, "/x", untitled), "", "no title"},
		{"an error page at its own address", finding("error-url-200", 200, "/404.html"), "path: [\"/404.html\"]", ""},
		{"HTML in place of a script", finding("resource-html-fallback", 200, "/a/app.js"), "path: [\"/**/*.js\"]", ""},
	} {
		live, off := written(enforce, c.f)
		switch {
		case c.want == "" && strings.Contains(live, "rules:"):
			t.Errorf("%s: a rule is live:\n%s", c.name, live)
		case c.want != "" && (!strings.Contains(live, c.want) || !strings.Contains(live, "content_type: text/html") || !strings.Contains(live, "mode: enforce")):
			t.Errorf("%s: want %q in\n%s", c.name, c.want, live)
		case c.why != "":
			if plan := cure.New(report(c.f), enforce); !strings.Contains(plan.Outcomes()[0].Why, c.why) {
				t.Errorf("%s: it is off because %q, want %q:\n%s", c.name, plan.Outcomes()[0].Why, c.why, off)
			}
		}
		if careful, _ := written(cure.Options{}, c.f); strings.Contains(careful, "mode: enforce") || c.want != "" && !strings.Contains(careful, "mode: report") {
			t.Errorf("%s: without the owner's word the rule does more than report:\n%s", c.name, careful)
		}
	}
}

func TestNoRuleTellsCrawlersFromPeople(t *testing.T) {
	live, off := written(enforce, everything()...)
	for _, word := range []string{"client:", "request_header", "network:", "ser-agent", "bot\n"} {
		if strings.Contains(strings.ToLower(live+off), word) {
			t.Errorf("the rules speak of %q", word)
		}
	}
}

func TestProgramsAndWritesAreLeftAlone(t *testing.T) {
	live, _ := written(enforce, everything()...)
	if rules, reads := strings.Count(live, "- name:"), strings.Count(live, "method: [GET, HEAD]"); rules == 0 || rules != reads {
		t.Errorf("%d rules are live, and %d of them are for reads alone", rules, reads)
	}
	live, _ = written(enforce, finding("retry-after-missing-503", 503, "/api/orders", json200))
	if strings.Contains(live, "rules:") {
		t.Errorf("an address that answers JSON has a rule:\n%s", live)
	}
	live, off := written(enforce, everything()...)
	for _, code := range []string{"409", "412", "423", "428"} {
		if strings.Contains(live+off, `send: "`+code+`"`) {
			t.Errorf("an answer becomes %s", code)
		}
	}
}

func TestHeadersThatOnlyTheOriginKnowsAreNotInvented(t *testing.T) {
	for _, id := range []string{"allow-header-missing", "auth-missing-challenge", "conditional-unsupported", "etag-unstable", "robots-4xx"} {
		empty, _ := written(enforce)
		live, off := written(enforce, finding(id, 405, "/x"))
		if live != empty || strings.Contains(off, id) {
			t.Errorf("%s is written:\n%s%s", id, live, off)
		}
		if o := cure.New(report(finding(id, 405, "/x")), enforce).Outcomes()[0]; o.State != cure.Hint || o.Why == "" {
			t.Errorf("%s: %+v, want a hint with its reason", id, o)
		}
	}
}

func TestSameFindingsSameBytes(t *testing.T) {
	one, other := everything(), everything()
	slices.Reverse(other)
	a, b := cure.New(report(one...), enforce).Files("rules.yaml"), cure.New(report(other...), enforce).Files("rules.yaml")
	for i := range a {
		if a[i].Name != b[i].Name || !bytes.Equal(a[i].Data, b[i].Data) {
			t.Errorf("%s depends on the order of the findings:\n%s\n---\n%s", a[i].Name, a[i].Data, b[i].Data)
		}
	}
	other[0].Message = "another message"
	if bytes.Equal(a[1].Data, cure.New(report(other...), enforce).JSON()) {
		t.Error("other findings give the same bytes")
	}
}

// A page that the site did not design needs no rule: the edge replaces it.
func TestARuleForAnErrorPageIsForDesignedPagesAlone(t *testing.T) {
	live, _ := written(enforce, finding("error-page-title", 404, "/x"))
	if !strings.Contains(live, "body: [rich]") {
		t.Errorf("a designed page has no rule:\n%s", live)
	}
	if live, _ := written(enforce, finding("error-page-title", 404, "/x", designless)); strings.Contains(live, "rules:") {
		t.Errorf("a stock page has a rule:\n%s", live)
	}
	live, _ = written(enforce, finding("error-page-title", 404, "/x", shared))
	if !strings.Contains(live, "path: [\"/x\"]") {
		t.Errorf("fine pages of the same title are replaced too:\n%s", live)
	}
	live, _ = written(enforce, finding("error-page-resolution", 409, "/x"))
	if strings.Contains(live, "rules:") || !strings.Contains(live, "protect_reads: true") {
		t.Errorf("a rule comes before protect_reads:\n%s", live)
	}
}

func TestSettingsAreWrittenOnceForAllTheirFindings(t *testing.T) {
	live, _ := written(enforce, finding("robots-5xx", 500, "/robots.txt"), finding("robots-html", 200, "/robots.txt"),
		finding("status-409-on-get", 409, "/a"), finding("status-409-on-get", 409, "/b"), finding("error-cacheable-5xx", 500, "/c"), finding("error-long-cached-404", 404, "/d"))
	for _, want := range []string{
		"    last_good: { robots: 24h, robots_html: true }\n", "    protect_reads: true\n", "    reads: { causes: all }\n",
		"    cache: { guard: all, \"404\": \"public, max-age=60\" }\n",
	} {
		if strings.Count(live, want) != 1 {
			t.Errorf("want once %q in\n%s", want, live)
		}
	}
	if live, _ := written(cure.Options{}, finding("status-409-on-get", 409, "/a")); strings.Contains(live, "causes") {
		t.Errorf("conflicts that last are hidden without the owner's word:\n%s", live)
	}
}

func TestEachFindingIsAccountedFor(t *testing.T) {
	r := report(append(everything(), finding("orphan-page", 200, "/alone"))...)
	var doc struct{ Findings []cure.Outcome }
	if err := json.Unmarshal(cure.New(r, enforce).JSON(), &doc); err != nil || len(doc.Findings) != len(r.Findings) {
		t.Fatalf("%v: %d outcomes for %d findings", err, len(doc.Findings), len(r.Findings))
	}
	for _, o := range doc.Findings {
		if (o.State == "") != (o.ID == "orphan-page") || o.State == cure.Comment && o.Why == "" || o.Host != "shop.example" {
			t.Errorf("%+v", o)
		}
	}
}

func TestFindingsAreToldWhatMendsThem(t *testing.T) {
	r := report(finding("soft404-probe", 200, "/products/x"), finding("status-409-on-get", 409, "/a"), finding("link-410", 410, "/old"),
		finding("orphan-page", 200, "/alone"), finding("allow-header-missing", 405, "/b"), finding("error-page-bare", 404, "/c", designless))
	cure.Annotate(r, cure.Options{})
	for i, want := range []string{
		"audit soft404-probe products: ", "protect_reads: true: ", "`gone` answers 410 (off: ", "", "", "by default: ",
	} {
		got := r.Findings[i].EdgeRule
		if want == "" && got != nil || want != "" && (got == nil || !strings.HasPrefix(*got, want)) {
			t.Errorf("%s: %v, want %q…", r.Findings[i].ID, got, want)
		}
	}
}
