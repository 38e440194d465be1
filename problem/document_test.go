package problem_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// fullDocument has every member.
func fullDocument() problem.Document {
	return problem.Document{
		Type: "https://shop.example/_signpost/problems/edit-conflict", Title: "Someone else changed this first",
		Status: 409, Detail: `The "dashboard" <b>was</b> changed & saved`, Instance: "urn:uuid:0193a1f2-6c1e-7c55-9d0b-3a3c1b6f2e10",
		Cause: problem.EditConflict, Resource: "/boards/7", CurrentVersion: "9", YourVersion: "8", Field: "title", LockOwner: "Änne",
		Retryable: false, RetryAfter: 30, Steps: []string{"Load it.", "Compare <it>."}, UpstreamStatus: 500, Masked: true,
		Reference: "r-1", Errors: []problem.FieldError{{Detail: "is too long", Pointer: "#/title"}, {Detail: "is odd"}},
	}
}

// memberOrder is the order of conflict.md section 8 and edge.md 5.2.
var memberOrder = []string{
	"type", "title", "status", "detail", "instance", "cause", "resource", "current_version", "your_version", "field",
	"lock_owner", "retryable", "retry_after", "steps", "upstream_status", "masked", "reference", "errors",
}

// wireDocument is how a client decodes either form.
type wireDocument struct {
	XMLName        xml.Name         `json:"-" xml:"urn:ietf:rfc:7807 problem"`
	Type           string           `json:"type" xml:"type"`
	Title          string           `json:"title" xml:"title"`
	Status         status.Code      `json:"status" xml:"status"`
	Detail         string           `json:"detail" xml:"detail"`
	Instance       string           `json:"instance" xml:"instance"`
	Cause          problem.Cause    `json:"cause" xml:"cause"`
	Resource       string           `json:"resource" xml:"resource"`
	CurrentVersion string           `json:"current_version" xml:"current_version"`
	YourVersion    string           `json:"your_version" xml:"your_version"`
	Field          string           `json:"field" xml:"field"`
	LockOwner      string           `json:"lock_owner" xml:"lock_owner"`
	Retryable      *bool            `json:"retryable" xml:"retryable"`
	RetryAfter     int              `json:"retry_after" xml:"retry_after"`
	Steps          []string         `json:"steps" xml:"steps>i"`
	UpstreamStatus status.Code      `json:"upstream_status" xml:"upstream_status"`
	Masked         bool             `json:"masked" xml:"masked"`
	Reference      string           `json:"reference" xml:"reference"`
	Errors         []wireFieldError `json:"errors" xml:"errors>i"`
}

type wireFieldError struct {
	Detail  string `json:"detail" xml:"detail"`
	Pointer string `json:"pointer" xml:"pointer"`
}

func decodeJSON(tb testing.TB, data []byte) wireDocument {
	tb.Helper()
	var w wireDocument
	if err := json.Unmarshal(data, &w); err != nil {
		tb.Fatalf("%v in\n%s", err, data)
	}
	return w
}

func decodeXML(tb testing.TB, data []byte) wireDocument {
	tb.Helper()
	var w wireDocument
	if err := xml.Unmarshal(data, &w); err != nil {
		tb.Fatalf("%v in\n%s", err, data)
	}
	w.XMLName = xml.Name{}
	return w
}

func TestJSONAndXMLSayTheSame(t *testing.T) {
	documents := []problem.Document{fullDocument(), {Type: "about:blank", Title: "Not Found", Status: 404}}
	for _, c := range loadCorpus(t) {
		documents = append(documents, problem.Describe(problem.Read(c.exchange()), problem.DescribeOptions{Reference: "r 1"}))
	}
	for _, d := range documents {
		j, x := decodeJSON(t, d.JSON()), decodeXML(t, d.XML())
		if !reflect.DeepEqual(j, x) {
			t.Errorf("JSON %+v\nXML %+v", j, x)
		}
		if j.Retryable == nil || *j.Retryable != d.Retryable {
			t.Errorf("retryable of cause %q: %v", d.Cause, j.Retryable)
		}
	}
	full := decodeJSON(t, fullDocument().JSON())
	if d := fullDocument(); full.Detail != d.Detail || full.LockOwner != d.LockOwner || !slices.Equal(full.Steps, d.Steps) || full.Errors[0].Pointer != "#/title" {
		t.Errorf("values are not kept: %+v", full)
	}
}

