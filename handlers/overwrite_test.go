package handlers_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// document is a page that several people may edit, guarded by its ETag.
type document struct {
	sync.Mutex
	version int
	text    string
	writes  []string // If-Match, query and body of each write that came
	asked   []http.Header
}

func (d *document) serve(w http.ResponseWriter, r *http.Request) {
	d.Lock()
	defer d.Unlock()
	tag := fmt.Sprintf(`"v%d"`, d.version)
	w.Header().Set("ETag", tag)
	if r.Method == http.MethodGet {
		d.asked = append(d.asked, r.Header.Clone())
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<form method=post><textarea name=body>\n%s</textarea></form>", html.EscapeString(d.text))
		return
	}
	body, _ := io.ReadAll(r.Body)
	d.writes = append(d.writes, r.Header.Get("If-Match")+" "+r.RequestURI+" "+string(body))
	if r.Header.Get("If-Match") != tag {
		reply(w, 409, "application/json", `{"error":"conflict","reason":"Document update conflict."}`)
		return
	}
	d.version++
	d.text = string(body)
}

var actionOf = regexp.MustCompile(`<form method="post" action="([^"]+)"`)

func action(t *testing.T, e exchange) string {
	t.Helper()
	m := actionOf.FindStringSubmatch(e.body)
	if e.StatusCode != 409 || m == nil {
		t.Fatalf("%d, no offer to send the form again:\n%s", e.StatusCode, e.body)
	}
	return html.UnescapeString(m[1])
}

func TestSavingMineAnywayReplacesOnlyWhatWasShown(t *testing.T) {
	d := &document{version: 2, text: "Theirs\nshared"}
	at := keeping(t, d.serve, rule.Conflict{Compare: true, Overwrite: true})
	fields := append([]string{"Cookie", "sid=1", "X-Secret", "s"}, person...)
	const body = "body=Mine%0D%0Ashared"

	first := sendForm(t, at+"/doc?x=1", body, fields...)
	for _, want := range []string{"Theirs", "only in yours", "only in the current one", "You will be asked once more"} {
		if !strings.Contains(first.body, want) {
			t.Errorf("no %q on the page", want)
		}
	}
	if h := d.asked[0]; h.Get("Cookie") != "sid=1" || h.Get("X-Secret") != "" || h.Get("If-Match") != "" || h.Get("Referer") != "" {
		t.Errorf("the current form was asked for with %v", h)
	}
	ask := action(t, first)
	confirm := sendForm(t, at+ask, body, fields...)
	replace := action(t, confirm)
	if len(d.writes) != 1 || !strings.Contains(confirm.body, "will be lost") || ask == replace {
		t.Fatalf("%d writes before the visitor was asked", len(d.writes))
	}
	for name, other := range map[string][]string{
		"another browser": {"Cookie", "sid=2"}, "another site": {"Sec-Fetch-Site", "cross-site"}, "a script": {"Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"},
	} {
		if e := sendForm(t, at+replace, body, append(append([]string{}, fields...), other...)...); e.StatusCode != 409 {
			t.Errorf("%s: %d", name, e.StatusCode)
		}
	}
	if len(d.writes) != 1 {
		t.Fatalf("somebody else's press was sent on: %q", d.writes)
	}
	if e := sendForm(t, at+replace, body, fields...); e.StatusCode != 200 {
		t.Errorf("the replacement: %d", e.StatusCode)
	}
	if got := d.writes[len(d.writes)-1]; got != `"v2" /doc?x=1 `+body {
		t.Errorf("the site's server got %q", got)
	}
	twice := sendForm(t, at+replace, body, fields...)
	if twice.StatusCode != 409 || len(d.writes) != 2 || !strings.Contains(twice.body, "Mine\nshared</textarea>") {
		t.Errorf("a second press: %d, %d writes", twice.StatusCode, len(d.writes))
	}
}

func TestAVersionThatChangedOnceMoreIsNotReplaced(t *testing.T) {
	d := &document{version: 2, text: "Theirs"}
	at := keeping(t, d.serve, rule.Conflict{Overwrite: true})
	replace := action(t, sendForm(t, at+action(t, sendForm(t, at+"/doc", "body=Mine", person...)), "body=Mine", person...))
	d.version++
	if e := sendForm(t, at+replace, "body=Mine", person...); e.StatusCode != 409 || d.text != "Theirs" {
		t.Errorf("%d, the document is %q", e.StatusCode, d.text)
	}
	if got := d.writes[len(d.writes)-1]; got != `"v2" /doc body=Mine` {
		t.Errorf("the site's server got %q", got)
	}
}

