package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// jokes are codes that are meant as a joke or made up for one service.
var jokes = status.MustParseSet("418, 420")

var headerChecks = []Check{
	{
		ID: "allow-header-missing", Group: "A", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "405 without an Allow field",
		Why:   "RFC 9110 demands that 405 names the methods that work.",
		Fix:   "Send Allow with the methods of the address.",
		Docs:  []string{docAllow},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			// An empty Allow field is legal: no method works.
			if !notAllowed.Has(r.Exchange.Status) || len(r.Exchange.Header.Values("Allow")) > 0 {
				return nil
			}
			return &Hit{Message: "answers 405 Method Not Allowed without Allow"}
		}),
	},
	{
		ID: "non-standard-status", Group: "A", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A status that is not registered",
		Why:   "Clients take an unknown code as the x00 of its class; some search engines count it as an error of its own.",
		Fix:   "Answer a registered code: the edge can map it.",
		Docs:  []string{docCodes, "https://www.iana.org/assignments/http-status-codes"},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			code := r.Exchange.Status
			if !r.Exchange.Answered() || registered(code) || jokes.Has(code) || !code.Valid() && !knownBeyond(code) {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers %s, which is not registered at IANA", code)}
		}),
	},
	{
		ID: "status-418-420", Group: "A", Severity: Notice, Unit: PerURL, Class: 4,
		Title: "A joke status",
		Why:   "Clients take it as 400 and nobody knows what is meant.",
		Fix:   "Answer 403 for a refusal or 429 for a limit.",
		Docs:  []string{docCodes},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if !jokes.Has(r.Exchange.Status) {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers %s", r.Exchange.Status)}
		}),
	},
}

func registered(c status.Code) bool {
	if c.IsError() {
		return c.Facts().Registered
	}
	return c.Valid() && c.Reason() != "Status "+c.Class()
}