func TestMembersComeInTheirOrder(t *testing.T) {
	got := jsonKeys(t, fullDocument().JSON())
	if !slices.Equal(got, memberOrder) {
		t.Errorf("JSON members %v, want %v", got, memberOrder)
	}
	if got := xmlChildren(t, fullDocument().XML()); !slices.Equal(got, memberOrder) {
		t.Errorf("XML members %v, want %v", got, memberOrder)
	}
	small := problem.Document{Type: "about:blank", Title: "Not Found", Status: 404}
	if got := jsonKeys(t, small.JSON()); !slices.Equal(got, []string{"type", "title", "status", "retryable"}) {
		t.Errorf("members of a small document: %v", got)
	}
}

func jsonKeys(tb testing.TB, data []byte) []string {
	tb.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	var keys []string
	depth := 0
	isKey := false
	for {
		token, err := d.Token()
		if err == io.EOF {
			return keys
		}
		if err != nil {
			tb.Fatal(err)
		}
		switch delim, ok := token.(json.Delim); {
		case ok && (delim == '{' || delim == '['):
			depth++
			isKey = delim == '{'
			continue
		case ok:
			depth--
			isKey = true
			continue
		}
		if depth == 1 && isKey {
			keys = append(keys, token.(string))
			isKey = false
			continue
		}
		isKey = true
	}
}

func xmlChildren(tb testing.TB, data []byte) []string {
	tb.Helper()
	var names []string
	d := xml.NewDecoder(bytes.NewReader(data))
	for depth := 0; ; {
		token, err := d.Token()
		if err == io.EOF {
			return names
		}
		if err != nil {
			tb.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth++; depth == 2 {
				names = append(names, e.Name.Local)
			}
		case xml.EndElement:
			depth--
		}
	}
}

