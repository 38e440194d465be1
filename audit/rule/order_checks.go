package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

var orderChecks = []Check{
	{
		ID: "status-by-query-order", Group: "E", Severity: Notice, Unit: PerTemplate, Class: 4,
		Title: "The status depends on the order of the parameters",
		Why:   "Links and caches write parameters in any order, and some of them lead to an error.",
		Fix:   "Read parameters by their names, or redirect to one order.",
		Docs:  []string{docCanonical},
		Find: eachTrial(TrialOrder, func(t Trial, f *Facts) *Hit {
			of := f.Site.Resource(t.Of.Key)
			if of == nil || !f.settled(of) || !of.Exchange.Status.IsSuccess() || !t.Sure() || !t.Final().Answered() || !t.Final().Broken() {
				return nil
			}
			return &Hit{Template: Template(t.Of), Message: fmt.Sprintf("%s answers %s, and %s answers %s", t.Of.PathQuery(), of.Exchange.Status, t.Asked.PathQuery(), t.Final().Status)}
		}),
	},
	{
		ID: "status-by-ip-family", Group: "E", Severity: Warning, Unit: PerURL, Class: 2,
		Title: "The status depends on IPv4 or IPv6",
		Why:   "Crawlers choose one of both, and one of them meets another site.",
		Fix:   "Point both addresses at the same servers.",
		Docs:  []string{docStatus},
		Find:  eachVariants(findFamilies),
	},
}

// findFamilies compares the answers by both versions of IP with each other:
// they came over the same version of HTTP, which the plain one may not.
func findFamilies(v Variants) *Hit {
	var both []Variant
	for _, o := range v.Others {
		if o.By == ByFamily {
			both = append(both, o)
		}
	}
	if len(both) != 2 || pause.Has(both[0].First.Status) || pause.Has(both[1].First.Status) || !differs(both[0].First, both[1].First) {
		return nil
	}
	for i, o := range both {
		if o.Again != nil && differs(both[1-i].First, o.Again) && !pause.Has(o.Again.Status) {
			return &Hit{Message: fmt.Sprintf("answers %s over %s, and %s over %s", both[0].First.Status, both[0].Name, both[1].First.Status, both[1].Name)}
		}
	}
	return nil
}

// signed are names of parameters whose value may depend on the order of the
// others.
var signed = newFinder([]string{"sig", "hash", "hmac", "token", "digest", "checksum", "nonce"})

// OtherOrder is an address with its parameters turned round; false where their
// order may mean something, or there is none.
func OtherOrder(a crawl.Address) (crawl.Address, bool) {
	pairs, ok := namedPairs(a)
	if !ok {
		return crawl.Address{}, false
	}
	turned := ""
	for _, pair := range pairs {
		turned = "&" + pair + turned
	}
	other, err := crawl.ParseAddress(a.Origin() + a.Path() + "?" + turned[1:])
	return other, err == nil && other.Key != a.Key
}
