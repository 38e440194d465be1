package rule_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// compile makes a set that must be fine.
func compile(t testing.TB, rules ...rule.Rule) *rule.Set {
	t.Helper()
	s, err := rule.Options{ConfirmDeindex: true}.Compile(rules)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// conflict is an exchange that every condition below is about.
func conflict() *rule.Exchange {
	return &rule.Exchange{
		Host: "shop.example", Path: "/admin//x/../%65dit", Method: "PUT", Status: 409, Client: "navigation",
		Network:  netip.MustParseAddr("::ffff:192.0.2.7"),
		Request:  http.Header{"Accept-Language": {"de"}, "X-Team": {"red", "blue"}},
		Response: http.Header{"Content-Type": {"Application/Problem+JSON; charset=utf-8"}, "X-Lock-Owner": {"ann"}, "X-Empty": {""}},
		Size:     300,
		Body: func() rule.Body {
			return rule.Body{Class: problem.Machine, Cause: "locked", Title: "Somebody Works On This", Size: 300, Complete: true}
		},
	}
}

func TestAConditionHoldsOrNot(t *testing.T) {
	f := func(name string, values ...string) map[string][]string { return map[string][]string{name: values} }
	for _, c := range []struct {
		name string
		when rule.When
		want bool
	}{
		{"no condition means every error", rule.When{}, true},
		{"the host", rule.When{Host: []string{"shop.example"}}, true},
		{"another host", rule.When{Host: []string{"docs.example"}}, false},
		{"any host of a domain", rule.When{Host: []string{"*.EXAMPLE"}}, true},
		{"the normalised path", rule.When{Path: []string{"/admin/edit"}}, true},
		{"one of two paths", rule.When{Path: []string{"/a", "/admin/*"}}, true},
		{"the path as sent is not looked at", rule.When{Path: []string{"/admin/*/edit"}}, false},
		{"the method", rule.When{Method: []string{"POST", "PUT"}}, true},
		{"another method", rule.When{Method: []string{"POST"}}, false},
		{"the status", rule.When{Status: []string{"409"}}, true},
		{"all but the status", rule.When{Status: []string{"4xx", "!409"}}, false},
		{"the site's servers", rule.When{Origin: []string{"upstream"}}, true},
		{"the edge itself", rule.When{Origin: []string{"own"}}, false},
		{"the cause", rule.When{Cause: []string{"quota", "locked"}}, true},
		{"another cause", rule.When{Cause: []string{"quota"}}, false},
		{"a request field", rule.When{RequestHeader: f("x-team", "blue")}, true},
		{"a request field in capitals", rule.When{RequestHeader: f("X-TEAM", "BL*")}, true},
		{"another value of a request field", rule.When{RequestHeader: f("X-Team", "green")}, false},
		{"a field that is there", rule.When{ResponseHeader: f("X-Lock-Owner", "*")}, true},
		{"a field that is there and empty", rule.When{ResponseHeader: f("X-Empty", "*")}, true},
		{"a field that is not there", rule.When{ResponseHeader: f("X-Lock-Until", "*")}, false},
		{
			"two fields, one of them wrong",
			rule.When{ResponseHeader: map[string][]string{"X-Lock-Owner": {"ann"}, "X-Empty": {"a"}}},
			false,
		},
		{"the type without its parameters", rule.When{ContentType: []string{"application/problem+json"}}, true},
		{"a range of types", rule.When{ContentType: []string{"application/*"}}, true},
		{"another type", rule.When{ContentType: []string{"text/*"}}, false},
		{"the size", rule.When{Size: "<512B"}, true},
		{"another size", rule.When{Size: ">=1KiB"}, false},
		{"the body", rule.When{Body: []string{"empty", "machine"}}, true},
		{"a problem document", rule.When{Body: []string{"problem"}}, true},
		{"another body", rule.When{Body: []string{"rich"}}, false},
		{"the network, by a mapped address", rule.When{Network: []string{"192.0.2.0/24"}}, true},
		{"one address", rule.When{Network: []string{"192.0.2.7"}}, true},
		{"another network", rule.When{Network: []string{"2001:db8::/32"}}, false},
		{"the title in either case", rule.When{Title: []string{"*works on this"}}, true},
		{"another title", rule.When{Title: []string{"works"}}, false},
		{"who asks", rule.When{Client: []string{"navigation"}}, true},
		{"somebody else asks", rule.When{Client: []string{"machine", "fetch"}}, false},
		{"two parts, one of them wrong", rule.When{Path: []string{"/admin/**"}, Method: []string{"GET"}}, false},
		{"any of two", rule.When{Any: []rule.When{{Method: []string{"GET"}}, {Status: []string{"409"}}}}, true},
		{"none of two", rule.When{Any: []rule.When{{Method: []string{"GET"}}, {Status: []string{"404"}}}}, false},
		{
			"any within a status that does not hold",
			rule.When{Status: []string{"404"}, Any: []rule.When{{Method: []string{"PUT"}}}},
			false,
		},
		{
			"any of own errors",
			rule.When{Any: []rule.When{{Origin: []string{"own"}}, {Path: []string{"/x"}}}},
			false,
		},
	} {
		s := compile(t, rule.Rule{Name: "it", When: c.when, Then: rule.Then{Page: "auto"}})
		if _, got := s.Match(conflict()); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAProblemDocumentIsTheMediaTypeAndTheBody(t *testing.T) {
	s := compile(t, rule.Rule{Name: "it", When: rule.When{Body: []string{"problem"}}, Then: rule.Then{Pass: true}})
	plain := conflict()
	plain.Response = http.Header{"Content-Type": {"application/json"}}
	if _, ok := s.Match(plain); ok {
		t.Error("plain JSON counts as a problem document")
	}
	liar := conflict()
	liar.Body = func() rule.Body { return rule.Body{Class: problem.Rich} }
	if _, ok := s.Match(liar); ok {
		t.Error("a page that calls itself a problem document counts as one")
	}
}

func TestTheFirstRuleThatMatchesWins(t *testing.T) {
	s := compile(
		t,
		rule.Rule{Name: "wrong path", When: rule.When{Path: []string{"/x"}}, Then: rule.Then{Pass: true}},
		rule.Rule{Name: "tried", When: rule.When{Status: []string{"409"}}, Then: rule.Then{Send: 404}, Report: true},
		rule.Rule{Name: "a copy", Then: rule.Then{Serve: "last-good"}},
		rule.Rule{Name: "first", When: rule.When{Status: []string{"409"}}, Then: rule.Then{Page: "locked"}},
		rule.Rule{Name: "second", Then: rule.Then{Pass: true}},
	)
	m, ok := s.Match(conflict())
	if !ok || m.Name != "first" || m.Index != 3 || m.Verb != rule.Page || m.Page.Cause != problem.Locked || !slices.Equal(m.Reported, []string{"tried"}) {
		t.Errorf("%+v, %v", m, ok)
	}
	stored := conflict()
	stored.LastGood = func() bool { return true }
	if m, _ := s.Match(stored); m.Name != "a copy" {
		t.Errorf("with a copy at hand: %q", m.Name)
	}
	stored.LastGood = func() bool { return false }
	if m, _ := s.Match(stored); m.Name != "first" {
		t.Errorf("without a copy: %q", m.Name)
	}
}

func TestReportedRulesAreToldWhenNoneDecides(t *testing.T) {
	s := compile(t, rule.Rule{Name: "tried", Then: rule.Then{Pass: true}, Report: true})
	if m, ok := s.Match(conflict()); ok || !slices.Equal(m.Reported, []string{"tried"}) {
		t.Errorf("%+v, %v", m, ok)
	}
}

func TestOwnErrorsMeetOnlyRulesThatNameThem(t *testing.T) {
	own := &rule.Exchange{Path: "/", Status: 504, Own: true, Body: func() rule.Body { return rule.Body{Cause: "timeout"} }}
	for _, c := range []struct {
		when rule.When
		want bool
	}{
		{rule.When{}, false},
		{rule.When{Status: []string{"504"}}, false},
		{rule.When{Origin: []string{"own"}}, true},
		{rule.When{Origin: []string{"own", "upstream"}, Status: []string{"5xx"}}, true},
		{rule.When{Origin: []string{"own"}, Cause: []string{"timeout"}}, true},
		{rule.When{Origin: []string{"own"}, Cause: []string{"refused"}}, false},
		{rule.When{Any: []rule.When{{Origin: []string{"own"}}, {Status: []string{"404"}}}}, true},
		{rule.When{Any: []rule.When{{Origin: []string{"own"}, Status: []string{"502"}}, {Status: []string{"5xx"}}}}, false},
		{rule.When{Origin: []string{"own"}, Any: []rule.When{{Status: []string{"504"}}}}, true},
	} {
		s := compile(t, rule.Rule{Name: "it", When: c.when, Then: rule.Then{Page: "auto"}})
		if _, got := s.Match(own); got != c.want {
			t.Errorf("%+v: %v, want %v", c.when, got, c.want)
		}
	}
}

func TestTheBodyIsLookedAtOnceAndOnlyWhenNeeded(t *testing.T) {
	onBody := func(class string) rule.Rule {
		return rule.Rule{
			Name: class,
			When: rule.When{Status: []string{"404"}, Path: []string{"/a"}, Body: []string{class}, Size: ">0B"},
			Then: rule.Then{Pass: true},
		}
	}
	s := compile(t, onBody("rich"), onBody("leak"), onBody("bare"), rule.Rule{Name: "rest", Then: rule.Then{Page: "auto"}})
	for path, want := range map[string]int{"/a": 1, "/b": 0} {
		looks := 0
		x := &rule.Exchange{Path: path, Method: "GET", Status: 404, Size: -1, Body: func() rule.Body {
			looks++
			return rule.Body{Class: problem.Bare, Size: 10}
		}}
		if _, ok := s.Match(x); !ok || looks != want {
			t.Errorf("%s: looked %d times, want %d (%v)", path, looks, want, ok)
		}
	}
	if !s.NeedsBody(404) || s.NeedsBody(500) {
		t.Errorf("NeedsBody: 404 %v, 500 %v", s.NeedsBody(404), s.NeedsBody(500))
	}
	blind := &rule.Exchange{Path: "/a", Status: 404, Size: 10}
	if m, _ := s.Match(blind); m.Name != "rest" {
		t.Errorf("without a body %q decides", m.Name)
	}
}

func TestASizeHoldsOnlyWhenItIsCertain(t *testing.T) {
	for _, c := range []struct {
		size            string
		announced, seen int64
		complete, want  bool
	}{
		{"0B", 0, 0, false, true},
		{"0B", 1, 0, false, false},
		{"<2KiB", 2047, 0, false, true},
		{"<2KiB", 2048, 0, false, false},
		{"<=2KiB", 2048, 0, false, true},
		{"> 1MiB", 1<<20 + 1, 0, false, true},
		{"1KiB-4KiB", 4096, 0, false, true},
		{"1KiB-4KiB", 1023, 0, false, false},
		{"100B", -1, 100, true, true},
		{"<2KiB", -1, 100, true, true},
		{"<2KiB", -1, 100, false, false},
		{">=1KiB", -1, 1024, false, true},
		{">=1KiB", -1, 1000, false, false},
		{"1KiB-4KiB", -1, 2000, false, false},
	} {
		s := compile(t, rule.Rule{Name: "it", When: rule.When{Size: c.size}, Then: rule.Then{Pass: true}})
		_, got := s.Match(&rule.Exchange{Path: "/", Status: 500, Size: c.announced, Body: func() rule.Body {
			return rule.Body{Size: c.seen, Complete: c.complete}
		}})
		if got != c.want {
			t.Errorf("%s of %d announced, %d seen: %v", c.size, c.announced, c.seen, got)
		}
	}
}

func TestSuccessesAreTouchedOnlyByName(t *testing.T) {
	s := compile(t, rule.Rule{Name: "errors", Then: rule.Then{Page: "auto"}})
	for _, code := range []status.Code{100, 101, 200, 204, 206, 301, 304, 308, 99, 600} {
		if _, ok := s.Match(&rule.Exchange{Path: "/", Status: code}); ok || s.Touches(code) {
			t.Errorf("%d is touched", code)
		}
	}
	soft := rule.Rule{
		Name: "soft 404",
		When: rule.When{Status: []string{"200", "302"}, Title: []string{"*not found*"}},
		Then: rule.Then{Send: 404},
	}
	if s := compile(t, soft); !s.Touches(200) || s.Touches(201) || s.Touches(404) || s.Corrects() != status.Of(200, 302) {
		t.Errorf("touches 200 %v, 201 %v, 404 %v, corrects %s", s.Touches(200), s.Touches(201), s.Touches(404), s.Corrects())
	}
	wide := soft
	wide.When.Status = []string{"1xx,2xx,3xx"}
	if s := compile(t, wide); s.Touches(101) || s.Touches(304) || !s.Touches(299) {
		t.Error("a class of statuses reaches what is never changed")
	}
	both := rule.Rule{Name: "any", When: rule.When{Any: []rule.When{{Status: []string{"404"}}, {Path: []string{"/x"}}}}, Then: rule.Then{Pass: true}}
	if s := compile(t, both); s.Touches(200) || !s.Touches(404) || !s.Touches(500) {
		t.Error("a condition in any without a status means errors")
	}
}

func TestWhatAnOutcomeDependedOnIsTold(t *testing.T) {
	s := compile(
		t,
		rule.Rule{
			Name: "team",
			When: rule.When{Path: []string{"/a"}, RequestHeader: map[string][]string{"x-team": {"red"}}},
			Then: rule.Then{Pass: true},
		},
		rule.Rule{Name: "people", When: rule.When{Path: []string{"/a"}, Client: []string{"navigation"}}, Then: rule.Then{Page: "auto"}},
		rule.Rule{Name: "rest", When: rule.When{Path: []string{"/b"}}, Then: rule.Then{Page: "auto"}},
	)
	for _, c := range []struct {
		path, client, rule string
		vary               []string
	}{
		{"/a", "navigation", "people", []string{"X-Team", "Accept", "Sec-Fetch-Dest", "Sec-Fetch-Mode"}},
		{"/a", "machine", "", []string{"X-Team", "Accept", "Sec-Fetch-Dest", "Sec-Fetch-Mode"}},
		{"/b", "machine", "rest", nil},
	} {
		m, _ := s.Match(&rule.Exchange{Path: c.path, Status: 404, Client: c.client})
		if m.Name != c.rule || !slices.Equal(m.Vary, c.vary) || m.Asked != (c.vary != nil) {
			t.Errorf("%s by %s: %q, %q, %v", c.path, c.client, m.Name, m.Vary, m.Asked)
		}
	}
}

func TestANilSetHoldsNoRules(t *testing.T) {
	var s *rule.Set
	if _, ok := s.Match(conflict()); ok || s.Touches(404) || s.NeedsBody(404) || s.Len() != 0 || !s.Corrects().Empty() {
		t.Error("a nil set does something")
	}
}

// thirty rules of a site, none of them about successes.
func thirty(tb testing.TB) *rule.Set {
	var rules []rule.Rule
	for i := range 30 {
		rules = append(rules, rule.Rule{
			Name: fmt.Sprint("rule ", i),
			When: rule.When{
				Status: []string{"4xx", "5xx"},
				Path:   []string{fmt.Sprintf("/part-%d/**", i), fmt.Sprintf("/**/old-%d-*.html", i)},
				Body:   []string{"empty", "bare"},
			},
			Then: rule.Then{Page: "auto"},
		})
	}
	return compile(tb, rules...)
}

func TestAPassingAnswerCostsNoAllocation(t *testing.T) {
	s := thirty(t)
	x := &rule.Exchange{Path: "/part-29/a/b.html", Method: "GET", Status: 200}
	if n := testing.AllocsPerRun(100, func() { s.Match(x) }); n != 0 {
		t.Errorf("%v allocations for a success", n)
	}
	x.Status = 404
	if n := testing.AllocsPerRun(100, func() { s.Match(x) }); n != 0 {
		t.Errorf("%v allocations for an error that no rule matches", n)
	}
}

func BenchmarkMatch(b *testing.B) {
	s := thirty(b)
	for _, code := range []status.Code{200, 404} {
		b.Run(code.String(), func(b *testing.B) {
			x := &rule.Exchange{Path: "/shop/clothes/item-12345.html", Method: "GET", Status: code}
			b.ReportAllocs()
			for b.Loop() {
				if s.Touches(code) {
					s.Match(x)
				}
			}
		})
	}
}

func FuzzMatchIsTheSameTwice(f *testing.F) {
	f.Add("/basket/x", "GET", 404, "text/html", "rich")
	f.Add("/..//%2e%2e/%2f", "PUT", 200, "", "")
	s := thirty(f)
	f.Fuzz(func(t *testing.T, path, method string, code int, contentType, class string) {
		x := &rule.Exchange{
			Path: path, Method: method, Status: status.Code(code), Response: http.Header{"Content-Type": {contentType}},
			Body: func() rule.Body { return rule.Body{Class: problem.BodyClass(class)} },
		}
		first, ok := s.Match(x)
		again, same := s.Match(x)
		if ok != same || first.Name != again.Name {
			t.Errorf("%q, then %q", first.Name, again.Name)
		}
		if ok && !(strings.HasPrefix(rule.NormalizePath(path), "/") && status.Code(code).IsError()) {
			t.Errorf("%q decides about %q %d", first.Name, path, code)
		}
	})
}
