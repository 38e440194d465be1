package handlers

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// Explanation is what an edge makes of one request, and why.
type Explanation struct {
	Site    string          // that answers for the host; "none" when no site does
	Answer  status.Code     // of the site's server; 0: it gave none
	Failure string          // RFC 9209 type of an error of the edge; empty when the server answered
	Problem problem.Problem // as understood
	Verdict Verdict
}

// Explain sends a request to the servers of the site that its Host names, as the
// edge would, and says what the edge would make of the answer. Nothing of it is
// counted, logged or kept, and the gates of the site are not asked. The body is
// read as far as the edge reads it. The error is that of a request that could
// not be made at all.
func (e *Edge) Explain(ctx context.Context, r *http.Request) (Explanation, error) {
	s := e.hosts.find(siteHost(r))
	out := Explanation{Site: s.name}
	ex := &exchange{in: r, site: s}
	r = r.WithContext(withExchange(ctx, ex))
	ex.in = r
	res, err := s.fetch(r)
	if f, ok := errors.AsType[*upstream.Failure](err); ok && f.Status.Valid() {
		in := judgeInput(r)
		in.Own, in.Status, in.Failure = true, f.Status, f.Word
		out.Failure, out.Verdict = f.Type, Judge(in)
		out.Problem.Status = f.Status
		return out, nil
	}
	if err != nil {
		return out, err
	}
	defer upstream.Discard(res)
	body, err := io.ReadAll(io.LimitReader(res.Body, readBytes))
	if err != nil && len(body) == 0 {
		return out, err
	}
	out.Answer = status.Code(res.StatusCode)
	out.Problem, out.Verdict = s.policy.explain(r, problem.Exchange{
		Method: r.Method, Path: r.URL.RequestURI(), Status: out.Answer, Header: res.Header, Body: body,
	}, s.conflict.Rules)
	return out, nil
}
