package handlers_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// edgeWith serves an edge with a policy in front of the server at target.
func edgeWith(t *testing.T, p *handlers.Policy, target string) string {
	t.Helper()
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{
		Upstream: newClient(t, upstream.Options{URL: target, HeaderTimeout: 5 * time.Second}), Policy: p,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, edge)
}

// rules compiles rules that must be fine.
func rules(t testing.TB, list ...rule.Rule) *rule.Set {
	t.Helper()
	set, err := rule.Options{ConfirmDeindex: true}.Compile(list)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func globs(t *testing.T, patterns ...string) []rule.Glob {
	t.Helper()
	var all []rule.Glob
	for _, p := range patterns {
		g, err := rule.CompileGlob(p)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, g)
	}
	return all
}

// told answers with what the request's fields say: Send-Status, Send-Body, and
// Send-NAME for a field.
func told(w http.ResponseWriter, r *http.Request) {
	code := 200
	for name, values := range r.Header {
		sent, ok := strings.CutPrefix(name, "Send-")
		switch {
		case !ok || sent == "Body":
		case sent == "Status":
			code, _ = strconv.Atoi(values[0])
		default:
			w.Header()[sent] = values
		}
	}
	w.WriteHeader(code)
	_, _ = io.WriteString(w, r.Header.Get("Send-Body"))
}

// pageType is what our pages are served as.
const pageType = "text/html; charset=utf-8"

// is writes down what matters of an answer.
func is(e exchange) string {
	kind := e.Header.Get("Content-Type")
	if strings.HasPrefix(e.body, `<!doctype html><html lang="en" dir="ltr">`) && kind == pageType {
		kind = "page"
	}
	return fmt.Sprintf("%d %s", e.StatusCode, kind)
}

func TestOnlyOwnErrorsAreReplacedWhereTheOwnerSaysSo(t *testing.T) {
	server := site(t, told)
	for only, want := range map[handlers.Only]string{"": "404 page", "all": "404 page", "own": "404 text/html", "off": "404 text/html"} {
		p := &handlers.Policy{Only: only}
		e := ask(t, "GET", edgeWith(t, p, server), append([]string{"Send-Status", "404", "Send-Content-Type", "text/html"}, browser...)...)
		if is(e) != want {
			t.Errorf("only: %s: %s, want %s", only, is(e), want)
		}
		own := ask(t, "GET", edgeWith(t, p, "http://127.0.0.1:1"), browser...)
		if is(own) != "502 page" {
			t.Errorf("only: %s: own error is %s", only, is(own))
		}
	}
}

func TestARuleGoesBeforeOnly(t *testing.T) {
	edge := edgeWith(t, &handlers.Policy{
		Only:  handlers.OnlyOff,
		Rules: rules(t, rule.Rule{Name: "shop", When: rule.When{Path: []string{"/shop/**"}}, Then: rule.Then{Page: "auto"}}),
	}, site(t, told))
	for path, want := range map[string]string{"/shop/x": "404 page", "/docs": "404 text/html"} {
		e := ask(t, "GET", edge+path, append([]string{"Send-Status", "404", "Send-Content-Type", "text/html"}, browser...)...)
		if is(e) != want {
			t.Errorf("%s: %s, want %s", path, is(e), want)
		}
	}
}

func TestNobodyGetsHTMLBelowAnAPIPath(t *testing.T) {
	p := &handlers.Policy{API: globs(t, "/api/**")}
	edge, down := edgeWith(t, p, site(t, told)), edgeWith(t, p, "http://127.0.0.1:1")
	leak := "<!doctype html><html><body><pre>Traceback (most recent call last):\n  File \"a.py\", line 1</pre></body></html>"
	for _, asker := range [][]string{browser, nil, {"Accept", "*/*"}, {"Accept", "application/json"}} {
		for _, c := range []struct{ url, body, want string }{
			{edge + "/api/x", "", "500 text/html"},
			{edge + "/api/x", leak, "500 application/problem+json"},
			{down + "/api/x", "", "502 application/problem+json"},
			{down + "//x/../%61pi/x", "", "502 application/problem+json"},
		} {
			e := ask(t, "GET", c.url, append([]string{"Send-Status", "500", "Send-Content-Type", "text/html", "Send-Body", strings.ReplaceAll(c.body, "\n", " ")}, asker...)...)
			if is(e) != c.want {
				t.Errorf("%s by %q: %s, want %s", c.url, asker, is(e), c.want)
			}
		}
	}
	if e := ask(t, "GET", down+"/apis", browser...); is(e) != "502 page" {
		t.Errorf("beside the api path: %s", is(e))
	}
}

