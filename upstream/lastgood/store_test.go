package lastgood_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

func TestAPassingAnswerIsUntouchedAndKept(t *testing.T) {
	for _, length := range []bool{true, false} {
		s := open(t, lastgood.Options{})
		body := page + strings.Repeat("<p>more</p>", 10_000)
		re := html(body)
		re.length = length
		if got := pass(t, s, get("/a"), re, day, time.Now()); got != body {
			t.Errorf("the client got %d bytes, want %d", len(got), len(body))
		}
		if got := found(s, get("/a"), day); got != body {
			t.Errorf("with a length (%v): the copy has %d bytes, want %d", length, len(got), len(body))
		}
	}
}

func TestTheNewestGoodAnswerIsTheOneThatStays(t *testing.T) {
	for _, c := range []struct {
		name  string
		after reply
		ask   lastgood.Ask
		want  string
	}{
		{"a newer page takes its place", html(page + "<p>new"), get("/a"), page + "<p>new"},
		{"a body that ended short does not", reply{status: 200, header: fields(isHTML), body: page + "<p>ne", broken: true}, get("/a"), page},
		{"nor does a body that is too long", html(page + strings.Repeat("x", 3<<20)), get("/a"), page},
		{"an error leaves it", code(503), get("/a"), page},
		{"an error that a request caused leaves it", code(400), get("/a", "X-Bad: \x01"), page},
		{"a refusal leaves it", code(403), get("/a"), page},
		{"a challenge with 200 leaves it", html("<title>Just a moment...</title>" + page), get("/a"), page},
		{"a personal answer leaves it", html(page+"<p>Hello Ann", "Set-Cookie: s=1"), get("/a"), page},
		{"a page that is gone takes it along", code(410), get("/a"), ""},
		{"a page that moved for good takes it along", code(301, "Location: /b"), get("/a"), ""},
		{"a redirect for now leaves it", code(302, "Location: /b"), get("/a"), page},
		{"a change takes it along (RFC 9111 section 4.4)", code(303, "Location: /a"), ask("POST", "/a"), ""},
		{"a change that failed leaves it", code(409), ask("PUT", "/a"), page},
		{"an error to HEAD leaves it", code(404), ask("HEAD", "/a"), page},
	} {
		s := open(t, lastgood.Options{})
		pass(t, s, get("/a"), html(page), day, time.Now())
		pass(t, s, c.ask, c.after, day, time.Now())
		if got := found(s, get("/a"), day); got != c.want {
			t.Errorf("%s: the copy is %.150q (%d bytes), want %.150q", c.name, got, len(got), c.want)
		}
	}
}

// A server that dies ends an unframed body as one that has finished does.
func TestABodyThatOnlyItsConnectionEndsMustLookWhole(t *testing.T) {
	for _, c := range []struct {
		name   string
		target string
		reply  reply
		want   bool
	}{
		{"a page with its last tag", "/a", html(page + "\r\n"), true},
		{"a page without it", "/a", html(strings.TrimSuffix(page, "</html>")), false},
		{"a robots.txt with its last line", "/robots.txt", text("User-agent: *\nDisallow: /\n"), true},
		{"a robots.txt that stops in a line", "/robots.txt", text("User-agent: *\nDisallow: /"), false},
		{"a sitemap with its last tag", "/sitemap.xml", reply{status: 200, header: fields("Content-Type: text/xml"), body: "<urlset><url/></urlset >\n"}, true},
		{"a sitemap without it", "/sitemap.xml", reply{status: 200, header: fields("Content-Type: text/xml"), body: "<urlset><url/>"}, false},
		{"a coding hides the end", "/a", html(page, "Content-Encoding: identity2"), false},
	} {
		s := open(t, lastgood.Options{})
		c.reply.unframed = true
		pass(t, s, get(c.target), c.reply, day, time.Now())
		if _, got := s.Newest(get(c.target)); got != c.want {
			t.Errorf("%s: kept %v, want %v", c.name, got, c.want)
		}
	}
}

