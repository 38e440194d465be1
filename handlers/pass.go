package handlers

import (
	"maps"
	"net/http"

	"github.com/seed-3913a1bb/signpost/status"
)

// pass leaves an answer as it is, but for what the hop of the edge itself asks
// for.
func (ex *exchange) pass(res *http.Response) {
	for _, f := range optOutFields {
		res.Header.Del(f.name)
	}
	code := status.Code(res.StatusCode)
	if code.Is(status.UpgradeRequired) && len(ex.upgrade) > 0 && ex.in.ProtoMajor == 1 {
		res.Header["Upgrade"] = ex.upgrade
		res.Header.Set("Connection", "Upgrade")
	}
	if ex.verdict.Varies {
		addVary(res.Header, variesBy(code, len(ex.site.languages) > 1))
	}
	maps.Copy(res.Header, ex.fields)
	if ex.bodyUnseen && ex.verdict.Client == Navigation {
		// The GET might be replaced by a page of another length, and a HEAD may
		// leave the field out (RFC 9110 section 9.3.2).
		res.Header.Del("Content-Length")
	}
}
