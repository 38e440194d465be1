package audit

import (
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// maxOrders is how many kinds of addresses are asked with their parameters in
// another order.
const maxOrders = 10

// planOrders turns the parameters of one page of each kind round.
func planOrders(c crawled) []rule.Trial {
	seen := map[string]bool{}
	var out []rule.Trial
	for r := range c.site.All() {
		if r.Exchange == nil || !r.Exchange.Status.IsSuccess() || r.Page == nil || len(out) >= maxOrders {
			continue
		}
		other, ok := rule.OtherOrder(r.Address)
		if !ok || !c.site.Scope.Has(other) {
			continue
		}
		kind := rule.Template(r.Address)
		if seen[kind] {
			continue
		}
		seen[kind] = true
		out = append(out, rule.Trial{Kind: rule.TrialOrder, Of: r.Address, Asked: other})
	}
	return out
}

// families ask over IPv4 and over IPv6 where a name may lead to both, until one
// of them does not answer: the fault may be that of this machine.
func (t *tester) families(a crawl.Address) []variant {
	if !ordinary(a) || t.oneFamily.Load() {
		return nil
	}
	return []variant{
		{by: rule.ByFamily, name: "IPv4", family: "tcp4", http1: true},
		{by: rule.ByFamily, name: "IPv6", family: "tcp6", http1: true},
	}
}