func TestLeaksAreShownOnlyWhereTheOwnerSaysSo(t *testing.T) {
	server := site(t, told)
	leak := "<!doctype html><html><body><pre>Traceback (most recent call last): File \"a.py\", line 1</pre></body></html>"
	for leaks, want := range map[handlers.Leaks]string{"": "500 page", "replace": "500 page", "report": "500 text/html", "pass": "500 text/html"} {
		edge := edgeWith(t, &handlers.Policy{Leaks: leaks}, server)
		e := ask(t, "GET", edge, append([]string{"Send-Status", "500", "Send-Content-Type", "text/html", "Send-Body", leak}, browser...)...)
		if is(e) != want {
			t.Errorf("leaks: %s: %s, want %s", leaks, is(e), want)
		}
	}
}

func TestA407LeavesOnlyWhereTheOwnerSaysSo(t *testing.T) {
	server := site(t, told)
	mapped, err := rule.Options{}.CompileMap("", []rule.MapEntry{{From: "407", To: "403"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		policy *handlers.Policy
		want   int
	}{
		"by default": {nil, 502}, "kept": {&handlers.Policy{Keep407: true}, 407}, "mapped": {&handlers.Policy{StatusMap: mapped}, 403},
	} {
		e := ask(t, "GET", edgeWith(t, c.policy, server), append([]string{"Send-Status", "407", "Send-Proxy-Authenticate", "Basic"}, browser...)...)
		if kept := e.Header.Get("Proxy-Authenticate") != ""; e.StatusCode != c.want || kept != (c.want == 407) {
			t.Errorf("%s: %d, challenge kept: %t", name, e.StatusCode, kept)
		}
	}
}

func TestTheStatusMapChangesTheStatusForEverybody(t *testing.T) {
	m, err := rule.Options{RetryAfter: time.Second}.CompileMap(rule.Recommended, nil)
	if err != nil {
		t.Fatal(err)
	}
	edge := edgeWith(t, &handlers.Policy{StatusMap: m}, site(t, told))
	json := `{"error":"slow down, please"}`
	for _, c := range []struct {
		name    string
		request []string
		want    string
		body    string // of a program, as it was sent
	}{
		{"a person", browser, "429 page", ""},
		{"a program", []string{"Accept", "application/json"}, "429 application/json", json},
		{"curl", nil, "429 application/json", json},
		{"a server that keeps its page keeps its status", append([]string{"Send-Signpost-Page", "keep"}, browser...), "420 application/json", json},
		{"a protocol keeps its status", []string{"Git-Protocol", "version=2"}, "420 application/json", json},
	} {
		e := ask(t, "GET", edge, append([]string{
			"Send-Status", "420", "Send-Content-Type", "application/json", "Send-Body", json, "Send-Cache-Control", "max-age=60", "Send-Expires", "Tue, 01 Dec 2026 00:00:00 GMT",
		}, c.request...)...)
		if is(e) != c.want || c.body != "" && e.body != c.body {
			t.Errorf("%s: %s %q, want %s", c.name, is(e), e.body, c.want)
		}
		restated := e.StatusCode == 429
		if got := e.Header.Get("Proxy-Status") == "signpost; received-status=420"; got != restated {
			t.Errorf("%s: Proxy-Status %q", c.name, e.Header.Get("Proxy-Status"))
		}
		if restated && (e.Header.Get("Cache-Control") != "no-store" || e.Header.Get("Expires") != "" || e.Header.Get("Retry-After") == "") {
			t.Errorf("%s: %v", c.name, e.Header)
		}
	}
}

func TestASitesServerMayNameTheTrueStatus(t *testing.T) {
	edge := edgeWith(t, nil, site(t, told))
	page := richPage + strings.Repeat(" ", 100)
	for _, c := range []struct {
		name, method string
		sent         []string
		want         string
	}{
		{"a designed page of 200", "GET", []string{"Send-Status", "200", "Send-Signpost-Status", "404", "Send-Body", page}, "404 " + pageType},
		{"an empty 200", "GET", []string{"Send-Status", "200", "Send-Signpost-Status", "410", "Send-Body", ""}, "410 page"},
		{"a 500 that is a 503", "GET", []string{"Send-Status", "500", "Send-Signpost-Status", " 503 ", "Send-Body", ""}, "503 page"},
		{"HEAD", "HEAD", []string{"Send-Status", "200", "Send-Signpost-Status", "404", "Send-Body", page}, "404 " + pageType},
		{"POST", "POST", []string{"Send-Status", "200", "Send-Signpost-Status", "409", "Send-Body", ""}, "409 page"},
		{"a success is no true status", "GET", []string{"Send-Status", "404", "Send-Signpost-Status", "200", "Send-Body", page}, "404 " + pageType},
		{"a redirect is none", "GET", []string{"Send-Status", "200", "Send-Signpost-Status", "302", "Send-Body", page}, "200 " + pageType},
		{"words are none", "GET", []string{"Send-Status", "200", "Send-Signpost-Status", "gone", "Send-Body", page}, "200 " + pageType},
		{"407 is none", "GET", []string{"Send-Status", "200", "Send-Signpost-Status", "407", "Send-Body", page}, "200 " + pageType},
		{"a kept page", "GET", []string{"Send-Status", "200", "Send-Signpost-Status", "404", "Send-Signpost-Page", "keep", "Send-Body", ""}, "404 " + pageType},
	} {
		e := ask(t, c.method, edge, append(append(c.sent, "Send-Content-Type", pageType, "Send-Etag", `"v1"`), browser...)...)
		got := is(e)
		if c.method == "HEAD" {
			got = fmt.Sprintf("%d %s", e.StatusCode, e.Header.Get("Content-Type"))
		}
		if got != c.want || e.Header.Get("Signpost-Status") != "" {
			t.Errorf("%s: %s, want %s (%q)", c.name, got, c.want, e.Header.Get("Signpost-Status"))
		}
		if corrected := c.sent[1] == "200" && e.StatusCode != 200; corrected && (e.Header.Get("Etag") != "" || e.Header.Get("Proxy-Status") != "signpost; received-status=200") {
			t.Errorf("%s: %v", c.name, e.Header)
		}
	}
}

func TestMovedAddressesLeadOnAndGoneOnesSaySo(t *testing.T) {
	m, err := rule.ReadMoved(strings.NewReader("/old,/new\n/both,/new-both\n"), rule.MovedOptions{})
	if err != nil {
		t.Fatal(err)
	}
	g, err := rule.ReadGone(strings.NewReader("/2019/**\n/both\n/court/* 451 https://court.example/7\n"))
	if err != nil {
		t.Fatal(err)
	}
	edge := edgeWith(t, &handlers.Policy{
		Moved: m, Gone: g,
		Rules: rules(t, rule.Rule{Name: "rest", When: rule.When{Client: []string{"navigation"}}, Then: rule.Then{Page: "auto"}}),
	}, site(t, told))
	for _, c := range []struct {
		path, code, want, location string
		request                    []string
	}{
		{"/old", "404", "308", "/new", browser},
		{"/old?a=1", "410", "308", "/new?a=1", nil},
		{"/old", "404", "308", "/new", []string{"Send-Signpost-Page", "replace"}},
		{"/old", "404", "404", "", []string{"Send-Signpost-Page", "keep"}},
		{"/old", "200", "200", "", browser},
		{"/old", "500", "500", "", browser},
		{"/both", "404", "308", "/new-both", browser},
		{"/2019/a", "404", "410", "", browser},
		{"/2019/a", "404", "410", "", []string{"Accept", "application/json"}},
		{"/2019/a", "410", "410", "", browser},
		{"/2019/a", "403", "403", "", browser},
		{"/2019/a", "200", "200", "", nil},
		{"/2018", "404", "404", "", browser},
		{"/court/a", "404", "451", "", browser},
		{"/court/a", "404", "451", "", []string{"Accept", "application/json"}},
		{"/court/a", "200", "200", "", browser},
	} {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			e := ask(t, method, edge+c.path, append([]string{"Send-Status", c.code}, c.request...)...)
			if strconv.Itoa(e.StatusCode) != c.want || e.Header.Get("Location") != c.location {
				t.Errorf("%s %s (%s): %d to %q, want %s to %q", method, c.path, c.code, e.StatusCode, e.Header.Get("Location"), c.want, c.location)
			}
			if c.want == "308" && (e.body != "" || e.Header.Get("X-Robots-Tag") != "" || e.Header.Get("Proxy-Status") != "signpost; received-status="+c.code) {
				t.Errorf("%s %s: %q %v", method, c.path, e.body, e.Header)
			}
			if named := strings.Contains(strings.Join(e.Header["Link"], ","), `<https://court.example/7>; rel="blocked-by"`); named != (c.want == "451") {
				t.Errorf("%s %s: Link %q", method, c.path, e.Header["Link"])
			}
			if cache := e.Header.Get("Cache-Control"); c.want == "308" && (cache == "no-store") != (method == "POST") {
				t.Errorf("%s %s: Cache-Control %q", method, c.path, cache)
			}
		}
	}
}

func TestTheFieldsOfAnswersFollowThePolicyOfTheSite(t *testing.T) {
	server := site(t, told)
	only410 := status.Of(410)
	for _, c := range []struct {
		name   string
		policy *handlers.Policy
		sent   []string
		field  string
		want   string
	}{
		{"no noindex but on 410", &handlers.Policy{NoIndex: &only410}, []string{"Send-Status", "404"}, "X-Robots-Tag", ""},
		{"noindex on 410", &handlers.Policy{NoIndex: &only410}, []string{"Send-Status", "410"}, "X-Robots-Tag", "noindex"},
		{"no noindex at all", &handlers.Policy{NoIndex: &status.Set{}}, []string{"Send-Status", "404"}, "X-Robots-Tag", ""},
		{"a hidden field", nil, []string{"Send-Status", "404", "Send-X-Powered-By", "PHP"}, "X-Powered-By", ""},
		{"a field that is not hidden", &handlers.Policy{Hide: []string{}}, []string{"Send-Status", "404", "Send-X-Powered-By", "PHP"}, "X-Powered-By", "PHP"},
		{"a field of a family", &handlers.Policy{Hide: []string{"x-internal-*"}}, []string{"Send-Status", "404", "Send-X-Internal-Node", "7"}, "X-Internal-Node", ""},
		{"the policy of the page only reports", &handlers.Policy{CSP: handlers.CSPReportOnly}, []string{"Send-Status", "404"}, "Content-Security-Policy", ""},
		{"no policy of the page", &handlers.Policy{CSP: handlers.CSPOff}, []string{"Send-Status", "404"}, "Content-Security-Policy", ""},
		{"no referrer", &handlers.Policy{ReferrerPolicy: "no-referrer"}, []string{"Send-Status", "404"}, "Referrer-Policy", "no-referrer"},
		{
			"the site's own referrer policy stays", &handlers.Policy{ReferrerPolicy: "no-referrer"},
			[]string{"Send-Status", "404", "Send-Referrer-Policy", "origin"},
			"Referrer-Policy", "origin",
		},
		{"404 for longer", &handlers.Policy{Cache: map[status.Code]string{404: "public, max-age=300"}}, []string{"Send-Status", "404"}, "Cache-Control", "public, max-age=300"},
		{
			"404 for longer, but not with a cookie", &handlers.Policy{Cache: map[status.Code]string{404: "max-age=300"}},
			[]string{"Send-Status", "404", "Send-Set-Cookie", "a=1"},
			"Cache-Control", "no-store",
		},
		{"never a wait", &handlers.Policy{RetryAfter: -1}, []string{"Send-Status", "503"}, "Retry-After", ""},
	} {
		e := ask(t, "GET", edgeWith(t, c.policy, server), append(c.sent, browser...)...)
		if got := e.Header.Get(c.field); got != c.want || is(e)[4:] != "page" {
			t.Errorf("%s: %s = %q, want %q (%s)", c.name, c.field, got, c.want, is(e))
		}
	}
	e := ask(t, "GET", edgeWith(t, &handlers.Policy{RetryAfter: 100 * time.Second, CSP: handlers.CSPReportOnly}, server), append([]string{"Send-Status", "503"}, browser...)...)
	if n, _ := strconv.Atoi(e.Header.Get("Retry-After")); n < 80 || n > 120 || e.Header.Get("Content-Security-Policy-Report-Only") == "" {
		t.Errorf("Retry-After %q, report only %q", e.Header.Get("Retry-After"), e.Header.Get("Content-Security-Policy-Report-Only"))
	}
}

func TestTheCacheGuardMayCoverErrorsThatPass(t *testing.T) {
	server := site(t, told)
	sent := []string{"Send-Content-Type", "application/json", "Send-Body", `{"a":"b"}`, "Send-Cache-Control", "public, max-age=3600", "Send-Cdn-Cache-Control", "max-age=60"}
	for _, c := range []struct {
		guard handlers.CacheGuard
		code  string
		want  string
	}{
		{"", "500", "public, max-age=3600"},
		{handlers.GuardReplaced, "404", "public, max-age=3600"},
		{handlers.GuardAll, "500", "no-store"},
		{handlers.GuardAll, "404", "public, max-age=60"},
		{handlers.GuardAll, "200", "public, max-age=3600"},
	} {
		e := ask(t, "GET", edgeWith(t, &handlers.Policy{CacheGuard: c.guard}, server), append(sent, "Send-Status", c.code, "Accept", "application/json")...)
		guarded := c.want != "public, max-age=3600"
		if e.Header.Get("Cache-Control") != c.want || (e.Header.Get("Cdn-Cache-Control") == "") != guarded || e.body != `{"a":"b"}` {
			t.Errorf("%s %s: %v %q", c.guard, c.code, e.Header, e.body)
		}
	}
}

func TestEveryMistakeOfAPolicyIsTold(t *testing.T) {
	errors := status.MustParseSet("4xx,503")
	_, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: canned(200, "", ""), Policy: &handlers.Policy{
		Only: "some", Leaks: "show", CSP: "lax", CacheGuard: "none", ReferrerPolicy: "never", NoIndex: &errors,
		Cache: map[status.Code]string{200: "no-store", 429: "public, max-age=1", 404: "a\nb"},
		Hide:  []string{"*", "X-*-Y"},
	}}}})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{
		"only: ", "leaks: ", "headers.csp: ", "cache.guard: ", "headers.referrer_policy: ", "headers.noindex: 5xx",
		"cache.200: ", "cache.429: ", "cache.404: ", `headers.hide: "*"`, `headers.hide: "X-*-Y"`, "site 1",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in: %v", want, err)
		}
	}
	fine := &handlers.Policy{Only: "own", Cache: map[status.Code]string{404: "private"}, Hide: handlers.DefaultHide()}
	if err := fine.Validate(); err != nil || !slices.Contains(handlers.DefaultHide(), "X-Powered-By") {
		t.Error(err)
	}
}
