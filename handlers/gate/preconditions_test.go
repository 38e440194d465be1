package gate_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
)

func TestListsOfEntityTags(t *testing.T) {
	for _, x := range []struct {
		lines []string
		any   bool
		tags  []string
		ok    bool
	}{
		{[]string{`"a"`}, false, []string{`"a"`}, true},
		{[]string{`"a", W/"b" ,"c"`}, false, []string{`"a"`, `W/"b"`, `"c"`}, true},
		{[]string{`"a"`, `"b"`}, false, []string{`"a"`, `"b"`}, true},
		{[]string{`"a,b"`}, false, []string{`"a,b"`}, true},
		{[]string{`, ,"a",,`}, false, []string{`"a"`}, true},
		{[]string{`""`}, false, []string{`""`}, true},
		{[]string{` * `}, true, nil, true},
		{[]string{`*, "a"`}, false, nil, false},
		{[]string{`a`}, false, nil, false},
		{[]string{`"a`}, false, nil, false},
		{[]string{`w/"a"`}, false, nil, false},
		{[]string{`"a" "b"`}, false, nil, false},
		{[]string{`"a b"`}, false, nil, false},
		{[]string{""}, false, nil, false},
		{nil, false, nil, false},
	} {
		any, tags, ok := gate.Tags(x.lines...)
		if any != x.any || ok != x.ok || ok && !cmp.Equal(tags, x.tags) {
			t.Errorf("Tags(%q) = %t %q %t, want %t %q %t", x.lines, any, tags, ok, x.any, x.tags, x.ok)
		}
	}
}

func FuzzTags(f *testing.F) {
	f.Add(`"a", W/"b"`)
	f.Add(`*`)
	f.Add(`"a`)
	f.Add(strings.Repeat(`"x",`, 200))
	f.Fuzz(func(t *testing.T, line string) {
		_, tags, ok := gate.Tags(line)
		if !ok || len(tags) == 0 {
			return
		}
		_, again, ok := gate.Tags(strings.Join(tags, ", "))
		if !ok || !cmp.Equal(tags, again) {
			t.Errorf("Tags(%q) = %q; read again %q, %t", line, tags, again, ok)
		}
	})
}

// state is what the site's server answers to the read before a write.
type state struct {
	code   int
	fields []string
}

var (
	versionTwo = state{200, []string{`ETag: "2"`, "Last-Modified: Tue, 01 Dec 2026 02:00:00 GMT"}}
	weakTwo    = state{200, []string{`ETag: W/"2"`}}
	undated    = state{200, nil}
	missing    = state{404, nil}
	forbidden  = state{403, []string{`ETag: "2"`}}
)

func TestPreconditionsInTheOrderOfRFC9110(t *testing.T) {
	const (
		forward = 0
		refuse  = 412
	)
	for _, x := range []struct {
		name   string
		now    state
		fields []string
		want   int
	}{
		{"the current tag", versionTwo, []string{`If-Match: "2"`}, forward},
		{"one of several", versionTwo, []string{`If-Match: "1", "2"`}, forward},
		{"an old tag", versionTwo, []string{`If-Match: "1"`}, refuse},
		{"any version", versionTwo, []string{"If-Match: *"}, forward},
		{"any version of nothing", missing, []string{"If-Match: *"}, refuse},
		{"a tag of nothing", missing, []string{`If-Match: "2"`}, refuse},
		{"a weak tag of the client", versionTwo, []string{`If-Match: W/"2"`}, refuse},
		{"a weak tag of the site", weakTwo, []string{`If-Match: "2"`}, refuse},
		{"both weak", weakTwo, []string{`If-Match: W/"2"`}, refuse},
		{"a site without tags", undated, []string{`If-Match: "2"`}, forward},
		{"a malformed tag", versionTwo, []string{"If-Match: 2"}, forward},
		{"a read that is refused", forbidden, []string{`If-Match: "1"`}, forward},

		{"unchanged since", versionTwo, []string{"If-Unmodified-Since: Tue, 01 Dec 2026 02:00:00 GMT"}, forward},
		{"changed since", versionTwo, []string{"If-Unmodified-Since: Tue, 01 Dec 2026 01:59:59 GMT"}, refuse},
		{"no date at the site", undated, []string{"If-Unmodified-Since: Tue, 01 Dec 2026 01:59:59 GMT"}, forward},
		{"no date at the client", versionTwo, []string{"If-Unmodified-Since: yesterday"}, forward},
		{"If-Match outranks the date", versionTwo, []string{`If-Match: "2"`, "If-Unmodified-Since: Tue, 01 Dec 2026 01:59:59 GMT"}, forward},

		{"only if there is none, and there is", versionTwo, []string{"If-None-Match: *"}, refuse},
		{"only if there is none, and there is none", missing, []string{"If-None-Match: *"}, forward},
		{"none of these, and it is", versionTwo, []string{`If-None-Match: "2"`}, refuse},
		{"none of these, weakly", weakTwo, []string{`If-None-Match: "2"`}, refuse},
		{"none of these, and it is not", versionTwo, []string{`If-None-Match: "1"`}, forward},
		{"both tests, the second fails", versionTwo, []string{`If-Match: "2"`, `If-None-Match: "2"`}, refuse},
		{"both tests, the first fails", versionTwo, []string{`If-Match: "1"`, `If-None-Match: "1"`}, refuse},

		{"conditions of reads have no say", versionTwo, []string{"If-Modified-Since: Tue, 01 Dec 2026 02:00:00 GMT", `If-Range: "1"`}, forward},
		{"no condition", versionTwo, nil, forward},
	} {
		g := newGuard(t, gate.GuardOptions{Compare: true, Fetch: answering(x.now, nil)})
		v := visit("PUT", "/doc", x.fields...)
		got := 0
		if r := g.Check(v); r != nil {
			got = int(r.Status)
		}
		v.Leave()
		if got != x.want {
			t.Errorf("%s: %d, want %d", x.name, got, x.want)
		}
	}
}

// answering is a site in one state. seen gets each request, unless nil.
func answering(s state, seen func(*http.Request)) gate.Fetch {
	return func(r *http.Request) (*http.Response, error) {
		if seen != nil {
			seen(r)
		}
		res := &http.Response{StatusCode: s.code, Header: http.Header{}, Body: http.NoBody}
		for _, f := range s.fields {
			name, value, _ := strings.Cut(f, ": ")
			res.Header.Add(name, value)
		}
		return res, nil
	}
}
