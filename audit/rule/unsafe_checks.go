package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// unsafeChecks need requests by other methods, which only the owner may allow.
var unsafeChecks = []Check{
	{
		ID: "options-status", Group: "A", Severity: Notice, Unit: PerURL, Class: 4,
		Title: "OPTIONS does not say what works",
		Why:   "Programs ask with OPTIONS which methods they may use, browsers before requests to another site.",
		Fix:   "Answer OPTIONS with success and name every method that works in Allow.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9110#section-9.3.7"},
		Find:  eachVariants(findOptions),
	},
	{
		ID: "maintenance-swallows-post", Group: "A", Severity: Warning, Unit: PerURL, Class: 2,
		Title: "What is sent during a pause gets lost",
		Why:   "A program whose POST is answered with success believes that it was delivered.",
		Fix:   "Answer 503 for every method, and leave out the addresses that must work.",
		Docs:  []string{docOutage},
		Find: eachTrial(TrialPost, func(t Trial, _ *Facts) *Hit {
			if !t.First().Status.IsSuccess() || t.Page == nil || !t.Sure() {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answers %s with a page to an empty POST, while the site pauses", t.First().Status)}
		}),
	},
}

func findOptions(v Variants) *Hit {
	if !v.Plain[0].Status.IsSuccess() {
		return nil
	}
	works := []string{"GET"}
	var options *crawl.Exchange
	for _, o := range v.Others {
		switch {
		case o.By == ByMethod && o.First.Status.IsSuccess():
			works = append(works, o.Name)
		case o.Name == "OPTIONS" && o.First.Status.IsServerError() && o.Again != nil && o.Again.Status.IsServerError() && !pause.Has(o.First.Status):
			return &Hit{Message: fmt.Sprintf("answers OPTIONS with %s", o.First.Status)}
		case o.Name == "OPTIONS":
			options = o.First
		}
	}
	if options == nil || len(options.Header.Values("Allow")) == 0 {
		return nil
	}
	allow := strings.ToUpper(strings.Join(options.Header.Values("Allow"), ","))
	for _, method := range works {
		if !varies(allow, method) {
			return &Hit{Discriminator: method, Match: allow, Message: fmt.Sprintf("answers %s, and OPTIONS does not name it in Allow", method)}
		}
	}
	return nil
}
