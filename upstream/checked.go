package upstream

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// errUpgrade is an answer that switches to a protocol nobody asked for.
var errUpgrade = errors.New("switch to a protocol that was not asked for")

// checked refuses answers that must not reach a client. net/http reads some
// of them without complaint, and panics when they are written.
type checked struct {
	next http.RoundTripper
}

func (c checked) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := c.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if err := check(req, res); err != nil {
		_ = res.Body.Close()

		return nil, err
	}
	if req.Method == http.MethodHead || !status.Code(res.StatusCode).HasBody() {
		dropBody(res)
	}

	return res, nil
}

func check(req *http.Request, res *http.Response) error {
	code := status.Code(res.StatusCode)
	switch {
	case !code.Valid():
		return fmt.Errorf("status %d is outside 100 to 599", res.StatusCode)
	case code.Is(status.SwitchingProtocols) && !sameUpgrade(req.Header, res.Header):
		return errUpgrade
	default:
		return nil
	}
}

// sameUpgrade reports whether the answer switches to a protocol that the
// request offered (RFC 9110 section 7.8).
func sameUpgrade(asked, given http.Header) bool {
	if !hasToken(asked["Connection"], "upgrade") || !hasToken(given["Connection"], "upgrade") {
		return false
	}
	protocol := strings.Join(given["Upgrade"], ",")

	return protocol != "" && hasToken(asked["Upgrade"], protocol)
}

func hasToken(fields []string, token string) bool {
	for _, field := range fields {
		for part := range strings.SplitSeq(field, ",") {
			if strings.EqualFold(strings.TrimSpace(part), token) {
				return true
			}
		}
	}

	return false
}

// dropBody removes a body that must not be there. Over HTTP/1 the connection
// takes care of it (see guardedConn), over HTTP/2 the stream is given up.
func dropBody(res *http.Response) {
	if res.Body == http.NoBody || status.Code(res.StatusCode).Is(status.SwitchingProtocols) {
		return
	}
	_ = res.Body.Close()
	res.Body = http.NoBody
}
