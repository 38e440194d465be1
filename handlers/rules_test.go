package handlers_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// ofRules serves told through an edge with the rules given.
func ofRules(t *testing.T, list ...rule.Rule) string {
	t.Helper()
	return edgeWith(t, &handlers.Policy{Rules: rules(t, list...)}, site(t, told))
}

var (
	jsonProgram = []string{"Accept", "application/json"}
	asksBoth    = map[string][]string{"person": browser, "program": jsonProgram}
	onlyRoot    = rule.When{Path: []string{"/r/**"}}
	softWords   = "<!doctype html><html><head><title> Sorry,\n not &#102;ound </title></head><body><main>" +
		strings.Repeat("<p>Words of the site.</p>", 50) + "</main></body></html>"
)

func says(code string, nameValue ...string) []string {
	fields := []string{"Send-Status", code}
	for i := 0; i < len(nameValue); i += 2 {
		fields = append(fields, "Send-"+nameValue[i], nameValue[i+1])
	}
	return fields
}

func TestEachVerbDoesWhatItSays(t *testing.T) {
	conflictJSON := says("409", "Content-Type", "application/json", "Body", conflictBody)
	for _, c := range []struct {
		name            string
		then            rule.Then
		sent            []string
		person, program string
	}{
		{"pass", rule.Then{Pass: true}, says("409"), "409 ", "409 "},
		{"page: auto", rule.Then{Page: "auto"}, conflictJSON, "409 page", "409 application/json"},
		{"page: auto over a page of the site", rule.Then{Page: "auto"}, says("404", "Content-Type", htmlType, "Body", richPage), "404 page", "404 " + htmlType},
		{"page: locked", rule.Then{Page: "locked"}, conflictJSON, "409 page", "409 application/json"},
		{"page: problem", rule.Then{Page: "problem"}, conflictJSON, "409 application/problem+json", "409 application/problem+json"},
		{
			"page: problem as application/json",
			rule.Then{Page: "problem", With: rule.With{JSONType: "application/json"}},
			conflictJSON, "409 application/json", "409 application/json",
		},
		{"send", rule.Then{Send: 410}, says("404", "Content-Type", "application/json", "Body", "{}"), "410 page", "410 application/json"},
		{"send over a page of the site", rule.Then{Send: 410}, says("404", "Content-Type", htmlType, "Body", richPage), "410 page", "410 " + htmlType},
		{"send 401 without a challenge", rule.Then{Send: 401}, says("404"), "403 page", "403 "},
		{
			"send 401 with a challenge",
			rule.Then{Send: 401},
			says("404", "Www-Authenticate", "Basic", "Content-Type", "text/plain"), "401 page", "401 text/plain",
		},
		{"serve without a copy", rule.Then{Serve: "last-good"}, conflictJSON, "409 page", "409 application/json"},
		{"fill an empty body", rule.Then{Problem: "fill"}, says("409", "Content-Type", "text/html"), "409 page", "409 application/problem+json"},
		{"fill leaves JSON alone", rule.Then{Problem: "fill"}, conflictJSON, "409 page", "409 application/json"},
		{"upgrade JSON", rule.Then{Problem: "upgrade"}, conflictJSON, "409 page", "409 application/problem+json"},
		{
			"upgrade leaves a problem document alone",
			rule.Then{Problem: "upgrade"},
			says("409", "Content-Type", "application/problem+json", "Body", `{"title":"Ours"}`), "409 page", "409 application/problem+json",
		},
		{
			"upgrade leaves a list alone",
			rule.Then{Problem: "upgrade"},
			says("409", "Content-Type", "application/json", "Body", `["a"]`), "409 page", "409 application/json",
		},
		{
			"upgrade leaves broken JSON alone",
			rule.Then{Problem: "upgrade"},
			says("409", "Content-Type", "application/json", "Body", `{"a":"b"`), "409 page", "409 application/json",
		},
	} {
		edge := ofRules(t, rule.Rule{Name: "it", When: onlyRoot, Then: c.then})
		for who, want := range map[string]string{"person": c.person, "program": c.program} {
			e := ask(t, "GET", edge+"/r/x", append(c.sent, asksBoth[who]...)...)
			if got := is(e); got != want {
				t.Errorf("%s, %s: %s, want %s", c.name, who, got, want)
			}
			restated := strconv.Itoa(e.StatusCode) != c.sent[1]
			if restated && e.Header.Get("Proxy-Status") != "signpost; received-status="+c.sent[1] {
				t.Errorf("%s, %s: Proxy-Status %q", c.name, who, e.Header.Get("Proxy-Status"))
			}
		}
	}
}