func TestNoOfferWithoutItsConditions(t *testing.T) {
	d := &document{version: 2, text: "Theirs"}
	for name, c := range map[string]struct {
		body string
		rule rule.Conflict
	}{
		"never":            {"body=Mine", rule.Conflict{}},
		"a denied field":   {"body=Mine&csrf_token=abc", rule.Conflict{Overwrite: true}},
		"a hidden field":   {"body=Mine&note=x", rule.Conflict{Overwrite: true, Hide: []string{"Note"}}},
		"a covered secret": {"body=Mine+4111+1111+1111+1111+end", rule.Conflict{Overwrite: true}},
	} {
		e := sendForm(t, keeping(t, d.serve, c.rule)+"/doc", c.body, person...)
		if e.StatusCode != 409 || actionOf.MatchString(e.body) {
			t.Errorf("%s: %d, and an offer", name, e.StatusCode)
		}
	}
	weak := keeping(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `W/"v2"`)
		clash(w, r)
	}, rule.Conflict{Overwrite: true})
	if e := sendForm(t, weak+"/doc", "body=Mine", person...); actionOf.MatchString(e.body) {
		t.Error("a weak tag gives an offer")
	}
}

func TestAFormIsSentAgainAsItWasOnlyWhereItMay(t *testing.T) {
	var mu sync.Mutex
	var got []string
	locked := func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		got = append(got, r.Header.Get("If-Match")+" "+r.RequestURI+" "+string(body))
		if len(got) == 1 {
			w.Header().Set("Retry-After", "5")
			reply(w, 423, "application/json", `{"error":"locked","message":"The document is locked by Anna."}`)
		}
	}
	at := keeping(t, locked, rule.Conflict{TokenFree: true})
	first := sendForm(t, at+"/doc?x=1", "body=Mine", person...)
	m := actionOf.FindStringSubmatch(first.body)
	if first.StatusCode != 423 || m == nil || !strings.Contains(first.body, "Try again</button>") {
		t.Fatalf("%d, no offer to send the form again:\n%s", first.StatusCode, first.body)
	}
	again := at + html.UnescapeString(m[1])
	if e := sendForm(t, again, "body=Mine", append([]string{"Cookie", "sid=2"}, person...)...); e.StatusCode != 409 || len(got) != 1 {
		t.Errorf("another browser: %d, %d writes", e.StatusCode, len(got))
	}
	if e := sendForm(t, again, "body=Mine", person...); e.StatusCode != 200 || len(got) != 2 || got[1] != " /doc?x=1 body=Mine" {
		t.Errorf("the second try: %d, the site's server got %q", e.StatusCode, got)
	}
	if e := sendForm(t, again, "body=Mine", person...); e.StatusCode != 409 || len(got) != 2 {
		t.Errorf("a second press: %d, %d writes", e.StatusCode, len(got))
	}
}

func TestNoFormIsOfferedAsItWasWithoutItsConditions(t *testing.T) {
	const lock, wait = `{"error":"locked","message":"The document is locked."}`, `{"error":"operation_in_progress","message":"Another operation is in progress."}`
	for name, c := range map[string]struct {
		status             int
		answer, body       string
		free, wantedOffers bool
	}{
		"a lock":                       {423, lock, "body=Mine", true, true},
		"an operation":                 {409, wait, "body=Mine", true, true},
		"a lock, nothing declared":     {423, lock, "body=Mine", false, false},
		"a lock, something withheld":   {423, lock, "body=Mine&csrf_token=abc", true, false},
		"another change":               {409, `{"error":"conflict","reason":"Document update conflict."}`, "body=Mine", true, false},
		"a name that is already taken": {409, `{"message":"A user with this name already exists."}`, "body=Mine", true, false},
	} {
		at := keeping(t, func(w http.ResponseWriter, r *http.Request) {
			reply(w, c.status, "application/json", c.answer)
		}, rule.Conflict{TokenFree: c.free})
		if e := sendForm(t, at+"/doc", c.body, person...); e.StatusCode != c.status || actionOf.MatchString(e.body) != c.wantedOffers {
			t.Errorf("%s: %d, offer %t:\n%s", name, e.StatusCode, actionOf.MatchString(e.body), e.body)
		}
	}
}

// A page outlives a configuration: what it offers counts by the new one.
func TestAnOfferEndsWithTheWordOfTheOwner(t *testing.T) {
	writes := 0
	client, err := upstream.New(upstream.Options{URL: site(t, func(w http.ResponseWriter, _ *http.Request) {
		writes++
		reply(w, 423, "application/json", `{"error":"locked","message":"The document is locked."}`)
	})})
	if err != nil {
		t.Fatal(err)
	}
	state := handlers.NewState()
	edgeOf := func(free bool) string {
		policy := handlers.ConflictOptions{Conflict: rule.Conflict{KeepForm: true, TokenFree: free}}
		edge, err := handlers.New(handlers.Options{State: state, Sites: []handlers.Site{{Upstream: client, Conflict: policy}}})
		if err != nil {
			t.Fatal(err)
		}
		srv := httptest.NewServer(edge)
		t.Cleanup(srv.Close)
		return srv.URL
	}
	before, after := edgeOf(true), edgeOf(false)
	for name, c := range map[string]struct {
		at     string
		writes int
	}{"the same word": {before, 2}, "taken back": {after, 1}} {
		writes = 0
		m := actionOf.FindStringSubmatch(sendForm(t, before+"/doc", "body=Mine", person...).body)
		if m == nil {
			t.Fatal("no offer to send the form again")
		}
		if sendForm(t, c.at+html.UnescapeString(m[1]), "body=Mine", person...); writes != c.writes {
			t.Errorf("%s: %d writes, want %d", name, writes, c.writes)
		}
	}
}
