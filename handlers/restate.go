package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// follow takes over what the policy of the site and the verdict set.
func (r *replacement) follow(p *Policy, v *Verdict) {
	r.policy, r.vary, r.jsonType, r.location = p, v.Vary, v.with.JSONType, v.Location
	if v.BlockedBy != "" {
		r.links = append(r.links, blockedBy(v.BlockedBy))
	}
}

// blockedBy is the Link of RFC 7725 section 4.
func blockedBy(enforcer string) string { return "<" + enforcer + `>; rel="blocked-by"` }

// restateAsIs sends the body of the site's server under another status.
func (ex *exchange) restateAsIs(res *http.Response) {
	ex.pass(res)
	code := ex.verdict.Status
	ex.restateFields(res.Header, status.Code(res.StatusCode))
	res.StatusCode, res.Status = int(code), code.String()+" "+code.Reason()
}

// ofAPage are the fields that were true for a page and are not for an error.
var ofAPage = []string{"Etag", "Last-Modified", "Accept-Ranges", "Content-Range", "Location"}

// restateFields changes what was true for the old status only: what caches may
// do, what names a version of a page, and a noindex under a status that passes.
func (ex *exchange) restateFields(h http.Header, received status.Code) {
	code := ex.verdict.Status
	ex.guard(h, code)
	if !received.IsError() {
		for _, name := range ofAPage {
			h.Del(name)
		}
	}
	if code.IsServerError() {
		withoutNoIndex(h)
	}
	h.Add("Proxy-Status", edgeName+"; received-status="+received.String())
	if ex.verdict.BlockedBy != "" {
		h.Add("Link", blockedBy(ex.verdict.BlockedBy))
	}
	if wait := ex.generatedWait(&ex.verdict); wait > 0 {
		setIfMissing(h, "Retry-After", strconv.Itoa(wait))
	}
	ex.sayVary(h, code)
}

// storeFields let caches keep an answer beside Cache-Control.
var storeFields = []string{
	"Expires", "Pragma", "Age", "Cdn-Cache-Control", "Cloudflare-Cdn-Cache-Control", "Surrogate-Control",
	"Vercel-Cdn-Cache-Control", "Netlify-Cdn-Cache-Control", "X-Accel-Expires", "Edge-Control",
}

// guard keeps caches from storing an error that passes for longer than its
// status allows.
func (ex *exchange) guard(h http.Header, code status.Code) {
	r := replacement{request: ex.in, served: code, upstream: h, policy: ex.site.policy}
	value := r.narrowed(r.policy.cacheControl(code), h)
	if hasDirective(h["Cache-Control"], "no-transform") {
		value += ", no-transform"
	}
	for _, name := range storeFields {
		h.Del(name)
	}
	h.Set("Cache-Control", value)
}

// withoutNoIndex takes the wish not to be indexed off an answer that stands for
// a page which will be back (edge 3.9).
func withoutNoIndex(h http.Header) {
	lines := slices.DeleteFunc(slices.Clone(h["X-Robots-Tag"]), func(line string) bool {
		return strings.Contains(strings.ToLower(line), "noindex") || hasToken([]string{line}, "none")
	})
	if len(lines) == 0 {
		h.Del("X-Robots-Tag")
		return
	}
	h["X-Robots-Tag"] = lines
}
