package handlers

import (
	"net/http"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// ownField sets one field of an answer of the edge.
type ownField struct {
	name string
	set  func(*replacement, http.Header)
}

// ownFields are applied in order to what survived of the upstream's header.
var ownFields = []ownField{
	{"Content-Type", setContentType},
	{"Content-Language", setContentLanguage},
	{"Cache-Control", setCacheControl},
	{"Vary", setVary},
	{"Content-Security-Policy", setSecurityPolicy},
	{"X-Content-Type-Options", setNoSniff},
	{"Referrer-Policy", setReferrerPolicy},
	{"X-Robots-Tag", setRobotsTag},
	{"Connection", setConnection},
	{"Link", setLink},
	{"Location", setLocation},
	{"Via", setVia},
	{"Proxy-Status", setProxyStatus},
	{"X-Request-Id", setRequestID},
	{"Server-Timing", setServerTiming},
	{"Retry-After", setRetryAfter},
	{"Cache-Control", setKept},
}

func setContentType(r *replacement, h http.Header) {
	t := mediaTypes[r.format]
	if r.format == JSON && r.jsonType != "" {
		t = r.jsonType
	}
	if t != "" {
		h.Set("Content-Type", t)
	}
}

func setContentLanguage(r *replacement, h http.Header) {
	if r.language != "" {
		h.Set("Content-Language", r.language)
	}
}

// setSecurityPolicy lets nothing run or load in our bodies but the page's own
// styles.
func setSecurityPolicy(r *replacement, h http.Header) {
	if r.format == Empty || r.format == GRPC {
		return
	}
	policy := "default-src 'none'; frame-ancestors 'none'"
	if r.format == HTML {
		policy = r.csp
	}
	if name := cspFields[r.policy.csp()]; name != "" && policy != "" {
		h.Set(name, policy)
	}
}

// cspFields are the fields that carry the policy; off has none.
var cspFields = map[CSP]string{
	CSPStrict:     "Content-Security-Policy",
	CSPReportOnly: "Content-Security-Policy-Report-Only",
}

func setNoSniff(_ *replacement, h http.Header) { h.Set("X-Content-Type-Options", "nosniff") }

// setReferrerPolicy is never looser than the site's own.
func setReferrerPolicy(r *replacement, h http.Header) {
	setIfMissing(h, "Referrer-Policy", r.policy.referrerPolicy())
}

func setRobotsTag(r *replacement, h http.Header) {
	if r.own() && !r.page || !r.policy.noIndex(r.served) || saysNoIndex(h["X-Robots-Tag"]) {
		return
	}
	h.Add("X-Robots-Tag", "noindex")
}

func saysNoIndex(lines []string) bool { return hasToken(lines, "noindex") || hasToken(lines, "none") }

// unreadBody are statuses after which the rest of the request is not awaited.
var unreadBody = status.MustParseSet("408,413")

func setConnection(r *replacement, h http.Header) {
	switch {
	case len(h["Upgrade"]) > 0:
		h.Set("Connection", "Upgrade")
	case unreadBody.Has(r.served) && hasBody(r.request):
		h.Set("Connection", "close")
	}
}

func setLink(r *replacement, h http.Header) {
	for _, link := range r.links {
		h.Add("Link", link)
	}
}

func setLocation(r *replacement, h http.Header) {
	if r.location != "" {
		h.Set("Location", r.location)
	}
}

func setVia(r *replacement, h http.Header) {
	if r.hop {
		h.Add("Via", viaValue(r.request))
	}
}

func setProxyStatus(r *replacement, h http.Header) {
	switch {
	case r.error != "":
		h.Add("Proxy-Status", edgeName+"; error="+r.error)
	case r.hop:
		h.Add("Proxy-Status", edgeName+"; received-status="+r.received.String())
	}
}

func setRequestID(r *replacement, h http.Header) {
	if r.id != "" {
		setIfMissing(h, "X-Request-Id", r.id)
	}
}

func setIfMissing(h http.Header, name, value string) {
	if len(h[name]) == 0 {
		h.Set(name, value)
	}
}

// own reports an error that the edge made itself.
func (r *replacement) own() bool { return r.upstream == nil }

// edgeName is how the edge calls itself in Via and Proxy-Status.
const edgeName = "signpost"

func viaValue(r *http.Request) string {
	version := strings.TrimPrefix(r.Proto, "HTTP/")
	if version == "" {
		version = "1.1"
	}
	return version + " " + edgeName
}
