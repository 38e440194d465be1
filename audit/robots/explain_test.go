package robots_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/status"
)

func text(t *testing.T, e robots.Explanation) string {
	t.Helper()
	var b strings.Builder
	if err := e.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnExplanationShowsBothReaders(t *testing.T) {
	body := []byte("User-agent: *\nDisallow: /folder\nAllow: /folder # public\n")
	got := text(t, robots.Explain(status.OK, body, "Signpost", "https://shop.example/folder/page"))
	want := `allowed       https://shop.example/folder/page
agent         Signpost
decided by    line 3, 7 octets: Allow: /folder # public, as Allow wins a tie
against       line 2, 7 octets: Disallow: /folder
group         global: User-agent: *
robots.txt    200 OK, 56 bytes: its rules decide
second reader disagrees (disallowed): an Allow and a Disallow of equal length
              match, and it takes the first
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAnExplanationNamesThePolicy(t *testing.T) {
	for code, want := range map[status.Code]string{
		503:             "robots.txt    503 Service Unavailable, 0 bytes: the rules cannot be known, so\n",
		404:             "robots.txt    404 Not Found, 0 bytes: there is no file, so everything may be\n",
		robots.NoAnswer: "robots.txt    no answer: the rules cannot be known, so nothing may be fetched\n",
		204:             "decided by    no rule matches\n",
	} {
		if got := text(t, robots.Explain(code, nil, "Signpost", "/")); !strings.Contains(got, want) {
			t.Errorf("%d: got\n%s\nwant a line\n%s", code, got, want)
		}
	}
}

func TestAnExplanationNotesWhatTheAnswerHides(t *testing.T) {
	const rules = "User-agent: Googlebot\nDisallow: /%C3%BC\nAllow: /d/index.html\nDisallow: /d\n"
	for _, c := range []struct{ body, agent, url, want string }{
		{rules, "Googlebot/2.1", "/d", `for "Googlebot" the answer is disallowed.`},
		{rules, "Googlebot", "/ü", "address /%C3%BC: for it the answer is disallowed."},
		{rules, "Googlebot", "/d/", "An Allow of index.html also covers its directory."},
		{"<html>", "a", "/", "The file looks like a web page: answer 404 if there are no rules."},
		{"hello", "a", "/", "No line of the file is understood."},
		{strings.Repeat("#\n", 300_000), "a", "/", "The file is longer than 500 KiB: what stands behind has no effect."},
	} {
		notes := robots.Explain(status.OK, []byte(c.body), c.agent, c.url).Notes
		if !strings.Contains(strings.Join(notes, "\n"), c.want) {
			t.Errorf("%.20q for %s at %s: %q, want %q", c.body, c.agent, c.url, notes, c.want)
		}
	}
}

func TestAnExplanationFitsTheTerminalAndCannotCommandIt(t *testing.T) {
	nasty := "\x1b]0;x\a\u202E\u200F\xff\t\x00" + strings.Repeat("long ", 50) + strings.Repeat("x", 5000)
	body := []byte("User-agent: *\nDisallow: /*" + strings.ReplaceAll(nasty, "\x00", "") + "\nDisallow: /\n")
	checkText(t, robots.Explain(status.OK, body, nasty, "/"+nasty))
}

func checkText(t *testing.T, e robots.Explanation) {
	t.Helper()
	for line := range strings.SplitSeq(text(t, e), "\n") {
		if n := utf8.RuneCountInString(line); n > 80 {
			t.Errorf("%d columns: %q", n, line)
		}
		if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q holds what a terminal obeys", line)
		}
	}
}

func FuzzExplain(f *testing.F) {
	for _, c := range trickyCases(f) {
		if c.Robots != nil {
			f.Add(c.Status, c.body(), c.Agent, c.URL)
		}
	}
	f.Fuzz(func(t *testing.T, code int, body []byte, agent, url string) {
		checkText(t, robots.Explain(status.Code(code), body, agent, url))
	})
}

func TestAnExplanationHasEveryKeyInJSON(t *testing.T) {
	b, err := json.Marshal(robots.Explain(status.NotFound, nil, "a", "/"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"url":"/","agent":"a","allowed":true,"policy":"allow-all","status":404,"size":0,"cut":false,` +
		`"group":"none","decided_by":null,"against":null,"tie":false,"second_reader":{"asked":true,` +
		`"rejected":false,"reason":"","allowed":true,"disagrees":false,"difference":""},"notes":[]}`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
}

func TestAnExplanationReportsAFailureOfWriting(t *testing.T) {
	broken := errors.New("broken")
	if err := robots.Explain(status.OK, nil, "a", "/").WriteText(failingWriter{broken}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
