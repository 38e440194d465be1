package lastgood_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// noon is when the copies of the tables were stored.
var noon = newClock().now

func copyOf(subject lastgood.Subject, lines ...string) lastgood.Copy {
	return lastgood.Copy{Subject: subject, Header: fields(lines...), Body: []byte("body"), Asked: noon, Stored: noon, Validated: noon}
}

func TestACopyIsServedOnlyWhereNothingSpeaksAgainstIt(t *testing.T) {
	for _, c := range []struct {
		name   string
		ask    lastgood.Ask
		copy   lastgood.Copy
		after  time.Duration
		policy lastgood.Policy
		want   lastgood.Reason
	}{
		{"a page answers for as long as the owner says", get("/a"), copyOf(lastgood.Page), 24 * time.Hour, day, ""},
		{"and no longer", get("/a"), copyOf(lastgood.Page), 24*time.Hour + 1, day, "expired"},
		{"HEAD is answered too", ask("HEAD", "/a"), copyOf(lastgood.Page), time.Hour, day, ""},
		{"a change is not", ask("POST", "/a"), copyOf(lastgood.Page), time.Hour, day, "method"},
		{"a policy that was turned off serves nothing", get("/a"), copyOf(lastgood.Page), 0, lastgood.Policy{Robots: time.Hour}, "off"},
		{"a page is served for at most a week", get("/a"), copyOf(lastgood.Page), 8 * 24 * time.Hour, lastgood.Policy{IfError: 30 * 24 * time.Hour}, "expired"},
		{"who has a password gets no copy", get("/a", "Authorization: Basic eDp5"), copyOf(lastgood.Page), 0, day, "authorization"},
		{"a condition that only the site can judge is not judged", get("/a", `If-Match: "1"`), copyOf(lastgood.Page), 0, day, "precondition"},
		{"a range is ignored", get("/a", "Range: bytes=0-1"), copyOf(lastgood.Page), 0, day, ""},
		{"a reload is answered: a copy is better than an error", get("/a", "Cache-Control: no-cache"), copyOf(lastgood.Page), 0, day, ""},

		{"a person with cookies gets the page of the failure", get("/a", "Cookie: s=1"), copyOf(lastgood.Page), 0, day, "cookie"},
		{"but a public copy is for everybody", get("/a", "Cookie: s=1"), copyOf(lastgood.Page, "Cache-Control: public"), 0, day, ""},
		{"harmless cookies do not count", get("/a", "Cookie: _ga_1=x"), copyOf(lastgood.Page), 0, tracked, ""},
		{"robots.txt is for everybody", get("/robots.txt", "Cookie: s=1"), copyOf(lastgood.Robots), 0, day, ""},

		{"stale-sie-503: a copy stands in for as long as the site itself allows", get("/a"), copyOf(lastgood.Page, "Cache-Control: max-age=2, stale-if-error=60"), 61 * time.Second, day, ""},
		{"stale-sie-close: and not a second longer", get("/a"), copyOf(lastgood.Page, "Cache-Control: max-age=2, stale-if-error=60"), 63 * time.Second, day, "stale-if-error"},
		{"stale-if-error=0 forbids it", get("/a"), copyOf(lastgood.Page, "Cache-Control: max-age=2, stale-if-error=0"), 3 * time.Second, day, "stale-if-error"},
		{"stale-503: the owner's word is enough where the site says nothing", get("/a"), copyOf(lastgood.Page, "Cache-Control: max-age=2"), time.Hour, day, ""},
		{"stale-close-must-revalidate", get("/a"), copyOf(lastgood.Page, "Cache-Control: max-age=2, must-revalidate"), 3 * time.Second, day, "revalidate"},
		{"stale-close-proxy-revalidate", get("/a"), copyOf(lastgood.Page, "Cache-Control: max-age=2, proxy-revalidate"), 3 * time.Second, day, "revalidate"},
		{"stale-close-no-cache", get("/a"), copyOf(lastgood.Page, "Cache-Control: max-age=2, no-cache"), 3 * time.Second, day, "revalidate"},
		{"stale-close-s-maxage=2", get("/a"), copyOf(lastgood.Page, "Cache-Control: max-age=2, s-maxage=2"), 3 * time.Second, day, "revalidate"},
		{"a copy that must not be there is not served", get("/a"), copyOf(lastgood.Page, "Cache-Control: no-store"), 0, lenient, "forbidden"},
		{"nor is one with a cookie in it", get("/a"), copyOf(lastgood.Page, "Set-Cookie: s=1"), 0, lenient, "forbidden"},

		{"a coding is for clients that take it", get("/a", "Accept-Encoding: gzip, br;q=0.5"), copyOf(lastgood.Page, "Content-Encoding: br"), 0, day, ""},
		{"and for no others", get("/a", "Accept-Encoding: gzip"), copyOf(lastgood.Page, "Content-Encoding: br"), 0, day, "coding"},
		{"a client that refuses a coding does not get it", get("/a", "Accept-Encoding: br;q=0, *"), copyOf(lastgood.Page, "Content-Encoding: br"), 0, day, "coding"},
		{"who takes everything takes it", get("/a", "Accept-Encoding: *"), copyOf(lastgood.Page, "Content-Encoding: br"), 0, day, ""},
		{"who says nothing gets no coding", get("/a"), copyOf(lastgood.Page, "Content-Encoding: gzip"), 0, day, "coding"},
	} {
		if got := c.policy.Serves(c.ask, c.copy, noon.Add(c.after)); got != c.want {
			t.Errorf("%s: Serves(%v %v, %v, after %v) = %q, want %q", c.name, c.ask.Request.Method, c.ask.Request.Header, c.copy.Header, c.after, got, c.want)
		}
	}
}

