package handlers_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
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
		{"page: auto over a page of the site", rule.Then{Page: "auto"}, says("404", "Content-Type", pageType, "Body", richPage), "404 page", "404 " + pageType},
		{"page: locked", rule.Then{Page: "locked"}, conflictJSON, "409 page", "409 application/json"},
		{"page: problem", rule.Then{Page: "problem"}, conflictJSON, "409 application/problem+json", "409 application/problem+json"},
		{
			"page: problem as application/json",
			rule.Then{Page: "problem", With: rule.With{JSONType: "application/json"}},
			conflictJSON, "409 application/json", "409 application/json",
		},
		{"send", rule.Then{Send: 410}, says("404", "Content-Type", "application/json", "Body", "{}"), "410 page", "410 application/json"},
		{"send over a page of the site", rule.Then{Send: 410}, says("404", "Content-Type", pageType, "Body", richPage), "410 page", "410 " + pageType},
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
	e := ask(t, "PUT", ofRules(t), append(says(strconv.Itoa(code), "Content-Type", pageType), browser...)...)
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
		{"/a", "rich", says("404", "Content-Type", pageType, "Body", richPage)},
		{"/a", "soft", says("200", "Content-Type", pageType, "Body", strings.ReplaceAll(softWords, "\n", " "))},
		{"/a", "", says("200", "Content-Type", pageType, "Body", richPage)},
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

// A page that a rule corrects for GET is corrected for HEAD, which shows no page.
func TestHEADHasTheStatusThatARuleGivesToThePage(t *testing.T) {
	edge := ofRules(t, rule.Rule{Name: "soft", When: rule.When{Status: []string{"200"}, Title: []string{"*not found*"}}, Then: rule.Then{Send: 404}})
	for body, want := range map[string]int{"<title>Sorry, not found</title>": 404, richPage: 200} {
		for _, method := range []string{"GET", "HEAD"} {
			e := ask(t, method, edge, append(says("200", "Content-Type", pageType, "Body", body), browser...)...)
			if e.StatusCode != want || method == "HEAD" && e.body != "" {
				t.Errorf("%s of %.60q answers %d with %d bytes, want %d", method, body, e.StatusCode, len(e.body), want)
			}
		}
	}
}

func TestNoRuleSeesTheUserAgent(t *testing.T) {
	edge := ofRules(t, rule.Rule{Name: "rest", When: rule.When{Client: []string{"navigation"}}, Then: rule.Then{Page: "auto"}},
		rule.Rule{Name: "soft", When: rule.When{Status: []string{"200"}, Title: []string{"*not found*"}}, Then: rule.Then{Send: 404}})
	for _, fields := range [][]string{says("404", "Content-Type", pageType, "Body", richPage), says("200", "Content-Type", pageType, "Body", "<title>not found</title>")} {
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