// attacks are what an upstream, or somebody through it, may write.
var attacks = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</script><svg onload=alert(1)>`, `]]><x>`, `<!--`, `-->`,
	`&lt;script&gt;`, `&#x3c;b&#x3e;`, `javascript:alert(1)`, `[click](javascript:alert(1))`, `![x](https://evil.example/p.png)`,
	`<https://evil.example>`, `https://evil.example/login`, `www.evil.example`, `[ref]: https://evil.example`, `# heading`,
	"a\n# heading", "a\n\n<b>raw</b>", "`code`", "```\nfence\n```", `**bold**`, `_it_ __bold__`, `~~gone~~`, `| a | b |`, `> quote`,
	"1. list", "- item", "---", `\`, `\\`, `{{7*7}}`, `${7*7}`, "\x1b[31mred\x1b[0m", "\x00\x01\x02", "\u202eevil\u202c", "\u2066a\u2069",
	"a\u2028b\u2029c", "\ufeff\u200b", "\xff\xfe\xed\xa0\x80", "\ufffe\uffff", "a\r\nSet-Cookie: a=b", `{"a":1}`, `<a href="//evil.example">x</a>`,
	"<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>", `<?php echo 1 ?>`, `user@evil.example`, strings.Repeat("A", 100_000),
	strings.Repeat("<b>", 10_000), "\"\\u003cscript\\u003e", `%3Cscript%3E`,
}

// attacked is a document with s wherever words of an upstream may stand.
func attacked(s string) problem.Document {
	p := problem.Problem{
		Status: 409, Cause: problem.Locked, Title: s, Summary: s, Resource: s, CurrentVersion: s, YourVersion: s, Field: s, LockOwner: s,
		UpstreamSteps: []string{s}, Reference: s, Errors: []problem.FieldError{{Detail: s, Pointer: s}},
	}
	return problem.Describe(p, problem.DescribeOptions{Reference: s, RetryAfter: time.Second})
}

func TestNoAttackGetsThroughTheWriters(t *testing.T) {
	if len(attacks) < 40 {
		t.Fatalf("%d attacks, want 40", len(attacks))
	}
	for _, s := range attacks {
		d := attacked(s)
		j, x := decodeJSON(t, d.JSON()), decodeXML(t, d.XML())
		if !reflect.DeepEqual(j, x) {
			t.Errorf("%.40q: JSON %+v\nXML %+v", s, j, x)
		}
		if bytes.ContainsAny(d.JSON(), "<>&") {
			t.Errorf("%.40q: markup in JSON: %s", s, d.JSON())
		}
		if got := xmlChildren(t, d.XML()); slices.ContainsFunc(got, func(n string) bool { return !slices.Contains(memberOrder, n) }) {
			t.Errorf("%.40q: new elements in XML: %v", s, got)
		}
		for form, text := range map[string]string{"text": string(d.Text()), "markdown": string(d.Markdown())} {
			checkPlain(t, s, form, text)
		}
		checkMarkdown(t, s, string(d.Markdown()))
	}
}

// checkPlain finds characters that change what is around them.
func checkPlain(t *testing.T, attack, form, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && r < 0x20 || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x2028 || r == 0x2029 {
			t.Errorf("%.40q: %U in %s", attack, r, form)
		}
	}
}

// checkMarkdown finds raw HTML, links, and lines that begin a block of their own.
func checkMarkdown(t *testing.T, attack, text string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(text))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind != html.TextToken {
			t.Errorf("%.40q: raw HTML %q in Markdown", attack, z.Raw())
		}
	}
	for _, mark := range []string{"](", "]:", "://", "www.", "```", "**"} {
		if strings.Contains(text, mark) {
			t.Errorf("%.40q: %q in Markdown:\n%s", attack, mark, text)
		}
	}
	for line := range strings.Lines(text) {
		if !isOwnLine(line) {
			t.Errorf("%.40q: line %q in Markdown", attack, line)
		}
	}
}

// isOwnLine reports lines that our own writer begins.
func isOwnLine(line string) bool {
	line = strings.TrimRight(line, "\n")
	number, _, isStep := strings.Cut(line, ". ")
	_, err := strconv.Atoi(number)
	return line == "" || isStep && err == nil || strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "> ") ||
		strings.HasPrefix(line, "# ") || !strings.ContainsAny(line[:1], "#>-*+=|`~<")
}

func TestASentenceIsCutAtAWord(t *testing.T) {
	d := attacked(strings.Repeat("word ", 1000))
	if n := len([]rune(d.Quote)); n > 300 || !strings.HasSuffix(d.Quote, "word…") {
		t.Errorf("quote of %d characters: %q", n, d.Quote)
	}
}

func TestDescribeChoosesTheType(t *testing.T) {
	for _, c := range []struct {
		name, wantType, wantTitle string
		problem                   problem.Problem
		options                   problem.DescribeOptions
	}{
		{"a known cause", "/_signpost/problems/locked", "", problem.Problem{Status: 423, Cause: problem.Locked}, problem.DescribeOptions{}},
		{
			"a known cause of a site", "https://shop.example/problems/locked", "",
			problem.Problem{Status: 423, Cause: problem.Locked},
			problem.DescribeOptions{TypeBase: "https://shop.example/problems/"},
		},
		{"an unknown cause", "about:blank", "Conflict", problem.Problem{Status: 409, Cause: problem.Unknown}, problem.DescribeOptions{}},
		{"no conflict", "about:blank", "Not Found", problem.Problem{Status: 404}, problem.DescribeOptions{}},
		{"another status", "about:blank", "Service Unavailable", problem.Problem{Status: 404}, problem.DescribeOptions{Status: 503}},
		{"an error of the edge", "about:blank", "Bad Gateway", problem.Problem{Status: 502, Cause: problem.Locked}, problem.DescribeOptions{Origin: "refused"}},
	} {
		d := problem.Describe(c.problem, c.options)
		if d.Type != c.wantType || c.wantTitle != "" && d.Title != c.wantTitle {
			t.Errorf("%s: type %q title %q", c.name, d.Type, d.Title)
		}
	}
}

