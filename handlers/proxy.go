package handlers

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httputil"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// proxy sends requests on and answers with what came back, or with what the
// verdict says. It is transparent to methods, paths and queries.
type proxy struct {
	reverse httputil.ReverseProxy
}

func newProxy(s *site) *proxy {
	return &proxy{httputil.ReverseProxy{
		Rewrite:        s.rewrite,
		Transport:      &judging{site: s},
		ModifyResponse: s.applyVerdict,
		ErrorHandler:   s.handleFailure,
		ErrorLog:       slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
		BufferPool:     &buffers{},
		// FlushInterval stays 0: answers of unknown length are flushed at once
		// anyway, those of known length when they pause (mindPauses), and a timer
		// for all breaks gRPC replies that are trailers only.
	}}
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = cleanInbound(r)
	ex := exchangeOf(r)
	ex.in, ex.out = r, w
	p.reverse.ServeHTTP(w, r)
}

// applyVerdict is the last look at an answer before its first byte leaves. It
// changes the answer in place; an error here would count as the upstream's.
func (s *site) applyVerdict(res *http.Response) error {
	ex := exchangeOf(res.Request)
	s.observe(ex, res)
	if ex.verdict.Status.Is(status.ProxyAuthRequired) && len(ex.asks407) > 0 {
		res.Header["Proxy-Authenticate"] = ex.asks407
	}
	if ex.verdict.Action == Pass || ex.verdict.Action == LastGood || ex.verdict.Format != HTML {
		ex.kept.Release()
	}
	switch ex.verdict.Action {
	case Pass:
		ex.listenSoftly(res)
		ex.pass(res)
		ex.mindPauses(res)
		return nil
	case LastGood:
		upstream.Discard(res)
		a := ex.copyAnswer()
		a.replace(res, ex.in.Method)
		return nil
	}
	if ex.verdict.Format == AsIs {
		ex.restateAsIs(res)
		ex.mindPauses(res)
		return nil
	}
	header := res.Header
	if status.Code(res.StatusCode).Is(status.UpgradeRequired) && len(ex.upgrade) > 0 {
		header["Upgrade"] = ex.upgrade
	}
	upstream.Discard(res) // first: what follows may ask the same server again
	a := s.compose(composition{ex: ex, verdict: ex.verdict, problem: ex.problem, header: header})
	a.replace(res, ex.in.Method)
	return nil
}

// replace puts the answer in the place of the upstream's.
func (a *answer) replace(res *http.Response, method string) {
	res.StatusCode = int(a.status)
	res.Status = a.status.String() + " " + a.status.Reason()
	res.Header = a.header
	res.Trailer = nil
	res.TransferEncoding = nil
	res.Uncompressed = false
	res.ContentLength = int64(len(a.body))
	res.Body = http.NoBody
	if method != http.MethodHead && len(a.body) > 0 {
		res.Body = io.NopCloser(newBody(a.body))
	}
}

// handleFailure answers for an exchange that gave no usable answer. The request
// it gets is the outgoing one.
func (s *site) handleFailure(w http.ResponseWriter, out *http.Request, err error) {
	if errors.Is(out.Context().Err(), context.Canceled) {
		exchangeOf(out).record.Why = "client-gone"
		panic(http.ErrAbortHandler) // nobody is there to read an answer
	}
	s.answerFailure(w, exchangeOf(out), asFailure(err))
}

// asFailure names errors of ReverseProxy itself, which has only one left that
// can reach it here: a switch to a protocol that was not asked for.
func asFailure(err error) *upstream.Failure {
	if f, ok := errors.AsType[*upstream.Failure](err); ok && f.Status.Valid() {
		return f
	}
	return &upstream.Failure{
		Type: "http_upgrade_failed", Word: "protocol", Status: status.BadGateway, Err: err,
	}
}
