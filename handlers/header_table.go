package handlers

import (
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// headerPolicy is what becomes of each field of the upstream. What is not
// named is kept.
var headerPolicy = []fieldRule{
	// The old body: its type, length and coding.
	{names: "Content-Type Content-Length Content-Encoding Content-Language", action: override},
	{names: "Transfer-Encoding Trailer", action: drop},
	{names: "Content-Disposition Content-Location Content-Md5 Accept-Ranges", action: drop},
	{names: "Content-Script-Type Content-Style-Type Content-Transfer-Encoding Mime-Version", action: drop},
	{names: "Content-Range", action: keep, when: isRangeError},
	{names: "Digest Content-Digest Repr-Digest Signature Signature-Input", action: drop},

	// Validators stay where they name the current version of the resource.
	{names: "Etag Last-Modified", action: keep, when: namesCurrentVersion},

	// Caching is ours: errors stayed in networks for hours.
	{names: "Cache-Control", action: override},
	{names: "Expires Age Pragma", action: drop},
	{
		names: "Cdn-Cache-Control Cloudflare-Cdn-Cache-Control Surrogate-Control Vercel-Cdn-Cache-Control " +
			"Netlify-Cdn-Cache-Control X-Accel-Expires Edge-Control",
		action: drop,
	},
	{names: "Surrogate-Key Cache-Tag Xkey", action: keep, when: isGone},
	{names: "Vary", action: merge},

	// What the client needs to repair its request.
	{names: "Retry-After Www-Authenticate Authentication-Info Proxy-Authentication-Info", action: keep},
	{names: "Proxy-Authenticate", action: keep, when: staysProxyAuth},
	{names: "Allow Accept Accept-Post Accept-Patch Accept-Encoding Accept-Query Accept-Ch", action: keep},
	{names: "Upgrade", action: keep, when: isUpgradeRequired},
	{names: "Ratelimit Ratelimit-* X-Ratelimit-* X-Rate-Limit-*", action: keep},
	{names: "Location", action: keep, when: isNoRedirect},

	// State of the visitor and policies of the site.
	{names: "Set-Cookie Clear-Site-Data", action: keep},
	{names: "Access-Control-* Timing-Allow-Origin Cross-Origin-* Origin-Agent-Cluster", action: keep},
	{names: "Strict-Transport-Security Alt-Svc Nel Report-To Reporting-Endpoints Expect-Ct", action: keep},
	{names: "X-Frame-Options Permissions-Policy", action: keep},

	// What guards the body must fit the body.
	{names: "Content-Security-Policy Content-Security-Policy-Report-Only", action: override},
	{names: "X-Content-Type-Options", action: override},
	{names: "Referrer-Policy", action: merge},

	{names: "Link", action: filter},
	{names: "Refresh", action: drop},
	{names: "X-Robots-Tag", action: merge},
	{names: "Sunset Deprecation", action: keep},

	// Traces of the way.
	{names: "Date Forwarded", action: keep},
	{names: "Via Proxy-Status", action: merge},
	{names: "Cache-Status Server-Timing Server", action: keep},
	{
		names:  "X-Request-Id X-Correlation-Id X-Trace-Id Traceparent Tracestate X-Amzn-Trace-Id Cf-Ray",
		action: keep,
	},

	// Protocols.
	{names: "Replay-Nonce Lock-Token Dav Ms-Author-Via If-*", action: keep},
	{names: "Idempotency-Key Idempotent-Replayed Preference-Applied Critical-Ch", action: keep},

	// Dead references; what tells the technique behind the site is the owner's
	// choice (Policy.Hide).
	{names: "Sourcemap", action: drop},

	// Words between the site's server and the edge.
	{names: "Signpost-Page Signpost-Status X-Error-Page X-Error-Pages", action: drop},

	// Hop by hop (RFC 9110 section 7.6.1).
	{names: "Connection Keep-Alive Proxy-Connection Te", action: drop},
}

var (
	// versionedOnWrites are the statuses whose validators name the current
	// version when the request would have changed it; 412 always does.
	versionedOnWrites = status.MustParseSet("409,423,428")
	goneSet           = status.MustParseSet("404,410")
)

func isRangeError(r *replacement) bool { return r.received.Is(status.RangeNotSatisfiable) }

// isNoRedirect drops where a redirect led that the owner's rule has corrected.
func isNoRedirect(r *replacement) bool { return !r.received.IsRedirection() }

func isGone(r *replacement) bool { return goneSet.Has(r.served) }

func staysProxyAuth(r *replacement) bool { return r.served.Is(status.ProxyAuthRequired) }

// isUpgradeRequired leaves out HTTP/2, where the field is forbidden
// (RFC 9113 section 8.2.2).
func isUpgradeRequired(r *replacement) bool {
	return r.served.Is(status.UpgradeRequired) && r.request.ProtoMajor == 1
}

// namesCurrentVersion reports that the validators describe what a client needs
// for If-Match (RFC 9110 section 8.8). A weak tag never matches there and is
// usually a framework's hash of the error's own body.
func namesCurrentVersion(r *replacement) bool {
	if tag := r.upstream.Get("Etag"); tag != "" && !strings.HasPrefix(tag, `"`) {
		return false
	}
	return r.received.Is(status.PreconditionFailed) ||
		versionedOnWrites.Has(r.received) && !isSafe(r.request.Method)
}
