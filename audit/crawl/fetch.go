package crawl

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	connectTimeout = 10 * time.Second
	tlsTimeout     = 10 * time.Second
	headerTimeout  = 20 * time.Second
	maxHeader      = 256 << 10
	otherBody      = 64 << 10 // read of what is no page
	readBuffer     = 16 << 10 // most pages come in one read or two
	drainBody      = 64 << 10 // read to keep a connection alive
	networkRetries = 2
	refusalRetries = 4 // of one address that answers 429, each after the pause of its host
)

// acceptHTML is what browsers send when a person follows a link.
const acceptHTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// request is one request to be sent.
type request struct {
	address Address
	method  string      // empty: GET
	agent   string      // other user agent than the run's own
	header  http.Header // further fields
	fresh   bool        // on a new connection
	http1   bool        // over HTTP/1.1
	family  string      // tcp4 or tcp6; empty: any
	whole   bool        // read any type to the cap
	limit   int64       // cap of the body; 0: the run's
	early   bool        // the body of a success is not read
}

// fetcher sends requests, one exchange each: it follows no redirect, keeps no
// cookie and undoes no coding behind our back.
type fetcher struct {
	pooled, fresh *http.Transport
	http1         *http.Transport
	governor      *Governor
	agent         string
	fields        map[string]http.Header // by host
	timeout       time.Duration
	maxBody       int64
	tally         *tally
	log           *slog.Logger
}

func newFetcher(o *Options, g *guard, governor *Governor, t *tally) *fetcher {
	pooled := newTransport(g, o)
	fresh := newTransport(g, o)
	fresh.DisableKeepAlives = true
	http1 := newTransport(g, o)
	http1.DisableKeepAlives, http1.Protocols = true, new(http.Protocols)
	http1.Protocols.SetHTTP1(true)
	return &fetcher{
		pooled: pooled, fresh: fresh, http1: http1, governor: governor, agent: o.UserAgent, fields: o.Header,
		timeout: o.Timeout, maxBody: o.MaxBody, tally: t, log: o.Log,
	}
}

func newTransport(g *guard, o *Options) *http.Transport {
	return &http.Transport{
		Proxy:                  nil, // an environment must not redirect an audit
		DialContext:            tapped(g.dialContext(net.Dialer{Timeout: connectTimeout})),
		TLSHandshakeTimeout:    tlsTimeout,
		TLSClientConfig:        o.TLS,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeader,
		ReadBufferSize:         readBuffer,
		MaxIdleConns:           4 * o.Concurrency,
		MaxIdleConnsPerHost:    o.Concurrency,
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true, // codings are undone in readBody, within bounds
		ForceAttemptHTTP2:      true,
	}
}

func (f *fetcher) close() {
	f.pooled.CloseIdleConnections()
	f.fresh.CloseIdleConnections()
}

// get sends a request in its turn. It asks again after a broken connection and
// after a rate limit; the exchange is the last one.
func (f *fetcher) get(ctx context.Context, r request) *Exchange {
	failures, refusals := 0, 0
	for {
		x := f.once(ctx, r)
		switch {
		case x.Unanswered() == RateLimited && x.Answered() && refusals < refusalRetries:
			refusals++
		case worthAnother(x.Reason) && failures < networkRetries:
			failures++
			r.fresh = true
		default:
			return x
		}
		f.tally.retry()
	}
}

// worthAnother reports failures that another connection may not have. Timeouts
// are left to the confirmation at the end of the run.
func worthAnother(r Reason) bool {
	return r == Reset || r == EarlyEnd || r == ConnectReset || r == BodyTruncated
}

func (f *fetcher) once(ctx context.Context, r request) *Exchange {
	x := &Exchange{Address: r.address, At: time.Now()}
	if err := f.governor.Acquire(ctx, r.address.Host); err != nil {
		x.Reason, x.Cause = Cancelled, err.Error()
		switch {
		case errors.Is(err, errParked):
			x.Reason = RateLimited
		case errors.Is(err, errBroken):
			x.Reason = BreakerOpen
		}
		return x
	}
	defer f.governor.Release(r.address.Host, x)
	x.At = time.Now()
	f.exchange(ctx, r, x)
	x.Took = time.Since(x.At)
	f.tally.request(x)
	return x
}

func (f *fetcher) exchange(parent context.Context, r request, x *Exchange) {
	ctx, cancel := context.WithTimeout(parent, f.timeout)
	defer cancel()
	ctx, heard := withTap(withFamily(ctx, r.family), r)
	req := newRequest(ctx, r, f.agent, f.fields[r.address.Host])
	x.Sent = masked(req.Header, f.fields[r.address.Host])
	transport := f.pooled
	switch {
	case r.http1:
		transport = f.http1
	case r.fresh:
		transport = f.fresh
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		x.Reason, x.Cause = reasonOf(parent, err), err.Error()
		return
	}
	defer resp.Body.Close()
	x.read(parent, resp, r, f.maxBody)
	x.Surplus = heard.behind(x.Status)
}

func (x *Exchange) read(ctx context.Context, resp *http.Response, r request, limit int64) {
	x.Status, x.Header, x.Proto = statusOf(resp), resp.Header, resp.Proto
	if r.early && !x.Status.IsError() {
		return
	}
	if r.limit > 0 {
		limit = r.limit
	}
	if !r.whole && x.MediaType() != "" && !x.IsHTML() {
		limit = min(limit, otherBody)
	}
	body, cut, err := readBody(resp, limit)
	x.keep(body, cut)
	if err == nil {
		return
	}
	x.Cause = err.Error()
	if coding, ok := errors.AsType[*decodeError](err); ok {
		x.Reason = coding.reason
		return
	}
	x.Reason = bodyReason(reasonOf(ctx, err))
}

// bodyReason gives the names that a failure has once the answer has begun.
func bodyReason(r Reason) Reason {
	switch r {
	case HeaderTimeout:
		return BodyTimeout
	case EarlyEnd:
		return BodyTruncated
	}
	return r
}

func newRequest(ctx context.Context, r request, agent string, fields http.Header) *http.Request {
	if r.agent != "" {
		agent = r.agent
	}
	req := (&http.Request{
		Method: cmp.Or(r.method, http.MethodGet), URL: wireURL(r.address), Host: r.address.Host,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{
			"User-Agent": {agent}, "Accept": {acceptHTML}, "Accept-Encoding": {acceptCoding},
		},
	}).WithContext(ctx)
	for name, values := range fields {
		req.Header[name] = values
	}
	for name, values := range r.header {
		req.Header[name] = values
	}
	return req
}

// masked hides the values of fields that the user gave: they may be secret.
func masked(sent, given http.Header) http.Header {
	if len(given) == 0 {
		return sent
	}
	out := sent.Clone()
	for name := range given {
		out[name] = []string{"(masked)"}
	}
	return out
}

// wireURL is the address as it goes over the wire, byte for byte: net/url
// would refuse some of what browsers send, and rewrite other.
func wireURL(a Address) *url.URL {
	rest := a.Raw[len(a.Scheme)+3+len(a.Host):]
	path, query, found := strings.Cut(rest, "?")
	u := &url.URL{Scheme: a.Scheme, Host: a.Host, Opaque: path, RawQuery: query, ForceQuery: found && query == ""}
	if strings.HasPrefix(path, "//") {
		u.Opaque = "//" + a.Host + path // absolute form, or it would read as a host
	}
	return u
}