func TestRobotsStaysWhateverComesAfterIt(t *testing.T) {
	rules := "User-agent: *\nDisallow: /cart\n"
	for _, after := range []reply{code(404), code(410), code(301), code(500), html("<!doctype html><html>log in</html>")} {
		s := open(t, lastgood.Options{})
		pass(t, s, get("/robots.txt"), text(rules), day, time.Now())
		pass(t, s, get("/robots.txt"), after, day, time.Now())
		pass(t, s, ask("POST", "/robots.txt"), code(200), day, time.Now())
		if got := found(s, get("/robots.txt"), day); got != rules {
			t.Errorf("after %d: robots.txt is %q, want %q", after.status, got, rules)
		}
	}
}

func TestACopyBelongsToOneAddressOfOneSite(t *testing.T) {
	s := open(t, lastgood.Options{})
	pass(t, s, get("/a?b=1"), html(page), day, time.Now())
	other := func(change func(*lastgood.Ask)) lastgood.Ask {
		a := get("/a?b=1")
		change(&a)
		return a
	}
	for _, c := range []struct {
		name string
		ask  lastgood.Ask
		want string
	}{
		{"the same", get("/a?b=1"), page},
		{"HEAD reads the copy of GET", ask("HEAD", "/a?b=1"), page},
		{"the host in capitals", other(func(a *lastgood.Ask) { a.Request.Host = "SHOP.example:80" }), page},
		{"another query", get("/a?b=2"), ""},
		{"no query", get("/a"), ""},
		{"another path", get("/A?b=1"), ""},
		{"another escape", get("/%61?b=1"), ""},
		{"another scheme", other(func(a *lastgood.Ask) { a.Scheme = "https" }), ""},
		{"another site", other(func(a *lastgood.Ask) { a.Site = "docs" }), ""},
		{"another host", other(func(a *lastgood.Ask) { a.Request.Host = "evil.example" }), ""},
		{"another port", other(func(a *lastgood.Ask) { a.Request.Host = "shop.example:8080" }), ""},
	} {
		if got := found(s, c.ask, day); got != c.want {
			t.Errorf("%s: got %.20q, want %.20q", c.name, got, c.want)
		}
	}
}

func TestEachVariantHasItsCopy(t *testing.T) {
	s := open(t, lastgood.Options{})
	vary := "Vary: Accept-Language, Accept-Encoding"
	pass(t, s, get("/a", "Accept-Language: de"), html(page+"de", vary), day, time.Now())
	pass(t, s, get("/a", "Accept-Language: en,  fr"), html(page+"en", vary), day, time.Now())
	for _, c := range []struct{ language, want string }{
		{"de", page + "de"}, {"en,fr", page + "en"}, {"en , fr", page + "en"}, {"fr,en", ""}, {"it", ""},
	} {
		if got := found(s, get("/a", "Accept-Language: "+c.language, "Accept-Encoding: br"), day); got != c.want {
			t.Errorf("Accept-Language %q: got %.120q, want %.120q", c.language, got, c.want)
		}
	}
}

func TestA304ConfirmsTheCopyItSpeaksOf(t *testing.T) {
	for _, c := range []struct {
		name  string
		ask   lastgood.Ask
		reply reply
		want  bool
	}{
		{"by its tag", get("/a"), code(304, `Etag: "v1"`), true},
		{"by the tag that was asked for", get("/a", `If-None-Match: "v1"`), code(304), true},
		{"by its date", get("/a"), code(304, "Last-Modified: Mon, 23 Nov 2026 12:00:00 GMT"), true},
		{"not by another tag", get("/a", `If-None-Match: "v2"`), code(304, `Etag: "v2"`), false},
		{"not without any", get("/a"), code(304), false},
		{"not for one with a password", get("/a", "Authorization: Basic eA=="), code(304, `Etag: "v1"`), false},
	} {
		clock := newClock()
		s := open(t, lastgood.Options{Now: clock.Now})
		pass(t, s, get("/a"), html(page, `Etag: "v1"`, "Last-Modified: Mon, 23 Nov 2026 12:00:00 GMT"), day, clock.Now())
		clock.pass(23 * time.Hour)
		pass(t, s, c.ask, c.reply, day, clock.Now())
		clock.pass(2 * time.Hour)
		if got := found(s, get("/a"), day) != ""; got != c.want {
			t.Errorf("%s: confirmed %v, want %v", c.name, got, c.want)
		}
	}
}

