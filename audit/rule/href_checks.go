package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

var hrefChecks = []Check{
	{
		ID: "malformed-href", Group: "J", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A link that nobody can have meant",
		Why:   "A template or a typing error made an address that leads nowhere, or to another place than was meant.",
		Fix:   "Write the address that is meant; encode a space as %20.",
		Docs:  []string{docLinks, "https://url.spec.whatwg.org/#url-writing"},
		Find:  findOddLinks,
	},
}

// findOddLinks reports each page once, with its first odd link.
func findOddLinks(f *Facts) []Hit {
	public := f.public()
	var hits []Hit
	for r := range f.Site.All() {
		o := f.Seen[r.Address.Key]
		if o == nil || len(o.Odd) == 0 || r.Exchange == nil || !plainOK.Has(r.Exchange.Status) || !f.trusted(r) {
			continue
		}
		for _, l := range o.Odd {
			if !f.isOdd(l, public) {
				continue
			}
			hits = append(hits, about(r, Hit{
				Match: l.Written, Discriminator: l.Fault, Message: fmt.Sprintf("a link holds %s: %s", l.Fault, l.Written),
				Sources: []crawl.Source{{Page: r.Address.Raw, Role: crawl.RoleLink, Element: l.Element, Attr: l.Attr, Written: l.Written, Text: l.Text}},
			}))
			break
		}
	}
	return hits
}

func (f *Facts) isOdd(l OddLink, public bool) bool {
	switch l.If {
	case IfPublic:
		return public
	case IfBroken:
		r := f.Site.Resource(l.To)
		return r != nil && f.settled(r) && r.Exchange.Broken()
	}
	return true
}

// public reports a site on the public internet, at the usual ports.
func (f *Facts) public() bool {
	for _, seed := range f.Site.Seeds {
		if seed.Host != seed.Hostname() || !crawl.IsPublicName(seed.Hostname()) {
			return false
		}
	}
	return true
}
