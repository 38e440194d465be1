package audit

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/status"
)

// OwedField is a field that an answer should have and has not.
type OwedField struct {
	URL   string `json:"url"`
	Field string `json:"field"`
	Must  bool   `json:"must"` // a standard demands it; else it would help
	Why   string `json:"why"`
}

// owedBy lists the fields that the answers of the chain lack.
func owedBy(hops []*crawl.Resource, answers []VariantAnswer) (owed []OwedField) {
	for _, hop := range hops {
		x := hop.Exchange
		if !x.Answered() {
			continue
		}
		facts := x.Status.Facts()
		for _, name := range facts.Required {
			owed = missing(owed, x, name, true, facts.Reference)
		}
		for _, name := range facts.Expected {
			owed = missing(owed, x, name, false, facts.Reference)
		}
	}
	return append(owed, varyOwed(hops[0].Exchange, answers)...)
}

func missing(owed []OwedField, x *crawl.Exchange, name string, must bool, why string) []OwedField {
	plain, _, _ := strings.Cut(name, " ")
	if x.Header.Get(plain) != "" {
		return owed
	}
	return append(owed, OwedField{x.Address.Raw, name, must, fmt.Sprintf("%s (%s)", x.Status, why)})
}

// negotiated are the axes that shared caches tell apart by Vary only.
var negotiated = map[string]string{"accept": "Accept", "language": "Accept-Language", "encoding": "Accept-Encoding"}

// varyOwed lists the request fields that change the answer and that Vary does
// not name (RFC 9110 section 12.5.5).
func varyOwed(first *crawl.Exchange, answers []VariantAnswer) (owed []OwedField) {
	known := map[string]bool{}
	for _, a := range answers {
		field := negotiated[a.Axis]
		changes := a.Type != answers[0].Type || a.Axis == "encoding" && a.Coding != answers[0].Coding
		if field == "" || known[field] || !changes || a.Status == 0 || varies(first.Header, field) {
			continue
		}
		known[field] = true
		owed = append(owed, OwedField{first.Address.Raw, "Vary: " + field, false, "this address: its answer depends on it (RFC 9110 section 12.5.5)"})
	}
	return owed
}

func varies(h http.Header, field string) bool {
	for _, line := range h.Values("Vary") {
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.TrimSpace(name); name == "*" || strings.EqualFold(name, field) {
				return true
			}
		}
	}
	return false
}

// inSearch says what search engines make of an address, by its chain.
func inSearch(hops []*crawl.Resource, out *Inspection) []string {
	if out.Robots.Policy == robots.DisallowAll {
		return []string{"while robots.txt cannot be had, nothing of the host is crawled; after 12 hours an old copy of it counts"}
	}
	if !out.Robots.Allowed {
		return []string{"robots.txt forbids it to Googlebot: it is not fetched, and its status is never seen"}
	}
	var said []string
	last := hops[len(hops)-1]
	if len(hops) > 1 || last.Moves() {
		said = append(said, movesInSearch(hops, out.Loop))
	}
	x := last.Exchange
	switch {
	case !x.Answered():
		return append(said, "no answer counts like a 5xx: the crawl of the whole host slows, and the address is dropped in time")
	case x.Status.IsError():
		return append(said, x.Status.Facts().Index.Explain())
	case x.Status.IsSuccess():
		return append(said, pageInSearch(last)...)
	}
	return said
}

func movesInSearch(hops []*crawl.Resource, loop bool) string {
	if loop {
		return "the redirects go in a circle: a redirect error, nothing is indexed"
	}
	if len(hops) > maxHopsInSearch {
		return "more redirects than search engines follow: a redirect error"
	}
	for _, hop := range hops {
		if hop.Exchange.Status.FollowsLocation() && !hop.Exchange.Status.IsPermanentMove() {
			return "a temporary redirect is followed; it is a weak sign that the target should be shown"
		}
	}
	return "a permanent redirect is followed; the target takes the place of the address"
}

const maxHopsInSearch = 10

func pageInSearch(r *crawl.Resource) []string {
	x := r.Exchange
	switch {
	case x.Status.Is(status.NoContent) || x.Size == 0:
		return []string{"an answer without content counts as a soft 404"}
	case r.Page == nil:
		return []string{"the file may be indexed if its type is one that search engines read"}
	case r.Page.NoIndex():
		return []string{"the page asks not to be indexed (noindex), and will not be"}
	case r.Page.Canonical != "" && r.Page.Canonical != x.Address.Raw:
		return []string{"the page may be read; its canonical names " + r.Page.Canonical + " as the one to show"}
	}
	return []string{"the page may be indexed"}
}
