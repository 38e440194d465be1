package crawl_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// moving is a site of redirects by path; "" means a redirect without Location,
// and all else is a page.
type moving map[string]string

func (m moving) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	to, moved := m[r.RequestURI]
	switch {
	case asksUnnamed(r.URL.Path) && !moved:
		http.NotFound(w, r)
	case !moved:
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<title>%s</title>", r.URL.Path)
	default:
		if to != "" {
			w.Header()["Location"] = []string{to}
		}
		w.WriteHeader(http.StatusFound)
	}
}

// asksUnnamed reports a path that a crawler asks though nobody names it.
func asksUnnamed(path string) bool {
	return path == "/robots.txt" || strings.Contains(path, "sitemap")
}

// chainOf crawls from /start and returns the chain of it.
func chainOf(t *testing.T, m moving) (crawl.Chain, []string, string) {
	t.Helper()
	base, j := serve(t, m)
	site := newCrawler(t, base+"/start", nil).Run(t.Context())
	start := site.Resource(base + "/start")
	if start == nil || start.Exchange == nil {
		t.Fatal("the seed was not asked")
	}
	asked := slices.DeleteFunc(j.paths(), asksUnnamed)
	return site.Chain(start), asked, base
}

func TestAChainIsFollowedHopByHop(t *testing.T) {
	chain, asked, _ := chainOf(t, moving{"/start": "a?x", "/a?x": "/b#part", "/b": "//" + "HOST"})
	if chain.Loop || chain.TooMany || chain.Outside.Host != "host" || chain.Redirects() != 3 {
		t.Errorf("chain: %+v", chain)
	}
	if diff := cmp.Diff([]string{"/start", "/a?x", "/b"}, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	chain, _, base := chainOf(t, moving{"/start": "/a", "/a": "/b"})
	if chain.Redirects() != 2 || chain.End().Address.Key != base+"/b" || chain.End().Page.Title != "/b" {
		t.Errorf("chain: %+v", chain)
	}
}

func TestALoopIsKnownAsOne(t *testing.T) {
	for name, m := range map[string]moving{
		"itself":   {"/start": "/start"},
		"fragment": {"/start": "#again"},
		"two":      {"/start": "/a", "/a": "/start"},
		"tail":     {"/start": "/a", "/a": "/b", "/b": "/a"},
		"spelling": {"/start": "/%73tart", "/%73tart": "/start"},
	} {
		chain, asked, _ := chainOf(t, m)
		if !chain.Loop || chain.TooMany || len(asked) != max(2, len(m))-btoi(name == "itself" || name == "fragment") {
			t.Errorf("%s: %+v, asked %v", name, chain, asked)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestARedirectToAnotherSpellingIsNoLoop(t *testing.T) {
	chain, asked, _ := chainOf(t, moving{"/start": "/%7euser", "/%7euser": "/~user"})
	if chain.Loop || chain.Redirects() != 1 || chain.End().Page == nil || chain.End().Exchange.Reason != "" {
		t.Errorf("chain: %+v", chain)
	}
	if diff := cmp.Diff([]string{"/start", "/%7euser", "/~user"}, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

func TestTenRedirectsAreFollowedAndOneMoreIsAskedAsProof(t *testing.T) {
	long := func(n int) moving {
		m := moving{"/start": "/1"}
		for i := 1; i < n; i++ {
			m[fmt.Sprintf("/%d", i)] = fmt.Sprintf("/%d", i+1)
		}
		return m
	}
	if chain, _, _ := chainOf(t, long(10)); chain.TooMany || chain.Redirects() != 10 || chain.End().Page == nil {
		t.Errorf("ten: %+v", chain)
	}
	chain, asked, _ := chainOf(t, long(30))
	if !chain.TooMany || chain.Loop || len(asked) != 11 {
		t.Errorf("thirty: too many %v, asked %d: %v", chain.TooMany, len(asked), asked)
	}
}

func TestALocationThatLeadsNowhereIsAFault(t *testing.T) {
	for location, want := range map[string]string{
		"": "no Location", "   ": "no Location", "ftp://x/": "no web address", "javascript:alert(1)": "no web address",
		"http://[": "no web address", "file:///etc/passwd": "no web address", "gopher://x/": "no web address", "data:,x": "no web address",
		"/" + strings.Repeat("a", 3000): "no web address",
	} {
		chain, _, _ := chainOf(t, moving{"/start": location})
		if r := chain.End(); r.Moves() || !strings.Contains(r.Fault, want) || chain.Redirects() != 0 {
			t.Errorf("Location %.30q: fault %q, moves %v", location, r.Fault, r.Moves())
		}
	}
}

func TestOddLocationsAreReadAsBrowsersDo(t *testing.T) {
	for location, want := range map[string]string{
		"/a b": "/a%20b", "/\xe4": "/%E4", `\c`: "/c", "?q": "/start?q", "./": "/", "x/../y": "/y",
	} {
		chain, _, base := chainOf(t, moving{"/start": location})
		if got := chain.End().Address.Key; got != base+want {
			t.Errorf("Location %q leads to %q, want %q", location, got, want)
		}
	}
}

func TestRobotsAreObeyedBeforeEveryHop(t *testing.T) {
	base, j := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /closed\n")
		case "/start":
			http.Redirect(w, r, "/closed/hop", http.StatusFound)
		case "/closed/hop":
			http.Redirect(w, r, "/end", http.StatusFound)
		}
	}))
	site := newCrawler(t, base+"/start", nil).Run(t.Context())
	if n := j.count("/closed/hop"); n != 0 {
		t.Errorf("the closed hop was asked %d times", n)
	}
	if got := j.paths()[0]; got != "/robots.txt" || j.count(got) != 1 {
		t.Errorf("first request: %s, of %v", got, j.paths())
	}
	hop := site.Resource(base + "/closed/hop")
	if hop.Exchange.Reason != crawl.RobotsBlocked || hop.Exchange.Broken() {
		t.Errorf("hop: %+v", hop.Exchange)
	}
}