func TestA304MayTakeACopyBack(t *testing.T) {
	s := open(t, lastgood.Options{})
	pass(t, s, get("/a"), html(page, `Etag: "v1"`), day, time.Now())
	pass(t, s, get("/a"), code(304, `Etag: "v1"`, "Cache-Control: private"), day, time.Now())
	if got := found(s, get("/a"), day); got != "" {
		t.Errorf("a page that became private is still served: %.30q", got)
	}
}

func TestSitemapsThatRobotsNamesAreSitemaps(t *testing.T) {
	s := open(t, lastgood.Options{})
	pass(t, s, get("/robots.txt"), text("Sitemap: http://shop.example/map-of-all?x=1\n"), day, time.Now())
	list := reply{status: 200, header: fields("Content-Type: application/xml"), body: "<urlset></urlset>"}
	only := lastgood.Policy{Sitemaps: time.Hour}
	pass(t, s, get("/map-of-all?x=1"), list, only, time.Now())
	pass(t, s, get("/map-of-none"), list, only, time.Now())
	if got := found(s, get("/map-of-all?x=1"), only); got != list.body {
		t.Errorf("a named sitemap: got %q", got)
	}
	if got := found(s, get("/map-of-none"), only); got != "" {
		t.Errorf("an XML file that nobody named is kept: %q", got)
	}
}

func TestTheStoreStaysWithinItsRoom(t *testing.T) {
	const room = 1 << 20
	s := open(t, lastgood.Options{MaxTotal: room})
	body := page + strings.Repeat("x", 10_000)
	for i := range 1000 {
		pass(t, s, get(fmt.Sprintf("/%d", i)), html(body), day, time.Now())
		if got := s.Stats().Bytes; got > room {
			t.Fatalf("after %d pages the store holds %d bytes, at most %d", i+1, got, room)
		}
	}
	if got := s.Stats().Copies; got < 50 {
		t.Errorf("the store holds %d copies of about 11 kB in 1 MiB", got)
	}
}

func TestEndlessNewAddressesPushOutNeitherRobotsNorLivingPages(t *testing.T) {
	s := open(t, lastgood.Options{MaxTotal: 1 << 20})
	body := page + strings.Repeat("x", 10_000)
	pass(t, s, get("/robots.txt"), text("User-agent: *\n"), day, time.Now())
	for range 2 {
		pass(t, s, get("/home"), html(body), day, time.Now())
	}
	for i := range 1000 {
		pass(t, s, get(fmt.Sprintf("/?bust=%d", i)), html(body), day, time.Now())
	}
	if found(s, get("/home"), day) == "" || found(s, get("/robots.txt"), day) == "" {
		t.Errorf("a flood of addresses pushed out the home page or robots.txt")
	}
	if found(s, get("/?bust=0"), day) != "" {
		t.Errorf("the first of the flood is still there: nothing was pushed out at all")
	}
}

func TestBodiesThatAreReadAlongStayWithinTheirRoom(t *testing.T) {
	s := open(t, lastgood.Options{MaxTotal: 1 << 20}) // 2 MiB for reading along
	var held []func()
	for i := range 8 {
		re := html(page + strings.Repeat("x", 900_000))
		held = append(held, passSlowly(t, s, get(fmt.Sprintf("/%d", i)), re))
	}
	for _, finish := range held {
		finish()
	}
	if got := s.Stats().Skipped; got < 5 {
		t.Errorf("%d of 8 answers were not kept, want at least 5: 2 MiB hold two of them", got)
	}
	pass(t, s, get("/after"), html(page), day, time.Now())
	if found(s, get("/after"), day) == "" {
		t.Errorf("the room was not given back")
	}
}
