package handlers_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/internal/hostile"
	"github.com/seed-3913a1bb/signpost/views"
)

// sink is a way in for what a stranger wrote.
type sink struct {
	name  string
	into  func(r *http.Request, s string) // the request
	says  func(s string) any              // the error of the site's server
	brand func(s string) views.BrandOptions
}

var sinks = []sink{
	{name: "path", into: func(r *http.Request, s string) { r.URL.Path, r.URL.RawPath = "/a/"+s, "" }},
	{name: "query", into: func(r *http.Request, s string) { r.URL.RawQuery = "q=" + s + "&" + url.QueryEscape(s) }},
	{name: "host", into: func(r *http.Request, s string) { r.Host = s }},
	{name: "referrer", into: func(r *http.Request, s string) {
		r.Header["Referer"] = []string{s}
		r.Header["Sec-Fetch-Site"] = []string{"same-origin"}
	}},
	{name: "page of the site as referrer", into: func(r *http.Request, s string) { r.Header["Referer"] = []string{"http://shop.example/" + s} }},
	{name: "request id", into: func(r *http.Request, s string) { r.Header["X-Request-Id"] = []string{s} }},
	{name: "title", says: func(s string) any { return map[string]any{"title": s, "status": 409} }},
	{name: "detail", says: func(s string) any { return map[string]any{"title": "Conflict", "detail": s} }},
	{name: "type and instance", says: func(s string) any { return map[string]any{"title": "Conflict", "type": s, "instance": s} }},
	{name: "field", says: func(s string) any {
		return map[string]any{"title": "Conflict", "errors": []any{map[string]any{"field": s, "message": "is taken"}}}
	}},
	{name: "name and words of the brand", brand: func(s string) views.BrandOptions {
		return views.BrandOptions{Name: s, Words: map[string]map[string]string{"en": {"edit-conflict.title": s}}}
	}},
}

// mirror is an edge that shows what comes in by one sink.
type mirror struct {
	sink
	accept string
	site   *scripted
	edge   *handlers.Edge
}

func (s sink) mirror(t *testing.T, accept string) *mirror {
	t.Helper()
	m := &mirror{sink: s, accept: accept, site: &scripted{}}
	m.show(t, views.Brand{})
	return m
}

func (m *mirror) show(t *testing.T, brand views.Brand) {
	t.Helper()
	site := handlers.Site{Upstream: m.site, Brand: brand}
	if m.accept != "text/html" { // programs get the server's own words, unless the owner wants it otherwise
		site.Policy = &handlers.Policy{
			Rules: rules(t, rule.Rule{Name: "documents", When: rule.When{Status: []string{"409"}}, Then: rule.Then{Page: "problem"}}),
		}
	}
	var err error
	if m.edge, err = handlers.New(handlers.Options{Sites: []handlers.Site{site}}); err != nil {
		t.Fatal(err)
	}
}

// reflect answers a request that holds the text in a sink. A text that the brand
// refuses has no answer.
func (m *mirror) reflect(t *testing.T, text string) (exchange, bool) {
	t.Helper()
	if m.brand != nil {
		brand, err := views.NewBrand(m.brand(text))
		if err != nil {
			return exchange{}, false
		}
		m.show(t, brand)
	}
	body := []byte(`{"error":"conflict","reason":"Document update conflict."}`)
	if m.says != nil {
		body, _ = json.Marshal(m.says(text))
	}
	m.site.says(answers(409, string(body), "Content-Type: application/problem+json"))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://shop.example/a", nil)
	r.Header.Set("Accept", m.accept)
	if m.accept == "text/html" {
		r.Header.Set("Sec-Fetch-Mode", "navigate")
	}
	if m.into != nil {
		m.into(r, text)
	}
	w := httptest.NewRecorder()
	m.edge.ServeHTTP(w, r)
	return exchange{w.Result(), w.Body.String()}, true
}

// structure counts what a parser finds beside words.
type structure map[string]int

// beyond lists what is there more often than in another structure.
func (s structure) beyond(other structure) []string {
	var more []string
	for _, thing := range slices.Sorted(maps.Keys(s)) {
		if s[thing] > other[thing] {
			more = append(more, thing)
		}
	}
	return more
}

