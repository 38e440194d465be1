package lastgood_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

type keepCase struct {
	name   string
	ask    lastgood.Ask
	status status.Code
	header string // lines, separated by " | "
	size   int64
	policy lastgood.Policy
	want   lastgood.Reason
}

var (
	lenient = lastgood.Policy{IfError: time.Hour, Respect: lastgood.Lenient}
	feeds   = lastgood.Policy{IfError: time.Hour, Types: []string{"application/rss+xml"}}
	tracked = lastgood.Policy{IfError: time.Hour, IgnoreCookies: []string{"_ga", "_ga_*"}}
)

const (
	isHTML = "Content-Type: text/html; charset=utf-8"
	isText = "Content-Type: text/plain"
)

var keepCases = []keepCase{
	{"a page that was read without conditions is kept", get("/a"), 200, isHTML, -1, day, ""},
	{"a query is part of the address", get("/a?b=1;c"), 200, isHTML, 10, day, ""},
	{"nothing is kept by the zero policy", get("/a"), 200, isHTML, 10, lastgood.Policy{}, "off"},
	{"robots.txt alone is kept where pages are not", get("/robots.txt"), 200, isText, 10, lastgood.Policy{Robots: time.Hour}, ""},
	{"a page is not kept where robots.txt alone is", get("/a"), 200, isHTML, 10, lastgood.Policy{Robots: time.Hour}, "off"},
	{"a robots.txt below the root is a page", get("/a/robots.txt"), 200, isText, 10, day, "type"},
	{"a sitemap is kept where it is wanted", get("/sitemap_index.xml"), 200, "Content-Type: application/xml", 10, day, ""},
	{"a sitemap is not kept by default", get("/sitemap.xml"), 200, "Content-Type: text/xml", 10, lastgood.Policy{Robots: time.Hour}, "off"},

	{"the answer to HEAD has no body", ask("HEAD", "/a"), 200, isHTML, 10, day, "method"},
	{"the answer to POST is no page", ask("POST", "/a"), 200, isHTML, 10, day, "method"},
	{"what needs a password is nobody else's", get("/a", "Authorization: Basic eDp5"), 200, isHTML, 10, day, "authorization"},
	{"nor is it where robots.txt needs one", get("/robots.txt", "Authorization: Basic eDp5"), 200, isText, 10, day, "authorization"},
	{"nor when the answer says public", get("/a", "Authorization: Basic eDp5"), 200, isHTML + " | Cache-Control: public", 10, day, "authorization"},
	{"a part is no page", get("/a", "Range: bytes=0-9"), 200, isHTML, 10, day, "range"},
	{"a request that overrides its method asks something else", get("/a", "X-HTTP-Method-Override: HEAD"), 200, isHTML, 10, day, "override"},
	{"a request that rewrites its address asks something else", get("/a", "X-Original-URL: /b"), 200, isHTML, 10, day, "override"},
	{"a client may forbid storing", get("/a", "Cache-Control: no-store"), 200, isHTML, 10, day, "request-no-store"},
	{"an address may be too long", get("/" + strings.Repeat("a", 5000)), 200, isHTML, 10, day, "key"},

	{"an error is no good answer", get("/a"), 404, isHTML, 10, day, "status"},
	{"a part is no good answer", get("/a"), 206, isHTML, 10, day, "status"},
	{"203 is somebody else's version", get("/a"), 203, isHTML, 10, day, "status"},
	{"a cookie is for one visitor", get("/a"), 200, isHTML + " | Set-Cookie: s=1", 10, lenient, "set-cookie"},
	{"a cookie is for one visitor at robots.txt too", get("/robots.txt"), 200, isText + " | Set-Cookie: s=1", 10, day, "set-cookie"},
	{"no-store is obeyed", get("/a"), 200, isHTML + " | Cache-Control: no-store", 10, lenient, "no-store"},
	{"no-store is obeyed at robots.txt", get("/robots.txt"), 200, isText + " | Cache-Control: NO-STORE", 10, day, "no-store"},
	{"no-store for networks is obeyed", get("/a"), 200, isHTML + " | CDN-Cache-Control: no-store", 10, lenient, "no-store"},
	{"private is obeyed", get("/a"), 200, isHTML + " | Cache-Control: max-age=60 | Cache-Control: private", 10, lenient, "private"},
	{"private of some fields is private", get("/a"), 200, isHTML + ` | Cache-Control: private="X-A, X-B"`, 10, lenient, "private"},
	{"an open quotation hides nothing", get("/a"), 200, isHTML + ` | Cache-Control: x="a, no-store`, 10, lenient, "no-store"},
	{"a word in quotation marks is no directive", get("/a"), 200, isHTML + ` | Cache-Control: x="a, no-store", max-age=1`, 10, day, ""},

	{"no-cache is obeyed when strict", get("/a"), 200, isHTML + " | Cache-Control: no-cache", 10, day, "revalidate"},
	{"must-revalidate is obeyed when strict", get("/a"), 200, isHTML + " | Cache-Control: max-age=9, must-revalidate", 10, day, "revalidate"},
	{"proxy-revalidate is obeyed when strict", get("/a"), 200, isHTML + " | Cache-Control: proxy-revalidate", 10, day, "revalidate"},
	{"s-maxage is obeyed when strict", get("/a"), 200, isHTML + " | Cache-Control: s-maxage=2", 10, day, "revalidate"},
	{"the owner may permit what no-cache asks", get("/a"), 200, isHTML + " | Cache-Control: no-cache, must-revalidate", 10, lenient, ""},
	{"robots.txt is kept for a failure whatever it says of freshness", get("/robots.txt"), 200, isText + " | Cache-Control: max-age=0, must-revalidate", 10, day, ""},

	{"Vary: * fits no request", get("/a"), 200, isHTML + " | Vary: Accept, *", 10, day, "vary"},
	{"a request with cookies may get a page of its own", get("/a", "Cookie: s=1"), 200, isHTML, 10, day, "cookie"},
	{"unless the page says public", get("/a", "Cookie: s=1"), 200, isHTML + " | Cache-Control: public", 10, day, ""},
	{"harmless cookies do not count", get("/a", "Cookie: _ga=1; _ga_X1=2"), 200, isHTML, 10, tracked, ""},
	{"one cookie that is not harmless counts", get("/a", "Cookie: _ga=1; s=2"), 200, isHTML, 10, tracked, "cookie"},

	{"other types are not kept", get("/a.png"), 200, "Content-Type: image/png", 10, day, "type"},
	{"a page without a type is not kept", get("/a"), 200, "", 10, day, "type"},
	{"the owner names the types", get("/feed"), 200, "Content-Type: application/RSS+xml", 10, feeds, ""},
	{"a large page is not kept", get("/a"), 200, isHTML, 3 << 20, day, "size"},
	{"a robots.txt above 500 KiB is not kept", get("/robots.txt"), 200, isText, 500<<10 + 1, day, "size"},
	{"an empty page is no page", get("/a"), 200, isHTML, 0, day, "empty"},
	{"an empty robots.txt has no rules", get("/robots.txt"), 200, isText, 0, day, ""},
	{"the challenge of a guard says so", get("/a"), 200, isHTML + " | CF-Mitigated: challenge", 10, day, "challenge"},
}

