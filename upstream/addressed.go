package upstream

import (
	"net/http"
	"net/url"
	"strings"
)

// addressed sends each request to one server.
type addressed struct {
	base    *url.URL
	ownHost bool // the server is asked by its own name, not by the visitor's
	next    http.RoundTripper
}

func (a addressed) RoundTrip(req *http.Request) (*http.Response, error) {
	out := req.WithContext(req.Context()) // a shallow copy: the caller's request stays as it is
	out.URL = join(a.base, req.URL)
	switch {
	case a.ownHost:
		out.Host = a.base.Host
	case out.Host == "":
		out.Host = req.URL.Host
	}
	forbidReplay(out)
	hideTransport(out)

	return a.next.RoundTrip(out)
}

// join puts the path and the query of a request behind the address of the
// server. Query and escaped path keep every byte.
func join(base, in *url.URL) *url.URL {
	out := *in
	out.Scheme, out.Host, out.User, out.Fragment, out.RawFragment = base.Scheme, base.Host, nil, "", ""
	out.Opaque = ""

	if in.Path == "*" { // OPTIONS * asks the server as a whole (RFC 9112 section 3.2.4)
		return &out
	}

	out.Path = joinPath(base.Path, in.Path)
	if base.RawPath != "" || in.RawPath != "" {
		out.RawPath = joinPath(base.EscapedPath(), rawPath(in))
	}
	if out.RawPath != "" && out.EscapedPath() != out.RawPath && isPlainTarget(out.RawPath) {
		out.Opaque = out.RawPath // net/url would escape what the client sent bare
	}

	return &out
}

func rawPath(u *url.URL) string {
	if u.RawPath != "" {
		return u.RawPath
	}

	return u.EscapedPath()
}

func joinPath(prefix, path string) string {
	prefix = strings.TrimSuffix(prefix, "/")
	if path != "" && !strings.HasPrefix(path, "/") {
		path = "/" + path
	}

	return prefix + path
}

// isPlainTarget reports whether a path may stand on the request line as it is:
// it cannot end the line, begin the query, or be taken for an authority.
func isPlainTarget(path string) bool {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return false
	}

	return !strings.ContainsFunc(path, func(r rune) bool {
		return r <= ' ' || r == 0x7f || r == '?' || r == '#'
	})
}
