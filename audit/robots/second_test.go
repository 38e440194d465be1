package robots_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/status"
)

// These numbers belong to temoto/robotstxt v1.1.2: another number means that
// the library has changed, or that we ask it otherwise.
func TestTheSecondReaderDisagreesWith20GoogleCasesAnd17TrickyOnes(t *testing.T) {
	disagreements := 0
	for _, c := range googleCases(t) {
		o := robots.SecondOpinion(status.OK, []byte(c.Robots), c.Agent, c.URL)
		disagreements += countDisagreement(t, o, c.Allowed, fmt.Sprint(c.Test, "/", c.Line))
	}
	if disagreements != 20 {
		t.Errorf("%d of Google's 145 cases, want 20", disagreements)
	}
	disagreements = 0
	for _, c := range trickyCases(t) {
		o := robots.SecondOpinion(status.Code(c.Status), c.body(), c.Agent, c.URL)
		disagreements += countDisagreement(t, o, c.Allowed, c.ID)
	}
	if disagreements != 17 {
		t.Errorf("%d of the 38 tricky cases, want 17", disagreements)
	}
}

func countDisagreement(t *testing.T, o robots.Opinion, decided bool, name string) int {
	t.Helper()
	disagrees := o.Rejected || o.Allowed != decided
	if !o.Asked || o.Disagrees != disagrees || o.Disagrees != (o.Why != "") || o.Disagrees != (o.Why.Sentence() != "") {
		t.Errorf("%s: %+v does not fit the decision %v", name, o, decided)
	}
	if disagrees {
		return 1
	}
	return 0
}

func TestADisagreementIsExplained(t *testing.T) {
	group := func(rules string) string { return "User-agent: *\n" + rules }
	for _, c := range []struct {
		name, body, url string
		code            status.Code
		want            robots.Difference
	}{
		{"429", "", "/x", 429, robots.ByStatus},
		{"a redirect", "", "/x", 301, robots.ByStatus},
		{"the file itself", group("Disallow: /"), "/robots.txt", 200, robots.ByOwnPath},
		{"an early rule", "Disallow: /\n" + group("Disallow: /y"), "/x", 200, robots.ByRejection},
		{"a bad delay", group("Crawl-delay: abc\nDisallow: /y"), "/x", 200, robots.ByRejection},
		{"a late rule", group(strings.Repeat("#\n", 256000) + "Disallow: /x\n"), "/x", 200, robots.BySize},
		{"a misspelt key", group("Disalow: /x"), "/x", 200, robots.BySyntax},
		{"a glued comment", group("Disallow: /x#y"), "/x", 200, robots.BySyntax},
		{"a space in a value", group("Disallow: /a b"), "/ax", 200, robots.BySyntax},
		{"no slash", group("Disallow: x"), "/x", 200, robots.BySyntax},
		{"a shorter name", "User-agent: foo\nDisallow: /", "/x", 200, robots.ByGroup},
		{"a version", "User-agent: FooBot/2.1\nDisallow: /", "/x", 200, robots.ByGroup},
		{"a delay in between", "User-agent: FooBot\nCrawl-delay: 5\nUser-agent: b\nDisallow: /", "/x", 200, robots.ByGroup},
		{"a letter", group("Disallow: /é"), "/%C3%A9", 200, robots.ByEncoding},
		{"hex digits", group("Disallow: /%c3%a9"), "/%C3%A9", 200, robots.ByEncoding},
		{"an inner dollar", group("Disallow: /a$b"), "/a$b", 200, robots.ByDollar},
		{"a loose pattern", group("Disallow: /foo*bar"), "/zzz/foo1bar", 200, robots.ByWildcard},
		{"a bare star", group("Disallow: *"), "/x", 200, robots.ByWildcard},
		{"an index page", group("Allow: /d/index.html\nDisallow: /"), "/d/", 200, robots.ByIndexPage},
		{"equal rules", group("Disallow: /f\nAllow: /f"), "/f/x", 200, robots.ByTie},
		{"escaped dots", group("Disallow: /*.php\nAllow: /dir/a"), "/dir/a.php", 200, robots.ByLength},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := robots.SecondOpinion(c.code, []byte(c.body), "FooBot", "http://e.x"+c.url)
			if !o.Disagrees || o.Why != c.want {
				t.Errorf("%+v, want a disagreement by %s", o, c.want)
			}
		})
	}
}

func TestTheSecondReaderAgreesOnPlainFiles(t *testing.T) {
	body := []byte("\xEF\xBB\xBFUser-agent: *\r\nDisallow: /a # private\r\nAllow: /a/b\r\nDisallow: /c*d\r\n")
	for _, url := range []string{"/", "/a", "/a/b/c", "/c/d", "/x"} {
		if o := robots.SecondOpinion(status.OK, body, "FooBot", "http://e.x"+url); !o.Asked || o.Disagrees {
			t.Errorf("%s: %+v, want agreement", url, o)
		}
	}
}

// Each of these would cost the second reader seconds or gigabytes.
func TestTheSecondReaderIsNotAskedBeyondItsBounds(t *testing.T) {
	for name, c := range map[string]struct{ body, url string }{
		"many agents times many rules": {strings.Repeat("User-agent: a\n", 3000) + strings.Repeat("Allow: /\n", 3000), "/"},
		"rules without colons":         {strings.Repeat("User-agent a ", 3000) + strings.Repeat("allow / ", 3000), "/"},
		"many stars":                   {"User-agent: *\n" + strings.Repeat("Allow: /"+strings.Repeat("*a", 400)+"\n", 100), "/"},
		"stars and a long address":     {"User-agent: *\n" + strings.Repeat("Allow: /"+strings.Repeat("*a", 400)+"b\n", 50), "/" + strings.Repeat("a", 2000)},
	} {
		if o := robots.SecondOpinion(status.OK, []byte(c.body), "FooBot", c.url); o != (robots.Opinion{}) {
			t.Errorf("%s: %+v, want it not to be asked", name, o)
		}
	}
	for _, code := range []status.Code{robots.NoAnswer, 600, -5} {
		if o := robots.SecondOpinion(code, nil, "FooBot", "/"); o.Asked {
			t.Errorf("status %d: %+v, want it not to be asked", code, o)
		}
	}
}

func FuzzSecondOpinion(f *testing.F) {
	for _, c := range googleCases(f) {
		f.Add(200, []byte(c.Robots), c.Agent, c.URL)
	}
	f.Add(429, []byte("x"), "a", "/")
	f.Fuzz(func(t *testing.T, code int, body []byte, agent, url string) {
		o := robots.SecondOpinion(status.Code(code), body, agent, url)
		d := robots.Decide(status.Code(code), body, agent, url)
		if want := o.Asked && (o.Rejected || o.Allowed != d.Allowed); o.Disagrees != want || want != (o.Why != "") {
			t.Errorf("%+v beside %v", o, d.Allowed)
		}
	})
}