func TestAStarInTheNameOfACookieIsAnyText(t *testing.T) {
	for _, c := range []struct {
		pattern, cookie string
		want            bool
	}{
		{"_ga", "_ga", true},
		{"_ga", "_gat", false},
		{"_ga*", "_gat", true},
		{"*_id", "x_id", true},
		{"*_id", "x_idx", false},
		{"a*b*c", "a1b2c", true},
		{"a*b*c", "acb", false},
		{"a*a", "a", false},
		{"*", "anything", true},
		{"", "s", false},
	} {
		p := lastgood.Policy{IfError: time.Hour, IgnoreCookies: []string{c.pattern}}
		got := p.Keeps(get("/a", "Cookie: "+c.cookie+"=1"), 200, fields(isHTML), 10) == ""
		if got != c.want {
			t.Errorf("pattern %q, cookie %q: ignored %v, want %v", c.pattern, c.cookie, got, c.want)
		}
	}
}

func (c keepCase) lines() []string {
	if c.header == "" {
		return nil
	}
	return strings.Split(c.header, " | ")
}

func TestAnAnswerIsKeptOnlyWhereNothingSpeaksAgainstIt(t *testing.T) {
	for _, c := range keepCases {
		if got := c.policy.Keeps(c.ask, c.status, fields(c.lines()...), c.size); got != c.want {
			t.Errorf("%s: Keeps(%s %s, %v, %q) = %q, want %q", c.name, c.ask.Request.Method, c.ask.Request.URL, c.status, c.header, got, c.want)
		}
	}
}

