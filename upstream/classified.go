package upstream

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// classified turns every error of an exchange into a *Failure.
type classified struct {
	next http.RoundTripper
}

func (c classified) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	var p progress

	res, err := c.next.RoundTrip(req.WithContext(p.watch(ctx)))
	if err != nil {
		f := classify(p.phase(), withContext(ctx, err))
		f.Unsent = !p.sent() || isUnprocessed(err)

		return nil, f
	}

	return res, nil
}

// withContext says what ended the request's context: the transport reports
// only the cause that somebody gave it.
func withContext(ctx context.Context, err error) error {
	ended := ctx.Err()
	if ended == nil || errors.Is(err, ended) {
		return err
	}

	return fmt.Errorf("%w: %w", ended, err)
}

// BodyFailure names an error met while the body of an answer was read. After
// the first byte has gone to the client nothing but an aborted connection can
// tell of it (RFC 9112 section 8).
func BodyFailure(err error) *Failure { return classify(receiving, err) }

// classify finds the first rule for an error.
func classify(at phase, err error) *Failure {
	for _, r := range rules {
		if r.covers(at) && r.match(err) {
			return r.failure(err)
		}
	}

	return &Failure{Type: internalError.name, Word: internalError.word, Status: internalError.code, Err: err}
}
