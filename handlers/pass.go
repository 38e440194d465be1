package handlers

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/status"
)

// pass leaves an answer as it is, but for what the hop of the edge itself asks
// for.
func (ex *exchange) pass(res *http.Response) {
	for _, f := range optOutFields {
		res.Header.Del(f.name)
	}
	res.Header.Del(statusField)
	code := status.Code(res.StatusCode)
	if code.Is(status.UpgradeRequired) && len(ex.upgrade) > 0 && ex.in.ProtoMajor == 1 {
		res.Header["Upgrade"] = ex.upgrade
		res.Header.Set("Connection", "Upgrade")
	}
	ex.sayVary(res.Header, code)
	if ex.site.policy.guardsAll() && code.IsError() {
		ex.guard(res.Header, code)
	}
	ex.visit.Apply(res.Header)
	if ex.bodyUnseen && ex.verdict.Client == Navigation {
		// The GET might be replaced by a page of another length, and a HEAD may
		// leave the field out (RFC 9110 section 9.3.2).
		res.Header.Del("Content-Length")
	}
}

// sayVary names the request fields that the verdict on an error depended on.
func (ex *exchange) sayVary(h http.Header, code status.Code) {
	if ex.verdict.Varies {
		addVary(h, variesBy(code, len(ex.site.languages) > 1))
	}
	if len(ex.verdict.Vary) > 0 {
		addVary(h, ex.verdict.Vary)
	}
}
