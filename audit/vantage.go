package audit

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// Vantage compares two reports of one site that were made at one time in two
// places, and returns a finding status-by-vantage for each address that the
// reports name and whose status is of another class. Rate limits and pauses
// prove nothing.
func Vantage(here, there *Report) []Finding {
	check, _ := rule.Lookup("status-by-vantage")
	named := map[string]bool{}
	for _, r := range []*Report{here, there} {
		namesOf(r, named)
	}
	var out []Finding
	for _, url := range slices.Sorted(maps.Keys(named)) {
		a, err := crawl.ParseAddress(url)
		if err != nil {
			continue
		}
		first, known := here.Past.At(a)
		second, knownToo := there.Past.At(a)
		if !known || !knownToo || first.Status.Class() == second.Status.Class() || pauses(first.Status) || pauses(second.Status) {
			continue
		}
		hit := rule.Hit{
			Address: a, First: &crawl.Exchange{Address: a, Status: second.Status},
			Message: fmt.Sprintf("answers %s in one place and %s in the other", first.Status, second.Status),
		}
		f := newFinding(check, hit, &rule.Facts{Site: crawl.NewSite()}, there.Run.Started)
		out = append(out, f)
	}
	return out
}

func pauses(c status.Code) bool {
	return c.Is(status.TooManyRequests) || c.Is(status.ServiceUnavailable)
}

// namesOf collects the addresses that a report names: of a remembered one it
// holds the digest alone.
func namesOf(r *Report, into map[string]bool) {
	for _, f := range r.Findings {
		into[f.URL] = true
	}
	for _, f := range r.Ignored {
		into[f.URL] = true
	}
	for _, u := range r.Unverified {
		into[u.URL] = true
	}
	for _, u := range r.Redirects {
		into[u.From] = true
	}
}
