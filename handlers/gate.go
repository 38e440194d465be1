package handlers

import (
	"errors"
	"net/http"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/upstream"
)

var errNoSite = errors.New("no site has this host")

// gate may answer before the site's servers are asked: nil lets the request go
// on.
type gate func(*exchange) *refusal

// refusal is an error that the edge answers before it asks anybody. What is
// zero follows from the failure's status.
type refusal struct {
	*upstream.Failure
	cause  problem.Cause
	name   string        // of the limit or the switch, for logs and metrics
	header http.Header   // fields that come with the answer
	wait   time.Duration // Retry-After
	exact  bool          // the wait is an announced end: not spread
}

// seconds is the wait rounded up, 0 where none is named.
func (r *refusal) seconds() int {
	if r == nil {
		return 0
	}
	return int((r.wait + time.Second - 1) / time.Second)
}

// refusal asks the gates in order; the first that refuses decides.
func (s *site) refusal(ex *exchange) *refusal {
	for _, g := range s.gates {
		if r := g(ex); r != nil {
			return r
		}
	}
	return nil
}
