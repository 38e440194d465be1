package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// IDExternal is the check of addresses outside of the site.
const IDExternal = "external-broken"

// External is an address of another site that links name, with its redirects
// and what asking again showed.
type External struct {
	Of    *crawl.Resource   // without an answer of its own
	Hops  []*crawl.Exchange // empty when it was not asked
	Again *crawl.Exchange   // second answer of the last hop; nil when the first raised no doubt
	Why   crawl.Reason      // nothing can be said of it, and why; empty when something can
}

// First is the answer to the address itself; nil when it was not asked.
func (e External) First() *crawl.Exchange {
	if len(e.Hops) == 0 {
		return nil
	}
	return e.Hops[0]
}

// Final is the answer at the end of the redirects; nil when nothing was asked.
func (e External) Final() *crawl.Exchange {
	if len(e.Hops) == 0 {
		return nil
	}
	return e.Hops[len(e.Hops)-1]
}

// Broken reports a target that failed twice, with proof.
func (e External) Broken() bool {
	return e.Why == "" && e.Again != nil && FailsOutside(e.Final()) && FailsOutside(e.Again)
}

var (
	// shyAnswers are what other sites answer to programs and strangers, whatever
	// they answer to people.
	shyAnswers = status.MustParseSet("400-403, 405-407, 418, 451")
	// goneOutside are answers that say the same to everybody.
	goneOutside = status.MustParseSet("4xx, 5xx, !400-403, !405-407, !418, !429, !451, !503")
)

// provenReasons are failures that meet everybody: no name, nobody who listens,
// a certificate that every browser refuses.
var provenReasons = map[crawl.Reason]bool{
	crawl.DNSNoName: true, crawl.Refused: true, crawl.TLSExpired: true, crawl.TLSNotYetValid: true, crawl.TLSName: true,
}

// FailsOutside reports an answer of another site that is an error for everybody.
func FailsOutside(x *crawl.Exchange) bool {
	return UnclearOutside(x, nil) == "" && (provenReasons[x.Reason] || x.Reason == "" && goneOutside.Has(x.Status))
}

// UnclearOutside says why an answer of another site tells nothing about its
// address; empty when it does. The page is that of the answer, or nil.
func UnclearOutside(x *crawl.Exchange, page *crawl.Page) crawl.Reason {
	switch {
	case x.Unanswered() != "":
		return x.Unanswered()
	case x.Reason != "" && !provenReasons[x.Reason]:
		return x.Reason
	case x.Reason != "":
		return ""
	case wallOf(x, page) != "":
		return crawl.Challenge
	case shyAnswers.Has(x.Status), x.Answered() && !x.Status.Valid():
		return crawl.RefusedAgent
	}
	return ""
}

var outsideChecks = []Check{
	{
		ID: IDExternal, Group: "J", Severity: Notice, Unit: PerURL, Class: 5,
		Title: "A link to another site leads nowhere",
		Why:   "Visitors who follow it reach an error.",
		Fix:   "Replace the link, or remove it.",
		Docs:  []string{docStatus},
		Find:  findBrokenOutside,
	},
}

func findBrokenOutside(f *Facts) []Hit {
	var hits []Hit
	for _, e := range f.Externals {
		if !e.Broken() {
			continue
		}
		h := Hit{
			Address: e.Of.Address, First: e.First(), Sources: e.Of.Sources, SourcesTotal: e.Of.Total, Discriminator: string(e.Of.Roles[0]),
			Message: "the address of another site " + failure(e.First()),
		}
		if n := len(e.Hops) - 1; n > 0 {
			h.Final = e.Final()
			h.Message = fmt.Sprintf("another site redirects to %s, which %s", e.Final().Address.Raw, failure(e.Final()))
		}
		hits = append(hits, h)
	}
	return hits
}

// failure tells what came of a question.
func failure(x *crawl.Exchange) string {
	if x.Reason != "" {
		return fmt.Sprintf("cannot be reached (%s)", x.Reason)
	}
	return fmt.Sprintf("answers %s %s", x.Status, x.Status.Reason())
}
