package listen

import (
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// Refuse returns why a request must not go on to the site's server, or nil. It
// looks at what the server of net/http lets through: a Host that is not one, a
// NUL in the path, a length that lies, and requests that were here before. name is how this edge
// calls itself in Via.
func Refuse(r *http.Request, name string) *upstream.Failure {
	for _, check := range refusals {
		if check.applies(r, name) {
			f := check.failure
			return &f
		}
	}
	return nil
}

// refusals are looked at in order.
var refusals = []struct {
	applies func(r *http.Request, name string) bool
	failure upstream.Failure
}{
	{hasBadHost, malformed("the Host is missing or malformed")},
	{hasNUL, malformed("NUL in the path")},
	{hasWrongLength, malformed("Content-Length is not that of the body")},
	{hasPassed, upstream.Failure{
		Type: "proxy_loop_detected", Word: "internal", Status: status.BadGateway,
		Err: errors.New("the request has passed here before"),
	}},
}

func malformed(why string) upstream.Failure {
	return upstream.Failure{
		Type: "http_request_error", Word: "request", Status: status.BadRequest, Err: errors.New(why),
	}
}

// hasBadHost wants exactly one Host of valid form; of several, net/http has
// refused the request. HTTP/1.0 knows requests without one.
func hasBadHost(r *http.Request, _ string) bool {
	if r.Host == "" {
		return r.ProtoAtLeast(1, 1)
	}
	return !isHost(r.Host)
}

// maxHost is the longest host name with a port (RFC 1035 section 2.3.4).
const maxHost = 255 + len(":65535")

// isHost accepts a name or an address with an optional port (RFC 9110 section
// 7.2), in the narrow form of which no reader makes something else.
func isHost(host string) bool {
	if len(host) > maxHost {
		return false
	}
	if inside, ok := strings.CutPrefix(host, "["); ok {
		inside, port, closed := strings.Cut(inside, "]")
		addr, err := netip.ParseAddr(inside)
		return closed && err == nil && addr.Is6() && (port == "" || port[0] == ':' && isPort(port[1:]))
	}
	name, port, _ := strings.Cut(host, ":")
	return name != "" && isPort(port) && strings.IndexFunc(name, isNoHostRune) < 0
}

func isNoHostRune(r rune) bool {
	letter := r|0x20 >= 'a' && r|0x20 <= 'z'
	digit := r >= '0' && r <= '9'
	return !letter && !digit && !strings.ContainsRune("-._~", r)
}

func isPort(port string) bool {
	return len(port) <= 5 && strings.Trim(port, "0123456789") == ""
}

func hasNUL(r *http.Request, _ string) bool {
	return strings.Contains(r.URL.Path, "\x00") || strings.Contains(r.URL.EscapedPath(), "%00")
}

// hasWrongLength finds a Content-Length of HTTP/2 that the server has passed
// over: of a request without a body, or one that is no number (RFC 9113 section
// 8.1.1). HTTP/1 has its own rules, which the server keeps.
func hasWrongLength(r *http.Request, _ string) bool {
	lines := r.Header["Content-Length"]
	return r.ProtoMajor > 1 && len(lines) > 0 &&
		(len(lines) > 1 || lines[0] != strconv.FormatInt(r.ContentLength, 10))
}

// hasPassed finds the edge's own name in Via (RFC 9110 section 7.6.3), or any
// network twice in CDN-Loop, which adds itself each time (RFC 8586).
func hasPassed(r *http.Request, name string) bool {
	for member := range members(r.Header["Via"]) {
		if fields := strings.Fields(member); len(fields) > 1 && strings.EqualFold(fields[1], name) {
			return true
		}
	}
	if len(r.Header["Cdn-Loop"]) == 0 {
		return false
	}
	seen := map[string]bool{}
	for member := range members(r.Header["Cdn-Loop"]) {
		id, _, _ := strings.Cut(member, ";")
		if id = strings.ToLower(strings.TrimSpace(id)); seen[id] {
			return true
		}
		seen[id] = true
	}
	return false
}
