package handlers

import (
	"net/http"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// storable errors are kept by caches, so that everything that took part in the
// choice of the body must be named.
var storable = status.MustParseSet("404,410,451")

// variesBy lists the request fields that the choice of a body depends on.
func variesBy(code status.Code, severalLanguages bool) []string {
	fields := []string{"Accept"}
	if severalLanguages {
		fields = append(fields, "Accept-Language")
	}
	fields = append(fields, "Accept-Encoding")
	if storable.Has(code) {
		fields = append(fields, "Sec-Fetch-Dest", "Sec-Fetch-Mode")
	}
	return fields
}

func setVary(r *replacement, h http.Header) {
	if r.location != "" {
		return // a move is the same for everybody
	}
	addVary(h, variesBy(r.served, r.several))
	addVary(h, r.vary)
}

// addVary merges fields into Vary; "*" says all already.
func addVary(h http.Header, fields []string) {
	lines := h["Vary"]
	if hasToken(lines, "*") {
		return
	}
	var missing []string
	for _, f := range fields {
		if !hasToken(lines, f) {
			missing = append(missing, f)
		}
	}
	switch {
	case len(missing) == 0:
	case len(lines) == 0:
		h.Set("Vary", strings.Join(missing, ", "))
	default:
		last := len(lines) - 1
		lines[last] = strings.TrimRight(lines[last], ", ") + ", " + strings.Join(missing, ", ")
	}
}
