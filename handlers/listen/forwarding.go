package listen

import (
	"net/http"
	"slices"
	"strings"
)

// Forward puts into out, the header of the request for the site's server, what
// it may know of the way that the request in has come. The claims of a peer that
// is not believed are dropped; those of a believed one stay, with a hop added to
// Forwarded, if it is there, and to X-Forwarded-For. out must have lost its
// hop-by-hop fields before: a Connection field may name these ones
// (CVE-2022-31813).
func (t *Trust) Forward(in *http.Request, out http.Header) {
	dropForwarding(out)
	trusted := t.Trusts(in)
	if trusted {
		keepForwarding(in.Header, out)
	}
	hop := "unknown"
	if peer := parseAddr(in.RemoteAddr); peer.IsValid() {
		hop = peer.String()
	}
	out.Set("X-Forwarded-For", strings.Join(append(chainOf(out), hop), ", "))
	host := in.Host
	if trusted {
		if claimed := claimed(in.Header, "X-Forwarded-Host", "host"); claimed != "" {
			host = claimed
		}
	}
	setIfMissing(out, "X-Forwarded-Host", host)
	setIfMissing(out, "X-Forwarded-Proto", t.Scheme(in))
	if lines := out["Forwarded"]; len(lines) > 0 {
		out["Forwarded"] = []string{strings.Join(append(lines, forwardedBy(in)), ", ")}
	}
}

// isForwarding reports the fields by which proxies tell of the way of a
// request.
func isForwarding(name string) bool {
	return name == "Forwarded" || name == "X-Real-Ip" || strings.HasPrefix(name, "X-Forwarded-")
}

func dropForwarding(h http.Header) {
	for name := range h {
		if isForwarding(name) {
			delete(h, name)
		}
	}
}

func keepForwarding(in, out http.Header) {
	for name, lines := range in {
		if isForwarding(name) {
			out[name] = slices.Clone(lines)
		}
	}
}

// chainOf returns who the earlier hops were, the visitor first: what
// X-Forwarded-For says, or else Forwarded.
func chainOf(h http.Header) []string {
	if lines := h["X-Forwarded-For"]; len(lines) > 0 {
		return slices.Clone(lines)
	}
	return forwardedFor(h["Forwarded"])
}

func setIfMissing(h http.Header, name, value string) {
	if len(h[name]) == 0 && value != "" {
		h.Set(name, value)
	}
}