// A store that kept every 200 would fail most rows of the table: the table can
// go red.
func TestTheTableOfKeepingCatchesAStoreThatKeepsEverything(t *testing.T) {
	red := 0
	for _, c := range keepCases {
		if c.want != "" {
			red++
		}
	}
	if red < len(keepCases)/2 {
		t.Errorf("only %d of %d rows forbid anything", red, len(keepCases))
	}
}

func TestABodyThatIsNoGoodAnswerIsNotKept(t *testing.T) {
	long := strings.Repeat("<p>Something to read.</p>", 400)
	for _, c := range []struct {
		name   string
		path   string
		header string
		body   string
		want   lastgood.Reason
	}{
		{"a page is kept", "/a", isHTML, page, ""},
		{"a short page without design is kept", "/a", isHTML, "<h1>Hello</h1>", ""},
		{"an empty page is not", "/a", isHTML, " \n", "empty"},
		{"the stock page of a server is not, whatever its status", "/a", isHTML, "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>", "error-page"},
		{"a stack trace is not", "/a", isHTML, "<html><pre>Traceback (most recent call last):\n  File \"/srv/app.py\", line 3, in view\n</pre></html>", "error-page"},
		{"a database error is not", "/a", isHTML, "<html><head><title>Database Error</title></head><body><h1>Error establishing a database connection</h1></body></html>", "error-page"},
		{"a challenge is not", "/a", isHTML, "<!doctype html><title>Just a moment...</title><script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate\"></script>" + long, "challenge"},
		{"another challenge is not", "/a", isHTML, "<!doctype html><html><head><title>Making sure you&#39;re not a bot!</title></head><body>" + long, "challenge"},
		{"a page about challenges is kept", "/a", isHTML, "<!doctype html><title>How guards work</title><p>A guard may show a challenge before the page." + long, ""},
		{"a login in the place of the page is not", "/a", isHTML, "<!doctype html><title>Log in · Shop</title><form><input type=\"password\" name=p></form>" + long, "login"},
		{"a page with a small login box is kept", "/a", isHTML, "<!doctype html><title>Shoes</title><form><input type=\"password\" name=p></form>" + long, ""},

		{"a robots.txt is kept", "/robots.txt", isText, "User-agent: *\nDisallow: /x\n", ""},
		{"a robots.txt with the wrong type is kept", "/robots.txt", isHTML, "User-agent: *\nDisallow:\n", ""},
		{"a robots.txt with a mark in front is kept", "/robots.txt", isText, "\ufeffUser-agent: *\n", ""},
		{"an empty robots.txt is kept", "/robots.txt", isText, "", ""},
		{"HTML is no robots.txt, whatever its type", "/robots.txt", isText, "<!DOCTYPE html><html><body>Please log in</body></html>", "html"},
		{"JSON is no robots.txt", "/robots.txt", isText, `{"error":"not found"}`, "type"},
		{"a robots.txt above 500 KiB is not kept", "/robots.txt", isText, strings.Repeat("Disallow: /a\n", 40<<10), "size"},

		{"a sitemap is kept", "/sitemap.xml", "Content-Type: application/xml", `<?xml version="1.0"?><urlset></urlset>`, ""},
		{"HTML is no sitemap", "/sitemap.xml", "Content-Type: application/xml", "<!doctype html><html></html>", "html"},
		{"an empty sitemap is not kept", "/sitemap.xml", "Content-Type: application/xml", "", "empty"},
		{"a coding that nobody can read hides the body", "/a", isHTML + " | Content-Encoding: secret", page, "coding"},
	} {
		header := fields(strings.Split(c.header, " | ")...)
		if got := day.KeepsBody(lastgood.SubjectOf(c.path), header, []byte(c.body)); got != c.want {
			t.Errorf("%s: KeepsBody(%s, %.60q) = %q, want %q", c.name, c.path, c.body, got, c.want)
		}
	}
}
