package rule

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// leastStatuses is how many statuses the titles of one place must name for it
// to be a reference of statuses.
const leastStatuses = 3

var threeDigits = regexp.MustCompile(`\b[1-5]\d\d\b`)

// AcquitReferences takes back what titles say against pages of a reference of
// HTTP statuses: pages of one place, each named after another status.
func AcquitReferences(site *crawl.Site, seen map[string]*Observation) {
	named := map[string]map[status.Code]bool{}
	for key, o := range seen {
		if r := site.Resource(key); r != nil && (o.Soft.Convincing() || o.Failure != "") {
			named[kindOf(r.Address)] = map[status.Code]bool{}
		}
	}
	if len(named) == 0 {
		return
	}
	for r := range site.All() {
		if codes := named[kindOf(r.Address)]; codes != nil && r.Page != nil && plainOK.Has(r.Exchange.Status) {
			if code, ok := statusNamed(r.Page); ok {
				codes[code] = true
			}
		}
	}
	for key, o := range seen {
		if r := site.Resource(key); r != nil && r.Page != nil && len(named[kindOf(r.Address)]) >= leastStatuses {
			if _, ok := statusNamed(r.Page); ok {
				o.Soft, o.Failure = Soft{}, ""
			}
		}
	}
}

// statusNamed finds the status by whose number and name a page is titled.
func statusNamed(p *crawl.Page) (status.Code, bool) {
	for _, heading := range append([]string{p.Title}, p.H1...) {
		for _, digits := range threeDigits.FindAllString(heading, 3) {
			n, _ := strconv.Atoi(digits)
			if code := status.Code(n); strings.Contains(strings.ToLower(heading), strings.ToLower(code.Reason())) {
				return code, true
			}
		}
	}
	return 0, false
}