func TestAnUpgradeKeepsEveryMemberOfTheSite(t *testing.T) {
	edge := ofRules(t, rule.Rule{Name: "it", When: onlyRoot, Then: rule.Then{Problem: "upgrade"}})
	body := `{"status":"bad","code":7,"detail":{"a":["<b>"]},"message":"The record has changed","upstream":1,"code":8}`
	e := ask(t, "PUT", edge+"/r/x", append(says("409", "Content-Type", "application/json", "Body", body), jsonProgram...)...)
	var got map[string]any
	if err := json.Unmarshal([]byte(e.body), &got); err != nil {
		t.Fatalf("%v: %s", err, e.body)
	}
	upstream, _ := got["upstream"].(map[string]any)
	if got["status"] != 409. || got["code"] != 7. || got["message"] != "The record has changed" || got["cause"] == nil {
		t.Errorf("%v", got)
	}
	if upstream["status"] != "bad" || upstream["upstream"] != 1. || upstream["code"] != 8. || upstream["detail"] == nil || strings.Contains(e.body, "<b>") {
		t.Errorf("what collided: %v in %s", upstream, e.body)
	}
}

func TestWhatGoesWithAPageIsShownOnIt(t *testing.T) {
	with := rule.With{
		RetryAfter: 100 * time.Second, Steps: []string{"reload-latest", "save-again"},
		Fields: []string{"retryable"}, Show: []string{"steps"},
	}
	edge := ofRules(t, rule.Rule{Name: "it", When: onlyRoot, Then: rule.Then{Page: "locked", With: with}},
		rule.Rule{Name: "plain", Then: rule.Then{Page: "409"}},
		rule.Rule{Name: "api", When: rule.When{Path: []string{"/api"}}, Then: rule.Then{Page: "problem", With: with}})
	said := "The dashboard has been changed by someone else"
	fields := append(says("409", "Content-Type", "application/json", "Body", conflictBody), browser...)
	e := ask(t, "PUT", edge+"/r/x", fields...)
	if wait, _ := strconv.Atoi(e.Header.Get("Retry-After")); wait < 80 || wait > 120 {
		t.Errorf("Retry-After %q", e.Header.Get("Retry-After"))
	}
	for text, want := range map[string]bool{
		"Someone is working on this": true, "Load the current version.": true, "Apply your change again and save.": true,
		"Reference number": false, "UTC": false, said: false,
	} {
		if strings.Contains(e.body, text) != want {
			t.Errorf("the page says %q: %t", text, !want)
		}
	}
	named := ask(t, "PUT", edge+"/other", append(says("410", "Content-Type", "application/json", "Body", "{}"), browser...)...)
	if want := handlersHeading(t, 409); named.StatusCode != 410 || !strings.Contains(named.body, "<h1>"+want+"</h1>") {
		t.Errorf("a page named 409 under 410: %d, want %q in %s", named.StatusCode, want, named.body[max(0, len(named.body)-1500):])
	}
}

// handlersHeading is the heading of the page of a status.
func handlersHeading(t *testing.T, code int) string {
	t.Helper()
	e := ask(t, "PUT", ofRules(t), append(says(strconv.Itoa(code), "Content-Type", htmlType), browser...)...)
	_, rest, _ := strings.Cut(e.body, "<h1>")
	heading, _, _ := strings.Cut(rest, "</h1>")
	return heading
}

