package handlers

import (
	"context"
	"net"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/handlers/form"
	"github.com/seed-3913a1bb/signpost/handlers/gate"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
)

// exchange is what the edge remembers of one request until it is answered.
// The boxes of the chain share it through the request's context; it belongs to
// the goroutine that serves the request.
type exchange struct {
	in      *http.Request       // as the client sent it
	out     http.ResponseWriter // of the proxy; nil: the exchange has not come to it
	site    *site               // that its Host names
	id      string              // request id
	upgrade []string            // Upgrade of an answer, saved from hop-by-hop removal
	asks407 []string            // Proxy-Authenticate of an answer, likewise
	verdict Verdict             // of the upstream's answer
	problem problem.Problem
	told    []byte        // JSON of a conflict that a kept form met; it may hold the current values
	members []byte        // JSON object of the site's server whose members stay in ours
	visit   gate.Visit    // of the gates
	record  access.Record // what stays of it

	bodyUnseen bool // a HEAD whose GET could be replaced
	inProcess  bool // the site's server is a handler of this program: no hop

	kept       *form.Kept     // what the visitor typed; nil: nothing is kept
	conflict   *rule.Conflict // what is done about it, where a permit says so; nil: what the verdict says
	confirming string         // version that the visitor wishes to replace, before the question; empty: none

	soft *softAnswer // a success to a write that passes; nil: it is not read
	copy *copied     // the last-good copy that answers; nil: none
}

type exchangeKey struct{}

func withExchange(ctx context.Context, ex *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, ex)
}

// exchangeOf returns the exchange of a request, an empty one outside the chain.
func exchangeOf(r *http.Request) *exchange {
	if ex, ok := r.Context().Value(exchangeKey{}).(*exchange); ok {
		return ex
	}
	return &exchange{in: r}
}

// judgeInput says what Judge needs to know about the request.
func judgeInput(r *http.Request) JudgeInput {
	in := JudgeInput{
		Method:   r.Method,
		Host:     r.Host,
		Path:     r.URL.EscapedPath(),
		Query:    r.URL.RawQuery,
		Request:  r.Header,
		ClientIP: middleware.GetClientIPAddr(r.Context()),
		Size:     -1,
	}
	if s := exchangeOf(r).site; s != nil {
		in.Policy = s.policy
	}
	return in
}

// hasBody reports that the client is sending a body.
func hasBody(r *http.Request) bool {
	return r.Body != nil && r.Body != http.NoBody && r.ContentLength != 0
}

// isSafe reports the methods that change nothing (RFC 9110 section 9.2.1).
func isSafe(method string) bool { return safeMethods.has(method) }

var safeMethods = newWordSet("GET HEAD OPTIONS TRACE QUERY PROPFIND REPORT SEARCH")

// siteHost is the name that the client asked for, without a port.
func siteHost(r *http.Request) string { return withoutPort(r.Host) }

func withoutPort(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}
