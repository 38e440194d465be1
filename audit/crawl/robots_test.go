package crawl_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/internal/rawserver"
)

// robotsSite answers /robots.txt by a function and has one page.
func robotsSite(answer http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/robots") {
			answer(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<title>Page</title>")
	})
}

func TestTheStatusOfRobotsDecidesWhatMayBeAsked(t *testing.T) {
	for _, c := range []struct {
		code int
		want crawl.Reason
	}{
		{200, crawl.RobotsBlocked},
		{401, ""},
		{403, ""},
		{404, ""},
		{410, ""},
		{429, crawl.RobotsUnreachable},
		{500, crawl.RobotsUnreachable},
		{503, crawl.RobotsUnreachable},
	} {
		base, j := serve(t, robotsSite(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(c.code)
			fmt.Fprint(w, "User-agent: *\nDisallow: /page\n")
		}))
		x := ask(t, base+"/page")
		if x.Reason != c.want || x.Broken() {
			t.Errorf("%d: reason %q, want %q", c.code, x.Reason, c.want)
		}
		if asked := j.count("/page"); asked != btoi(c.want == "") {
			t.Errorf("%d: the page was asked %d times", c.code, asked)
		}
		if tries := j.count("/robots.txt"); tries != 1+2*btoi(c.want == crawl.RobotsUnreachable) {
			t.Errorf("%d: %d tries", c.code, tries)
		}
	}
}

func TestRobotsThatComesLateIsTakenAtASecondTry(t *testing.T) {
	n := 0
	base, _ := serve(t, robotsSite(func(w http.ResponseWriter, r *http.Request) {
		if n++; n == 1 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		fmt.Fprint(w, "User-agent: *\nAllow: /\n")
	}))
	c := newCrawler(t, base, nil)
	file := c.Robots(t.Context(), parse(t, base))
	if file.Unreachable() || len(file.Tries) != 2 || !file.Last().Status.IsSuccess() {
		t.Errorf("robots: %+v", file)
	}
}

func TestRobotsIsFollowedForFiveRedirects(t *testing.T) {
	for hops, want := range map[int]crawl.Reason{1: crawl.RobotsBlocked, 5: crawl.RobotsBlocked, 6: "", 20: ""} {
		base, j := serve(t, robotsSite(func(w http.ResponseWriter, r *http.Request) {
			n := 0
			_, _ = fmt.Sscanf(r.URL.Path, "/robots%d", &n)
			if n < hops {
				http.Redirect(w, r, fmt.Sprintf("/robots%d", n+1), http.StatusMovedPermanently)
				return
			}
			fmt.Fprint(w, "User-agent: *\nDisallow: /\n")
		}))
		if x := ask(t, base+"/page"); x.Reason != want {
			t.Errorf("%d redirects: reason %q, want %q", hops, x.Reason, want)
		}
		if n := len(j.paths()) - j.count("/page"); n != min(hops, 5)+1 {
			t.Errorf("%d redirects: %d requests", hops, n)
		}
	}
}

func TestARobotsRedirectWithoutLocationIsAsIfThereWereNone(t *testing.T) {
	base, _ := serve(t, robotsSite(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }))
	if x := ask(t, base+"/page"); x.Reason != "" {
		t.Errorf("reason %q", x.Reason)
	}
}

func TestARobotsRedirectDoesNotReachAnotherPrivateAddress(t *testing.T) {
	victim := rawserver.Start(t, rawserver.Reply("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
	base, _ := serve(t, robotsSite(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, victim.URL()+"/robots.txt", http.StatusFound)
	}))
	if x := ask(t, base+"/page"); x.Reason != crawl.AddressRefused || x.Broken() {
		t.Errorf("reason %q", x.Reason)
	}
	if n := victim.Connections(); n != 0 {
		t.Errorf("%d connections to another private address", n)
	}
}

func TestASitemapRedirectDoesNotReachAnotherPrivateAddress(t *testing.T) {
	victim := rawserver.Start(t, rawserver.Reply("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
	base, _ := serve(t, moving{"/robots.txt": "/none", "/start": victim.URL() + "/"})
	site := newCrawler(t, base+"/start", nil).Run(t.Context())
	if n := victim.Connections(); n != 0 || len(site.Outside) != 1 {
		t.Errorf("%d connections to another private address, %d outside", n, len(site.Outside))
	}
}

func TestRobotsIsCutAtItsCap(t *testing.T) {
	base, _ := serve(t, robotsSite(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "User-agent: *\nAllow: /\n", strings.Repeat("# nothing to see here\n", 50000), "Disallow: /page\n")
	}))
	if x := ask(t, base+"/page"); x.Reason != "" {
		t.Errorf("a rule behind 500 KiB counts: %q", x.Reason)
	}
}

func TestEachOriginHasItsOwnRobots(t *testing.T) {
	closed, _ := serve(t, pages{"/robots.txt": "User-agent: *\nDisallow: /"})
	open, _ := serve(t, pages{"/": "<title>Open</title>"})
	c := newCrawler(t, open, func(o *crawl.Options) { o.Seeds = append(o.Seeds, parse(t, closed)) })
	site := c.Run(t.Context())
	if got := site.Resource(open + "/").Exchange.Reason; got != "" {
		t.Errorf("open: %q", got)
	}
	if got := site.Resource(closed + "/").Exchange.Reason; got != crawl.RobotsBlocked {
		t.Errorf("closed: %q", got)
	}
	if len(site.Robots) != 2 {
		t.Errorf("%d files", len(site.Robots))
	}
}