func TestAProblemDocumentKeepsOnlyTheFieldsThatAreNamed(t *testing.T) {
	then := rule.Then{Page: "problem", With: rule.With{Fields: []string{"request_id", "retryable"}, Steps: []string{"wait"}}}
	edge := ofRules(t, rule.Rule{Name: "it", Then: then})
	e := ask(t, "PUT", edge, append(says("409", "Content-Type", "application/json", "Body", conflictBody), jsonProgram...)...)
	var got map[string]any
	if err := json.Unmarshal([]byte(e.body), &got); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"type", "title", "status", "detail", "instance", "retryable", "reference"} {
		if got[name] == nil {
			t.Errorf("%s is missing in %s", name, e.body)
		}
		delete(got, name)
	}
	if len(got) > 0 {
		t.Errorf("what is not named stays: %v", got)
	}
}

func TestAnErrorServedWith200GetsItsStatusForEverybody(t *testing.T) {
	edge := ofRules(t, rule.Rule{
		Name: "soft 404",
		When: rule.When{Status: []string{"200"}, ContentType: []string{"text/html"}, Title: []string{"*not found*"}},
		Then: rule.Then{Send: 404},
	})
	page := says("200", "Content-Type", htmlType, "Body", strings.ReplaceAll(softWords, "\n", " "),
		"Etag", `"v1"`, "Cache-Control", "public, max-age=9999", "Last-Modified", "Mon, 02 Nov 2026 00:00:00 GMT")
	for who, asker := range map[string][]string{
		"person": browser, "program": jsonProgram, "curl": nil, "script": {"Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"},
		"crawler": append([]string{"User-Agent", "Googlebot/2.1"}, browser...),
	} {
		e := ask(t, "GET", edge+"/x", append(page, asker...)...)
		paged := who == "person" || who == "crawler"
		if e.StatusCode != 404 || (is(e) == "404 page") != paged || (e.body == strings.ReplaceAll(softWords, "\n", " ")) == paged {
			t.Errorf("%s: %s", who, is(e))
		}
		if e.Header.Get("Etag") != "" || e.Header.Get("Last-Modified") != "" || e.Header.Get("Cache-Control") != "public, max-age=60" ||
			e.Header.Get("Proxy-Status") != "signpost; received-status=200" {
			t.Errorf("%s: %v", who, e.Header)
		}
	}
}

func TestGoodPagesPassUnchangedByRulesOnSuccesses(t *testing.T) {
	server := site(t, told)
	edge := edgeWith(t, &handlers.Policy{Rules: rules(t, rule.Rule{
		Name: "soft 404", When: rule.When{Status: []string{"2xx", "3xx"}, Title: []string{"*not found*"}}, Then: rule.Then{Send: 404},
	})}, server)
	for _, fields := range [][]string{
		says("200", "Content-Type", htmlType, "Body", "<title>Shoes</title>"+strings.Repeat("<p>found</p>", 4000), "Etag", `"v1"`, "Vary", "Cookie"),
		says("200", "Content-Type", htmlType, "Body", strings.Repeat("<p>found</p>", 2000)+"<title>not found</title>"),
		says("200", "Content-Type", "image/png", "Body", "<title>not found</title>"),
		says("200", "Content-Type", "application/json", "Body", `{"title":"not found"}`),
		says("200", "Body", ""),
		says("204"),
		says("302", "Location", "/elsewhere"),
		says("304", "Etag", `"v1"`),
	} {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			direct, through := ask(t, method, server, append(fields, browser...)...), ask(t, method, edge, append(fields, browser...)...)
			for _, e := range []exchange{direct, through} {
				e.Header.Del("Date")
			}
			var a, b bytes.Buffer
			_ = direct.Header.Write(&a)
			_ = through.Header.Write(&b)
			if a.String() != b.String() || direct.body != through.body || direct.StatusCode != through.StatusCode {
				t.Errorf("%s %.60q: %d %q, direct %d %q", method, fields, through.StatusCode, b.String(), direct.StatusCode, a.String())
			}
		}
	}
}

