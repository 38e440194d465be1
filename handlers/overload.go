package handlers

import (
	"github.com/seed-3913a1bb/signpost/handlers/gate"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// newOverload prepares the answer of an edge that has no room. It stands
// outside of everything else, before the site is even known: its page has no
// brand and one language.
func (e *Edge) newOverload(inFlight int) (*gate.Overload, error) {
	doc := problem.Describe(
		problem.Problem{Status: status.ServiceUnavailable},
		problem.DescribeOptions{Lang: locale.English(), Origin: "overload"},
	)
	page, err := views.Render(views.NewPage(doc, views.PageOptions{}))
	if err != nil {
		e.log.Error("render the page of an overload", "err", err)
		page = nil // text for everybody
	}
	return gate.NewOverload(gate.OverloadOptions{
		InFlight: inFlight,
		HTML:     page,
		Policy:   views.ContentSecurityPolicy(),
		InUse:    &e.state.inFlight,
		Count:    e.state.metrics.gates.sheds,
	})
}
