package audit

import (
	"regexp"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// pageNumber finds the number of a page in an address: in the query or in the
// path.
var pageNumber = regexp.MustCompile(`([?&](?:page|p|pg|paged|start|offset)=|/page/)(\d{1,6})\b`)

const farPage = "99999"

// planPages tries a page far behind the last one of each list that the site
// itself has in pages: at least two addresses that differ in that number alone.
func planPages(c crawled) []rule.Trial {
	first := map[string]crawl.Address{}
	count := map[string]int{}
	var order []string
	for r := range c.site.All() {
		if r.Page == nil || !r.Exchange.Status.IsSuccess() || !r.HasRole(crawl.RoleLink) {
			continue
		}
		at := pageNumber.FindStringSubmatchIndex(r.Address.Raw)
		if at == nil {
			continue
		}
		list := r.Address.Raw[:at[4]] + "{n}" + r.Address.Raw[at[5]:]
		if count[list]++; count[list] == 1 {
			first[list] = r.Address
		}
		if count[list] == 2 {
			order = append(order, list)
		}
	}
	var out []rule.Trial
	for _, list := range order[:min(len(order), maxRepresentatives)] {
		a, err := crawl.ParseAddress(strings.Replace(list, "{n}", farPage, 1))
		if err == nil {
			out = append(out, rule.Trial{Kind: rule.TrialPage, Of: first[list], Asked: a})
		}
	}
	return out
}