// A page that comes slowly leaves when the time of the look is over.
func TestAPageIsNotHeldForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		body, server := io.Pipe()
		edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{
			Upstream: clientFunc(func(r *http.Request) (*http.Response, error) {
				return &http.Response{
					StatusCode: 200, ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: -1, Body: body,
					Header: http.Header{"Content-Type": {"text/html"}},
				}, nil
			}),
			Policy: &handlers.Policy{Rules: rules(t, rule.Rule{
				Name: "soft", When: rule.When{Status: []string{"200"}, Title: []string{"*not found*"}}, Then: rule.Then{Send: 404},
			})},
		}}})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		sentAt := make(chan time.Duration, 1)
		done := make(chan int, 1)
		go func() {
			w := httptest.NewRecorder()
			edge.ServeHTTP(firstByte{w, func() { sentAt <- time.Since(start) }}, httptest.NewRequest(http.MethodGet, "/", nil))
			done <- w.Code
		}()
		_, _ = io.WriteString(server, "<p>first")
		if held := <-sentAt; held > 260*time.Millisecond {
			t.Errorf("held for %s", held)
		}
		_, _ = io.WriteString(server, "<title>not found</title>")
		_ = server.Close()
		if code := <-done; code != 200 {
			t.Errorf("a title behind the look: %d", code)
		}
	})
}

type firstByte struct {
	http.ResponseWriter
	tell func()
}

func (f firstByte) WriteHeader(code int) {
	f.tell()
	f.ResponseWriter.WriteHeader(code)
}

func (f firstByte) Flush() {}

func TestAChallengeAt200Becomes503AndStaysPassable(t *testing.T) {
	edge := ofRules(t, rule.Rule{
		Name: "wall", When: rule.When{Status: []string{"200", "202"}, Title: []string{"Just a moment*", "Sign in*"}},
		Then: rule.Then{Send: 503, With: rule.With{RetryAfter: time.Minute}},
	})
	challenge := `<!doctype html><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/h/b.js"></script>`
	login := `<!doctype html><title>Sign in</title><form><input name=u><input TYPE="PassWord" name=p></form>`
	broken := `<!doctype html><title>Just a moment, please</title><h1>Database error</h1>`
	for _, c := range []struct {
		name, path, code, body string
		want                   int
		kept                   bool
	}{
		{"a challenge", "/", "200", challenge, 503, true},
		{"a challenge with 202", "/a", "202", challenge, 503, true},
		{"a sign-in form", "/", "200", login, 503, true},
		{"a page that asks nothing", "/", "200", broken, 503, false},
		{"robots.txt", "/robots.txt", "200", challenge, 200, true},
		{"a sitemap", "/sitemap.xml", "200", login, 200, true},
		{"below .well-known", "/.well-known/x", "200", challenge, 200, true},
	} {
		e := ask(t, "GET", edge+c.path, append(says(c.code, "Content-Type", htmlType, "Body", c.body, "X-Robots-Tag", "noindex, nofollow"), browser...)...)
		if e.StatusCode != c.want || (e.body == c.body) != c.kept {
			t.Errorf("%s: %d %q", c.name, e.StatusCode, e.body[:min(len(e.body), 100)])
		}
		wait, _ := strconv.Atoi(e.Header.Get("Retry-After"))
		if restated := c.want == 503; restated != (wait >= 48 && wait <= 72) || restated && c.kept && (e.Header.Get("X-Robots-Tag") != "" || e.Header.Get("Cache-Control") != "no-store") {
			t.Errorf("%s: %v", c.name, e.Header)
		}
	}
}

func TestAnAnswerOfTheSitesServerOutranksEveryRule(t *testing.T) {
	edge := ofRules(t, rule.Rule{Name: "all", Then: rule.Then{Send: 410}})
	for _, field := range [][]string{{"Signpost-Page", "keep"}, {"X-Error-Page", "keep"}, {"X-Error-Pages", "off"}, {"Cache-Control", "no-transform"}} {
		e := ask(t, "GET", edge, append(says("404", field...), browser...)...)
		if e.StatusCode != 404 {
			t.Errorf("%s: %d", field, e.StatusCode)
		}
	}
}

