package endurance_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// front is a shared cache before the edge that stores whatever RFC 9111 lets it,
// and guesses where it may.
type front struct {
	at     string
	stored map[string][]variant
}

// variant is a stored answer, and the request that it answered.
type variant struct {
	asked  http.Header
	answer met
}

// ask answers from the cache where it can.
func (f *front) ask(raw string) met {
	head, _, _ := strings.Cut(raw, "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	asked := http.Header{}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		asked.Add(name, strings.TrimSpace(value))
	}
	method, target, _ := strings.Cut(strings.TrimSuffix(lines[0], " HTTP/1.1"), " ")
	key := asked.Get("Host") + " " + target
	if method == http.MethodGet {
		for _, v := range slices.Backward(f.stored[key]) {
			if v.answers(asked) {
				return v.answer
			}
		}
	}
	got := visit(f.at, raw)
	if method == http.MethodGet && got.err == nil && storable(asked, got) {
		f.stored[key] = append(f.stored[key], variant{asked, got})
	}
	return got
}

// answers compares the fields that the answer depended on (RFC 9111 section 4.1).
func (v variant) answers(asked http.Header) bool {
	for _, name := range list(v.answer.header, "Vary") {
		if strings.Join(asked.Values(name), ",") != strings.Join(v.asked.Values(name), ",") {
			return false
		}
	}
	return true
}

// guessed are the statuses whose freshness a cache may guess (RFC 9110 section
// 15.1).
var guessed = []int{200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501}

// storable is RFC 9111 section 3 for a shared cache.
func storable(asked http.Header, a met) bool {
	control := list(a.header, "Cache-Control")
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(control, n) })
	}
	if has("no-store", "private", "no-cache") || slices.Contains(list(a.header, "Vary"), "*") {
		return false
	}
	lifetime, said := seconds(control)
	if asked.Get("Authorization") != "" && !has("public", "must-revalidate") {
		return false
	}
	return said && lifetime > 0 || !said && (has("public") || slices.Contains(guessed, a.code))
}

func seconds(control []string) (n int, said bool) {
	for _, name := range []string{"s-maxage=", "max-age="} {
		for _, directive := range control {
			if value, ok := strings.CutPrefix(directive, name); ok {
				n, _ = strconv.Atoi(value)
				return n, true
			}
		}
	}
	return 0, false
}

// list splits a field into its members, in lower case.
func list(h http.Header, name string) []string {
	var all []string
	for member := range strings.SplitSeq(strings.ToLower(strings.Join(h.Values(name), ",")), ",") {
		if member = strings.TrimSpace(member); member != "" {
			all = append(all, member)
		}
	}
	return all
}

func TestTheFrontStoresWhatItMayAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		code    int
		control string
		asked   http.Header
		want    bool
	}{
		{200, "", nil, true},
		{404, "", nil, true},
		{405, "", nil, true},
		{409, "", nil, false},
		{409, "max-age=60", nil, true},
		{200, "max-age=0", nil, false},
		{404, "public, max-age=60", nil, true},
		{404, "no-store", nil, false},
		{200, "private, max-age=60", nil, false},
		{200, "max-age=60", http.Header{"Authorization": {"x"}}, false},
		{200, "public, max-age=60", http.Header{"Authorization": {"x"}}, true},
	} {
		a := met{code: c.code, header: http.Header{"Cache-Control": {c.control}}}
		if got := storable(c.asked, a); got != c.want {
			t.Errorf("%d %q %v: stored %t, want %t", c.code, c.control, c.asked, got, c.want)
		}
	}
}
