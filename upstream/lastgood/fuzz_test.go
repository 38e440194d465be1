package lastgood_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// Whatever stands around it, a bare no-store or private is never missed; and a
// member more never makes a copy more welcome.
func FuzzCacheControl(f *testing.F) {
	for _, seed := range []string{
		"max-age=60, stale-if-error=60", `private="a,b"`, `x="a, no-store`, `x="\"", no-store`, "max-age=99999999999999999999",
		"NO-STORE ;x", ",,,=", `"`, `max-age="5"`, "s-maxage=-1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		bare := http.Header{"Cache-Control": {line}}
		forbidden, revalidates := lastgood.Forbids(lastgood.Parse(bare, "Cache-Control"))
		more := http.Header{"Cache-Control": {line, "no-store, no-cache"}}
		if f, r := lastgood.Forbids(lastgood.Parse(more, "Cache-Control")); !f || !r {
			t.Errorf("Parse(%q) misses no-store or no-cache on a line of its own", line)
		}
		front := http.Header{"Cache-Control": {"no-store," + line}}
		if f, _ := lastgood.Forbids(lastgood.Parse(front, "Cache-Control")); !f {
			t.Errorf("Parse(no-store,%q) misses no-store", line)
		}
		again := http.Header{"Cache-Control": {line, line}}
		if f, r := lastgood.Forbids(lastgood.Parse(again, "Cache-Control")); f != forbidden || r != revalidates {
			t.Errorf("Parse(%q) twice is another answer", line)
		}
		if strings.Trim(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-, \t") == "" && forbidden != naive(line) {
			t.Errorf("Parse(%q): forbidden %v, want %v", line, forbidden, naive(line))
		}
	})
}

// naive is a second reader for lines without arguments.
func naive(line string) bool {
	for member := range strings.SplitSeq(strings.ToLower(line), ",") {
		if m := strings.TrimSpace(member); m == "no-store" || m == "private" {
			return true
		}
	}
	return false
}

// No header makes the rules panic, and what may not be kept is never served.
func FuzzFieldsOfTheSite(f *testing.F) {
	f.Add("Accept, *", "gzip", "br;q=0", "s=1; _ga", `W/"a"`)
	f.Add("", "x-gzip, br", "*;q=0.1", "=;;", `"a", *`)
	f.Fuzz(func(t *testing.T, vary, coding, accept, cookie, tag string) {
		a := get("/a")
		a.Request.Header = http.Header{"Accept-Encoding": {accept}, "Cookie": {cookie}, "If-None-Match": {tag}}
		h := http.Header{"Content-Type": {"text/html"}, "Vary": {vary}, "Content-Encoding": {coding}, "Etag": {tag}}
		keeps := tracked.Keeps(a, 200, h, 4)
		c := lastgood.Copy{Header: h, Body: []byte("body"), Asked: noon, Stored: noon, Validated: noon}
		serves := tracked.Serves(a, c, noon)
		if keeps == "cookie" && serves == "" {
			t.Errorf("Cookie %q: a copy that may not be kept is served", cookie)
		}
		got := c.Answer(a.Request, lastgood.Event{}, noon)
		if len(got.Body) != 0 && int(got.Status) != http.StatusOK {
			t.Errorf("status %v has a body", got.Status)
		}
		if lastgood.Accepts(http.Header{}, coding) && strings.Trim(coding, " \t") != "" && coding != "identity" {
			t.Errorf("a client that says nothing gets %q", coding)
		}
	})
}