func TestTheAgeIsThatOfTheWholeWay(t *testing.T) {
	for _, c := range []struct {
		name   string
		header []string
		after  time.Duration
		want   time.Duration
	}{
		{"from when it was asked for", nil, 90 * time.Second, 90 * time.Second},
		{"with what a cache before us says", []string{"Age: 30"}, time.Minute, 90 * time.Second},
		{"or since its Date, when that is longer", []string{"Date: Tue, 24 Nov 2026 11:00:00 GMT"}, time.Minute, time.Hour + time.Minute},
		{"a Date to come counts for nothing", []string{"Date: Tue, 24 Nov 2026 13:00:00 GMT"}, time.Minute, time.Minute},
		{"garbage counts for nothing", []string{"Age: soon", "Date: yesterday"}, time.Minute, time.Minute},
	} {
		if got := copyOf(lastgood.Page, c.header...).Age(noon.Add(c.after)); got != c.want {
			t.Errorf("%s: Age(%v) = %v, want %v", c.name, c.header, got, c.want)
		}
	}
}

func TestTheAnswerFromACopySaysWhatItIs(t *testing.T) {
	stored := []string{
		"Content-Type: text/html", `Etag: "v1"`, "X-Robots-Tag: noarchive", "Cache-Control: max-age=60",
		"Cache-Status: inner; hit", "Last-Modified: Mon, 23 Nov 2026 12:00:00 GMT",
	}
	for _, c := range []struct {
		name   string
		ask    lastgood.Ask
		copy   lastgood.Copy
		event  lastgood.Event
		status int
		body   string
		want   []string
	}{
		{
			"after an error", get("/a"), copyOf(lastgood.Page, stored...),
			lastgood.Event{Forwarded: true, Status: 503, Detail: "last-good"},
			200, "body",
			[]string{"Age: 3600", "Content-Length: 4", "X-Robots-Tag: noarchive", "Cache-Status: inner; hit", "Cache-Status: signpost; fwd=stale; fwd-status=503; detail=last-good"},
		},
		{
			"without an answer", get("/a"), copyOf(lastgood.Page),
			lastgood.Event{Forwarded: true, Detail: "last-good"},
			200, "body",
			[]string{"Cache-Status: signpost; fwd=stale; detail=last-good"},
		},
		{
			"without asking", get("/a"), copyOf(lastgood.Page, stored...),
			lastgood.Event{Detail: "last-good"},
			200, "body",
			[]string{"Cache-Status: inner; hit", "Cache-Status: signpost; hit; ttl=-3540; detail=last-good"},
		},
		{
			"robots.txt is text, whatever was stored", get("/robots.txt"), copyOf(lastgood.Robots, "Content-Type: text/html"),
			lastgood.Event{Forwarded: true, Status: 503, Detail: "robots-guard"},
			200, "body",
			[]string{"Content-Type: text/plain; charset=utf-8", "Cache-Status: signpost; fwd=stale; fwd-status=503; detail=robots-guard"},
		},
		{
			"robots.txt keeps its character set", get("/robots.txt"), copyOf(lastgood.Robots, "Content-Type: text/plain; charset=utf-16"),
			lastgood.Event{},
			200, "body",
			[]string{"Content-Type: text/plain; charset=utf-16"},
		},
		{
			"HEAD has the fields and no body", ask("HEAD", "/a"), copyOf(lastgood.Page, stored...),
			lastgood.Event{Forwarded: true},
			200, "",
			[]string{"Content-Length: 4", `Etag: "v1"`},
		},
		{
			"a client that has it gets 304", get("/a", `If-None-Match: "v0", W/"v1"`), copyOf(lastgood.Page, stored...),
			lastgood.Event{Forwarded: true, Status: 500},
			304, "",
			[]string{`Etag: "v1"`, "Age: 3600", "Cache-Control: max-age=60"},
		},
		{"a client with another version gets this one", get("/a", `If-None-Match: "v0"`), copyOf(lastgood.Page, stored...), lastgood.Event{}, 200, "body", nil},
		{"a date may do as well", get("/a", "If-Modified-Since: Mon, 23 Nov 2026 12:00:00 GMT"), copyOf(lastgood.Page, stored...), lastgood.Event{}, 304, "", nil},
		{"an older date does not", get("/a", "If-Modified-Since: Mon, 23 Nov 2026 11:00:00 GMT"), copyOf(lastgood.Page, stored...), lastgood.Event{}, 200, "body", nil},
		{"the tag outranks the date", get("/a", `If-None-Match: "v0"`, "If-Modified-Since: Mon, 23 Nov 2026 12:00:00 GMT"), copyOf(lastgood.Page, stored...), lastgood.Event{}, 200, "body", nil},
	} {
		got := c.copy.Answer(c.ask.Request, c.event, noon.Add(time.Hour))
		if int(got.Status) != c.status || string(got.Body) != c.body {
			t.Errorf("%s: got %v %q, want %d %q", c.name, got.Status, got.Body, c.status, c.body)
		}
		for name, lines := range fields(c.want...) {
			if have := got.Header[name]; len(have) != len(lines) || have[0] != lines[0] || have[len(have)-1] != lines[len(lines)-1] {
				t.Errorf("%s: %s = %q, want %q", c.name, name, have, lines)
			}
		}
		if got.Header.Get("Content-Length") != "" && c.status == http.StatusNotModified {
			t.Errorf("%s: a 304 describes a body", c.name)
		}
	}
}

func TestAnAnswerIsTheCallersOwn(t *testing.T) {
	c := copyOf(lastgood.Page, "Content-Type: text/html")
	a := c.Answer(get("/a").Request, lastgood.Event{}, noon)
	a.Header.Set("Content-Type", "changed")
	a.Header.Add("Cache-Status", "changed")
	if got := c.Header.Get("Content-Type"); got != "text/html" || len(c.Header["Cache-Status"]) != 0 {
		t.Errorf("the copy changed with the answer: %v", c.Header)
	}
}
