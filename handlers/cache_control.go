package handlers

import (
	"net/http"
	"strings"
)

// setCacheControl sends the policy of the status (edge table 3.7), and narrows
// a public one where the answer was made for one request alone: whatever a
// request caused must not be stored for the next (cpdos.org).
func setCacheControl(r *replacement, h http.Header) {
	policy := r.served.Facts().Cache
	if isPublic(policy) && r.isPersonal(h) {
		policy = "no-store"
	}
	h.Set("Cache-Control", policy)
}

func isPublic(policy string) bool { return strings.HasPrefix(policy, "public") }

// isPersonal reports that a shared copy of the answer would reach people whom
// it was not made for (RFC 9111 sections 3.5 and 7.3).
func (r *replacement) isPersonal(h http.Header) bool {
	upstream := r.upstream["Cache-Control"]
	return len(h["Set-Cookie"]) > 0 ||
		hasAny(r.request.Header, []string{"Authorization"}) ||
		!isSafe(r.request.Method) ||
		hasToken(upstream, "no-store") ||
		hasDirective(upstream, "private") ||
		hasDirective(upstream, "no-cache")
}

// hasDirective finds a directive with or without an argument.
func hasDirective(lines []string, name string) bool {
	for _, line := range lines {
		for member := range splitQuoted(line, ',') {
			directive, _, _ := strings.Cut(member, "=")
			if strings.EqualFold(trimSpace(directive), name) {
				return true
			}
		}
	}
	return false
}
