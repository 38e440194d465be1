package upstream

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// causeOf is the word of RetryOptions.After that covers a failure. Those left
// out are never repeated: the same request would meet the same end.
var causeOf = map[string]string{
	"dns_timeout":               ConnectError,
	"dns_error":                 ConnectError,
	"connection_refused":        ConnectError,
	"connection_timeout":        ConnectError,
	"destination_ip_unroutable": ConnectError,
	"destination_unavailable":   ConnectError,
	"tls_certificate_error":     ConnectError,
	"tls_alert_received":        ConnectError,
	"tls_protocol_error":        ConnectError,
	"connection_terminated":     ResetBeforeAnswer,
	"connection_write_timeout":  byStatus,
	"http_response_timeout":     byStatus,
	"http_protocol_error":       byStatus,
}

// byStatus covers a failure where the status that the edge would answer is
// listed.
const byStatus = "status"

// repeat is how a request may go out again.
type repeat struct {
	anyMethod bool // nothing was done for the request
	elsewhere bool // never at the same server
	same      bool // only at the same server
	fresh     bool // over a connection of its own
	atLeast   time.Duration
}

// retryRules decide what may be repeated, and how.
type retryRules struct {
	RetryOptions
	codes status.Set
}

func newRetryRules(o RetryOptions) retryRules { return retryRules{o, o.statuses()} }

// after returns how a request may be repeated after an outcome.
func (r *retryRules) after(req *http.Request, res *http.Response, err error) (repeat, bool) {
	if err != nil {
		f, ok := errors.AsType[*Failure](err)

		return r.afterFailure(f), ok && r.covers(f)
	}

	return r.afterAnswer(req, res)
}

func (r *retryRules) covers(f *Failure) bool {
	cause := causeOf[f.Type]
	if cause == byStatus {
		return r.codes.Has(f.Status)
	}

	return cause != "" && slices.Contains(r.After, cause)
}

// afterFailure: without a connection, and after a timeout, the same server is
// not asked again, because it would keep the visitor waiting for the same end.
func (r *retryRules) afterFailure(f *Failure) repeat {
	if f == nil {
		return repeat{}
	}

	return repeat{
		anyMethod: f.Unsent,
		elsewhere: causeOf[f.Type] == ConnectError || f.Word == connectTimeout.word,
	}
}

// tooEarly is the answer to a request that came in the early data of TLS.
var tooEarly = status.MustParseSet("425")

func (r *retryRules) afterAnswer(req *http.Request, res *http.Response) (repeat, bool) {
	code := status.Code(res.StatusCode)
	switch {
	case !code.IsError():
		return repeat{}, false
	case code.Is(status.MisdirectedRequest): // RFC 9110 section 15.5.20
		return repeat{anyMethod: true, same: true, fresh: true}, true
	case tooEarly.Has(code): // RFC 8470 section 5.2; the client's own early data is the client's to repeat
		return repeat{anyMethod: true, same: true}, len(req.Header["Early-Data"]) == 0
	case !r.codes.Has(code), code.Is(status.Conflict) && !r.passes(req, res):
		return repeat{}, false
	}
	wait, announced := status.RetryAfter(res.Header, time.Now())

	return repeat{atLeast: wait}, !announced || wait <= r.HonorRetryAfter
}

// passes reports a conflict that ends without anybody doing anything.
func (r *retryRules) passes(req *http.Request, res *http.Response) bool {
	return isRead(req.Method) && r.Transient(res)
}

func isRead(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// allows reports whether a request may be repeated by its method.
func (r *retryRules) allows(req *http.Request, how repeat) bool {
	return how.anyMethod || slices.Contains(r.Methods, req.Method)
}

// backoff is the pause before the n-th repeat, counted from 0: anything up to
// First times 2^n, so that repeats of many requests do not come together.
func (r *retryRules) backoff(n int, random float64) time.Duration {
	limit := min(r.Backoff.First<<n, r.Backoff.Max)

	return time.Duration(random * float64(limit))
}

// attemptField marks a request that goes out again. Nobody repeats it further.
const attemptField = "X-Retry-Attempt"

// isRepeat reports a request that somebody before us has repeated already.
func isRepeat(h http.Header) bool {
	if len(h[attemptField]) > 0 {
		return true
	}
	attempt, err := strconv.Atoi(h.Get("X-Envoy-Attempt-Count"))

	return err == nil && attempt > 1
}

// marked returns a request that says which repeat it is.
func marked(req *http.Request, n int) *http.Request {
	out := req.WithContext(req.Context())
	out.Header = make(http.Header, len(req.Header)+1)
	for name, values := range req.Header {
		out.Header[name] = values
	}
	out.Header[attemptField] = []string{strconv.Itoa(n)}

	return out
}