// address counts the scheme and the host of what a reader follows.
func (s structure) address(value string) {
	value = strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' { // browsers leave these out
			return -1
		}
		return r
	}, value))
	scheme, _, found := strings.Cut(value, ":")
	if found && scheme != "about" && !strings.ContainsAny(scheme, "/?#") { // about:blank: no type
		s["scheme "+scheme]++
	}
	if strings.HasPrefix(strings.ReplaceAll(value, `\`, "/"), "//") {
		s["foreign host"]++
	}
}

var readers = map[string]func(string) (structure, error){
	"text/html":                readHTML,
	"application/problem+json": readJSON,
	"application/json":         readJSON,
	"application/problem+xml":  readXML,
}

// follows are the attributes that hold an address.
var follows = []string{"href", "src", "action", "formaction", "srcset", "xlink:href", "data", "poster"}

func readHTML(page string) (structure, error) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, err
	}
	found := structure{}
	for n := range root.Descendants() {
		switch n.Type {
		case html.CommentNode:
			found["comment"]++
		case html.ElementNode:
			found["<"+n.Data+">"]++
			for _, a := range n.Attr {
				found[n.Data+" "+a.Key]++
				if slices.Contains(follows, a.Key) {
					found.address(a.Val)
				}
			}
		}
	}
	return found, nil
}

func readJSON(body string) (structure, error) {
	var whole any
	if err := json.Unmarshal([]byte(body), &whole); err != nil {
		return nil, err
	}
	found := structure{}
	found.value("", whole)
	return found, nil
}

func (s structure) value(key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			s[key+"."+name]++
			s.value(key+"."+name, member)
		}
	case []any:
		for _, member := range v {
			s.value(key+"[]", member)
		}
	case string:
		if strings.HasSuffix(key, ".type") || strings.HasSuffix(key, "href") || strings.HasSuffix(key, "url") {
			s.address(v)
		}
	}
}

func readXML(body string) (structure, error) {
	found := structure{}
	d := xml.NewDecoder(strings.NewReader(body))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		switch x := token.(type) {
		case xml.StartElement:
			found["<"+x.Name.Local+">"]++
			for _, a := range x.Attr {
				found[x.Name.Local+" "+a.Name.Local]++
			}
		case xml.Comment, xml.Directive, xml.ProcInst:
			found[fmt.Sprintf("%T", x)]++
		}
	}
}

// Whatever strangers write, wherever it shows: no element, attribute, member or
// scheme comes of it.
func TestNothingThatStrangersWriteBecomesMoreThanText(t *testing.T) {
	for accept, read := range readers {
		for _, s := range sinks {
			m := s.mirror(t, accept)
			want := m.harmless(t, read)
			for _, text := range hostile.Texts() {
				got, ok := m.reflect(t, text)
				if !ok {
					continue
				}
				checkReflection(t, fmt.Sprintf("%q as %s, for %s", text, s.name, accept), got, read, want)
			}
		}
	}
}

// harmless is what words without a meaning give: those that are taken, those that
// are refused, and a sentence that is quoted.
func (m *mirror) harmless(t *testing.T, read func(string) (structure, error)) structure {
	t.Helper()
	all := structure{}
	for _, text := range []string{"abc", "a b", "The order was changed by somebody else."} {
		got, ok := m.reflect(t, text)
		found, err := read(got.body)
		if !ok || err != nil {
			t.Fatalf("%q as %s, for %s: %v: %s", text, m.name, m.accept, err, got.body)
		}
		for thing, n := range found {
			all[thing] = max(all[thing], n)
		}
	}
	return all
}

func checkReflection(t *testing.T, what string, got exchange, read func(string) (structure, error), want structure) {
	t.Helper()
	found, err := read(got.body)
	if err != nil {
		t.Errorf("%s: %v: %s", what, err, got.body)
	}
	if more := found.beyond(want); len(more) > 0 {
		t.Errorf("%s: there is also %q: %s", what, more, got.body)
	}
	for name, values := range got.Header {
		if strings.ContainsAny(strings.Join(values, ""), "\r\n\x00<>") && name != "Link" {
			t.Errorf("%s: %s: %q", what, name, values)
		}
	}
}

// The control: what is written without a thought is found, whatever it is.
func TestTextThatBecomesMoreIsFound(t *testing.T) {
	for accept, write := range map[string]string{
		"text/html":               "<p>%s</p><a href='%s'>back</a>",
		"application/json":        `{"title":"%s","type":"%s"}`,
		"application/problem+xml": "<problem><title>%s</title><detail>%s</detail></problem>",
	} {
		put := func(text string) string { return fmt.Sprintf(write, text, text) }
		want, err := readers[accept](put("abc"))
		if err != nil {
			t.Fatal(err)
		}
		caught := 0
		for _, text := range hostile.Texts() {
			if found, err := readers[accept](put(text)); err != nil || len(found.beyond(want)) > 0 {
				caught++
			}
		}
		if caught < 10 {
			t.Errorf("%s: only %d of %d payloads are found", accept, caught, len(hostile.Texts()))
		}
	}
}
