package crawl

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Exchange is one request and the answer to it, or the reason why there is
// none.
type Exchange struct {
	Address Address
	Sent    http.Header // of the request
	Status  status.Code // 0: no answer, see Reason
	Header  http.Header // of the answer; nil without one
	Proto   string      // of the answer, such as HTTP/2.0; empty without one
	Reason  Reason      // empty when the answer was read to its end or its cap
	Cause   string      // the chain of errors behind Reason
	Body    []byte      // decoded, as far as it was read; only while the exchange is visited
	Size    int64       // bytes of Body
	Cut     bool        // the body went on behind the cap
	Hash    string      // SHA-256 of Body in hex; empty without a body
	Surplus int         // bytes that came behind the end of a 304, where that was looked at
	At      time.Time   // when the request was sent
	Took    time.Duration

	Unchanged bool // the site confirmed what an earlier run had got: nothing but the header is new
}

// MediaType is the type without parameters, in lower case; empty when the
// answer names none.
func (x *Exchange) MediaType() string {
	value, _, _ := strings.Cut(x.Header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(value))
}

// IsHTML reports a body that a browser would show as a page: HTML, XHTML, or
// no type and a body that starts like a page.
func (x *Exchange) IsHTML() bool {
	switch x.MediaType() {
	case "text/html", "application/xhtml+xml":
		return true
	case "":
		return strings.HasPrefix(http.DetectContentType(x.Body), "text/html")
	}
	return false
}

// Unanswered reports an answer that proves nothing about the address, and why:
// a rate limit, or a pause of the site.
func (x *Exchange) Unanswered() Reason {
	switch {
	case x.Reason != "" && !x.Reason.IsFailure():
		return x.Reason
	case x.Status.Is(status.TooManyRequests):
		return RateLimited
	case x.Status.Is(status.ServiceUnavailable):
		return Unavailable
	}
	return ""
}

// Broken reports an answer that is an error of the site: 400 and above, or a
// failure of the network; what proves nothing is not broken.
func (x *Exchange) Broken() bool {
	return x.Unanswered() == "" && (x.Reason.IsFailure() || x.Status.IsError() || x.Answered() && !x.Status.Valid())
}

// Answered reports that a status line and headers came back.
func (x *Exchange) Answered() bool { return x.Header != nil }

func (x *Exchange) keep(body []byte, cut bool) {
	x.Body, x.Size, x.Cut = body, int64(len(body)), cut
	if len(body) > 0 {
		sum := sha256.Sum256(body)
		x.Hash = hex.EncodeToString(sum[:])
	}
}
