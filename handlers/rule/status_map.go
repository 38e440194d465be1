package rule

import (
	"net/http"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// Recommended is the preset that sends what was invented by products as what
// browsers, crawlers and caches know: see status.Facts.RestateTo.
const Recommended = "recommended"

// MapEntry is one line of a status map, as written.
type MapEntry struct {
	From string // errors, in the grammar of status.ParseSet
	To   string // one status of 400 to 599
}

// StatusMap sends errors under another status. The nil StatusMap changes none.
// It is immutable and safe for concurrent use.
type StatusMap struct {
	to map[status.Code]status.Code
}

// CompileMap checks a status map: a preset ("" or "recommended"), then the
// entries, which go before it. The error joins every mistake, each a
// [*Mistake].
func (o Options) CompileMap(preset string, entries []MapEntry) (*StatusMap, error) {
	m := &StatusMap{to: map[status.Code]status.Code{}}
	var r report
	switch preset {
	case "":
	case Recommended:
		for from, to := range recommended() {
			if !covers(entries, from) {
				r.mapped("status.map", m, o, status.Of(from), to)
			}
		}
	default:
		r.add("status.map", "use recommended, or a map such as 420: 429", "there is no preset %q", preset)
	}
	for i, e := range entries {
		r.index = i
		r.entry(m, o, e)
	}
	if r.found != nil {
		slices.SortStableFunc(r.found, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
		return nil, joined(r.found)
	}
	return m, nil
}

// recommended leaves 407 out: whether it may reach a visitor is a setting of
// its own.
func recommended() map[status.Code]status.Code {
	m := map[status.Code]status.Code{}
	for _, code := range status.Known() {
		if to := code.Facts().RestateTo; to != 0 && !code.Is(status.ProxyAuthRequired) {
			m[code] = to
		}
	}
	return m
}

func covers(entries []MapEntry, code status.Code) bool {
	return slices.ContainsFunc(entries, func(e MapEntry) bool {
		set, err := status.ParseSet(e.From)
		return err == nil && set.Has(code)
	})
}

func (r *report) entry(m *StatusMap, o Options, e MapEntry) {
	key := "status.map." + e.From
	from, err := status.ParseSet(e.From)
	if err != nil {
		r.add(key, "", "%v", err)
		return
	}
	to, err := status.Parse(e.To)
	switch {
	case err != nil:
		r.add(key, "", "%v", err)
	case only(from, status.Code.IsError) != from:
		r.add(key, "correct it by a rule that names it", "an answer that is no error keeps its status")
	case to.IsSuccess():
		r.add(key, "use a status of 400 to 599", "%s would let an error leave as a success: search engines call that a soft 404", to)
	case to.IsRedirection():
		r.add(key, "list real moves, address by address, in `moved`", "%s would turn an error into a redirect", to)
	case !to.IsError():
		r.add(key, "use a status of 400 to 599", "%s is no status of an error", to)
	case from == status.Of(to):
		r.add(key, "leave it out", "%s is the status already", to)
	default:
		r.mapped(key, m, o, from, to)
	}
}

// mapped adds a checked change of status.
func (r *report) mapped(key string, m *StatusMap, o Options, from status.Set, to status.Code) {
	for _, why := range o.restates(from, to, 0) {
		r.add(key, why.hint, "%s", why.text)
	}
	for _, code := range from.Codes() {
		if earlier, twice := m.to[code]; twice && !earlier.Is(to) {
			r.add(key, "keep one of the two", "%s is mapped to %s already", code, earlier)
		}
		m.to[code] = to
	}
}

// Restate returns what an error is sent as, and whether that is another
// status. An answer becomes 401 only when it carries the challenge that a 401
// owes (RFC 9110 section 15.5.2), and 403 otherwise.
func (m *StatusMap) Restate(code status.Code, answer http.Header) (status.Code, bool) {
	if m == nil {
		return code, false
	}
	to, ok := m.to[code]
	if !ok || to.Is(code) {
		return code, false
	}
	return Challenged(to, answer), true
}

// Challenged returns the status that may be sent in place of another: 401 needs
// a challenge, and becomes 403 without one.
func Challenged(to status.Code, answer http.Header) status.Code {
	if to.Is(status.Unauthorized) && len(answer["Www-Authenticate"]) == 0 {
		return status.Forbidden
	}
	return to
}