func TestDescribeSaysWhatTheAnswerIs(t *testing.T) {
	p := problem.Problem{Status: 500, Cause: problem.AlreadyExists, Masked: true, Summary: "Sorry, that name exists!", Reference: "up-1", Field: "username"}
	d := problem.Describe(p, problem.DescribeOptions{Status: 409, RetryAfter: 90 * time.Second, Reference: "0193A1F2-6c1e-7c55-9d0b-3a3c1b6f2e10"})
	if d.Status != 409 || d.UpstreamStatus != 500 || !d.Masked || d.RetryAfter != 90 {
		t.Errorf("%+v", d)
	}
	if d.Instance != "urn:uuid:0193a1f2-6c1e-7c55-9d0b-3a3c1b6f2e10" || d.Detail != "Sorry, that name exists!" || d.Quote != d.Detail {
		t.Errorf("%+v", d)
	}
	for name, o := range map[string]problem.DescribeOptions{
		"a failure": {}, "a hidden quote": {Status: 409, HideQuote: true}, "an own error": {Status: 409, Origin: "timeout"},
	} {
		d := problem.Describe(p, o)
		if d.Quote != "" || strings.Contains(string(d.JSON()), "Sorry") {
			t.Errorf("%s shows the upstream's sentence: %s", name, d.JSON())
		}
	}
}

func TestMarkdownStaysReadable(t *testing.T) {
	d := problem.Document{
		Title: "Someone else changed this first", Status: 409, Cause: problem.EditConflict,
		Sentence: "While you were working on it, another version was saved.",
		Steps:    []string{"Press Back: what you typed is often still in the form."},
	}
	want := "# 409 Someone else changed this first\n\n" +
		"While you were working on it, another version was saved.\n\n" +
		"1. Press Back: what you typed is often still in the form.\n\n" +
		"- cause: edit-conflict\n- retryable: false\n"
	if got := string(d.Markdown()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAnErrorOfTheEdgeNamesItsWordAsCause(t *testing.T) {
	d := problem.Describe(problem.Problem{Status: 502}, problem.DescribeOptions{Origin: "refused"})
	if j := decodeJSON(t, d.JSON()); j.Cause != "refused" || j.Type != "about:blank" {
		t.Errorf("cause %q of type %q, want refused of about:blank", j.Cause, j.Type)
	}
}

func TestALimitNamesItsTypeAndItsPolicies(t *testing.T) {
	d := problem.Describe(problem.Problem{Status: 429}, problem.DescribeOptions{
		Origin: "limit", Type: "https://iana.org/assignments/http-problem-types#quota-exceeded", Violated: []string{"login", "<api>"},
	})
	if want := `"violated-policies":["login","\u003capi\u003e"]`; !bytes.Contains(d.JSON(), []byte(want)) {
		t.Errorf("JSON without %s: %s", want, d.JSON())
	}
	if want := `<violated-policies><i>login</i><i>&lt;api&gt;</i></violated-policies>`; !bytes.Contains(d.XML(), []byte(want)) {
		t.Errorf("XML without %s: %s", want, d.XML())
	}
	if want := `"type":"https://iana.org/assignments/http-problem-types#quota-exceeded"`; !bytes.Contains(d.JSON(), []byte(want)) {
		t.Errorf("JSON without %s: %s", want, d.JSON())
	}
}

func TestAnAnnouncedEndIsToldWithItsZone(t *testing.T) {
	end := time.Date(2026, 12, 1, 5, 0, 0, 0, time.FixedZone("CET", 3600))
	for _, lang := range locale.All() {
		d := problem.Describe(problem.Problem{Status: 503}, problem.DescribeOptions{
			Lang: lang, Origin: "maintenance", RetryAfter: time.Hour, Until: end,
		})
		if !bytes.Contains(d.Text(), []byte("(2026-12-01 04:00 UTC)")) {
			t.Errorf("%s: %s", lang.Tag(), d.Text())
		}
	}
}
