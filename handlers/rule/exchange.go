package rule

import (
	"net/http"
	"net/netip"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// Exchange is what rules look at. What the header of an answer tells is there
// from the start; the body is asked for only when a rule that could still match
// needs it.
type Exchange struct {
	Host     string // that the client asked for, without a port
	Path     string // as requested, still escaped, without the query
	Method   string
	Status   status.Code // as the site's server sent it, or of the edge's own error
	Own      bool        // the edge itself made the error
	Client   string      // class of the client, a word of When.Client; empty: not known
	Network  netip.Addr  // address of the client; the zero Addr is in no network
	Request  http.Header // with canonical names
	Response http.Header // likewise; nil for an own error
	Size     int64       // of the body as announced; negative: unknown

	// Body looks at the body; Match calls it at most once. Nil: there is none to
	// look at, and no condition on it holds.
	Body func() Body

	// LastGood reports whether a good copy can be served in place of the answer;
	// Match calls it only for a rule that would serve one. Nil: there is none.
	LastGood func() bool
}

// Body is what a look at the body tells.
type Body struct {
	Class    problem.BodyClass
	Cause    string // of a conflict, or the word of an own error
	Title    string // of an HTML page
	Size     int64  // bytes that were seen
	Complete bool   // there are no more
}