func TestOwnErrorsFollowOnlyRulesThatNameThem(t *testing.T) {
	p := &handlers.Policy{Rules: rules(
		t,
		rule.Rule{Name: "refused", When: rule.When{Status: []string{"5xx"}, Origin: []string{"own"}, Cause: []string{"refused"}, Path: []string{"/a"}}, Then: rule.Then{Send: 503}},
		rule.Rule{Name: "wait", When: rule.When{Origin: []string{"own"}, Path: []string{"/b"}}, Then: rule.Then{Page: "concurrent-operation", With: rule.With{RetryAfter: time.Minute}}},
		rule.Rule{Name: "problem", When: rule.When{Origin: []string{"own"}, Path: []string{"/c"}}, Then: rule.Then{Page: "problem"}},
		rule.Rule{Name: "others", Then: rule.Then{Pass: true}},
	)}
	edge := edgeWith(t, p, "http://127.0.0.1:1")
	for path, want := range map[string]string{"/a": "503 page", "/b": "502 page", "/c": "502 application/problem+json", "/d": "502 page"} {
		e := ask(t, "GET", edge+path, browser...)
		if is(e) != want || e.Header.Get("Proxy-Status") != "signpost; error=connection_refused" {
			t.Errorf("%s: %s %q, want %s", path, is(e), e.Header.Get("Proxy-Status"), want)
		}
		if path == "/b" && (e.Header.Get("Retry-After") == "" || !strings.Contains(e.body, "still running")) {
			t.Errorf("%s: Retry-After %q", path, e.Header.Get("Retry-After"))
		}
	}
}

func TestWhatRulesAskedTheClientIsSaidInVary(t *testing.T) {
	edge := ofRules(t,
		rule.Rule{Name: "team", When: rule.When{Path: []string{"/a"}, RequestHeader: map[string][]string{"X-Team": {"red"}}}, Then: rule.Then{Pass: true}},
		rule.Rule{Name: "rest", When: rule.When{Path: []string{"/a", "/b"}}, Then: rule.Then{Pass: true}})
	for path, want := range map[string]bool{"/a": true, "/b": false} {
		for _, team := range []string{"red", "blue"} {
			e := ask(t, "GET", edge+path, append(says("404"), "X-Team", team)...)
			if got := strings.Contains(e.Header.Get("Vary"), "X-Team"); got != want {
				t.Errorf("%s by %s: Vary %q", path, team, e.Header.Get("Vary"))
			}
		}
	}
}

