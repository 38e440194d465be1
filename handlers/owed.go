package handlers

import (
	"net/http"
	"slices"

	"github.com/seed-3913a1bb/signpost/status"
)

// owedBesides are fields that only a SHOULD asks for, and without which nobody can
// repair the request (RFC 9110 section 15.5.17).
var owedBesides = map[status.Code][]string{status.RangeNotSatisfiable: {"Content-Range"}}

// owedField names the field that an answer of the upstream owes by RFC 9110
// section 15 and does not have; empty when nothing is missing. The edge never
// invents one: only the site's own server knows what belongs in it. The record
// of the request tells the owner.
func owedField(code status.Code, h http.Header) string {
	if !code.IsError() {
		return ""
	}
	for _, name := range slices.Concat(code.Facts().Required, owedBesides[code]) {
		if _, ok := h[http.CanonicalHeaderKey(name)]; !ok {
			return name
		}
	}
	return ""
}