func TestRulesAreNamedInTheRecordAndTheMetrics(t *testing.T) {
	var out bytes.Buffer
	log, err := access.New(access.Options{Output: &out})
	if err != nil {
		t.Fatal(err)
	}
	state := handlers.NewState()
	edge, err := handlers.New(handlers.Options{State: state, Access: log, Sites: []handlers.Site{{
		Name: "shop", Upstream: canned(404, "text/html", ""),
		Policy: &handlers.Policy{Rules: rules(
			t,
			rule.Rule{Name: "tried first", Then: rule.Then{Send: 403}, Report: true},
			rule.Rule{Name: "gone for good", Then: rule.Then{Send: 410}},
		)},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	edge.ServeHTTP(httptest.NewRecorder(), requestOf("GET", "/x", browser...))
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"rule":"gone for good"`, `"reported":"tried first"`, `"status_upstream":404`, `"status_served":410`, `"verdict":"restate"`, `"why":"rule"`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is missing in %s", want, out.String())
		}
	}
	w := httptest.NewRecorder()
	handlers.NewLive(edge).Admin().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{
		`rule="gone for good",served="410",site="shop",status="404",verdict="restate",why="rule"`,
		`signpost_rules_reported_total{rule="tried first",site="shop"} 1`,
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s is missing in the metrics", want)
		}
	}
}

// What Explain says under a policy is what the proxy does under it.
func TestExplainHonoursThePolicy(t *testing.T) {
	m, err := rule.ReadMoved(strings.NewReader("/moved-away,/new\n"), rule.MovedOptions{})
	if err != nil {
		t.Fatal(err)
	}
	p := &handlers.Policy{
		Moved: m, API: globs(t, "/api/**"),
		Rules: rules(
			t,
			rule.Rule{Name: "tried", Then: rule.Then{Send: 403}, Report: true},
			rule.Rule{Name: "rich", When: rule.When{Body: []string{"rich"}}, Then: rule.Then{Send: 410}},
			rule.Rule{Name: "soft", When: rule.When{Status: []string{"200"}, Title: []string{"*not found*"}}, Then: rule.Then{Send: 404}},
			rule.Rule{Name: "empty", When: rule.When{Size: "0B"}, Then: rule.Then{Problem: "fill"}},
			rule.Rule{Name: "json", When: rule.When{ContentType: []string{"application/json"}}, Then: rule.Then{Problem: "upgrade"}},
		),
	}
	server := site(t, told)
	edge := edgeWith(t, p, server)
	for _, c := range []struct {
		path, rule string
		sent       []string
	}{
		{"/a", "rich", says("404", "Content-Type", htmlType, "Body", richPage)},
		{"/a", "soft", says("200", "Content-Type", htmlType, "Body", strings.ReplaceAll(softWords, "\n", " "))},
		{"/a", "", says("200", "Content-Type", htmlType, "Body", richPage)},
		{"/a", "empty", says("409", "Body", "")},
		{"/a", "json", says("409", "Content-Type", "application/json", "Body", conflictBody)},
		{"/api/a", "json", says("409", "Content-Type", "application/json", "Body", conflictBody)},
		{"/moved-away", "", says("404")},
	} {
		for _, request := range [][]string{browser, jsonProgram, nil} {
			fields0 := append(slices.Clone(c.sent), request...)
			raw, got := ask(t, "GET", server+c.path, fields0...), ask(t, "GET", edge+c.path, fields0...)
			r := httptest.NewRequest(http.MethodGet, c.path, nil)
			r.Header = fields(fields0...)
			_, v := p.Explain(r, problem.Exchange{
				Method: "GET", Path: c.path, Status: status.Code(raw.StatusCode), Header: raw.Header, Body: []byte(raw.body),
			})
			changed := strings.Contains(got.Header.Get("Proxy-Status"), "signpost")
			if (v.Action != handlers.Pass) != changed || int(v.Status) != got.StatusCode || v.Rule != c.rule || v.Location != got.Header.Get("Location") {
				t.Errorf("%s %v %v: explained as %s %d by %q (%q), served %d, changed: %t", c.path, c.sent[1], request, v.Action, v.Status, v.Rule, v.Why, got.StatusCode, changed)
			}
		}
	}
}

func TestNoRuleSeesTheUserAgent(t *testing.T) {
	edge := ofRules(t, rule.Rule{Name: "rest", When: rule.When{Client: []string{"navigation"}}, Then: rule.Then{Page: "auto"}},
		rule.Rule{Name: "soft", When: rule.When{Status: []string{"200"}, Title: []string{"*not found*"}}, Then: rule.Then{Send: 404}})
	for _, fields := range [][]string{says("404", "Content-Type", htmlType, "Body", richPage), says("200", "Content-Type", htmlType, "Body", "<title>not found</title>")} {
		var first string
		for _, agent := range []string{"Mozilla/5.0", "Googlebot/2.1", "curl/8", ""} {
			e := ask(t, "GET", edge, append(append(slices.Clone(fields), "User-Agent", agent, "X-Request-Id", "id-1"), browser...)...)
			if got := is(e) + timeless(e.body); first == "" {
				first = got
			} else if got != first {
				t.Errorf("%q gets %s, another answer", agent, is(e))
			}
		}
	}
}

func requestOf(method, target string, nameValue ...string) *http.Request {
	r := httptest.NewRequest(method, target, http.NoBody)
	r.Header = fields(nameValue...)
	return r
}
