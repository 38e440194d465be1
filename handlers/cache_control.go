package handlers

import (
	"net/http"
	"strings"
)

// setCacheControl sends the policy of the status (edge table 3.7), and narrows
// a public one where the answer was made for one request alone: whatever a
// request caused must not be stored for the next (cpdos.org).
func setCacheControl(r *replacement, h http.Header) {
	if r.served.IsPermanentMove() {
		h.Set("Cache-Control", r.narrowed(movedCache, h))
		return
	}
	h.Set("Cache-Control", r.narrowed(r.policy.cacheControl(r.served), h))
}

// movedCache lets browsers forget a move that the owner takes back.
const movedCache = "public, max-age=3600"

func (r *replacement) narrowed(policy string, h http.Header) string {
	if isShared(policy) && r.isPersonal(h) {
		return "no-store"
	}
	return policy
}

// isShared reports a policy under which a shared cache may keep the answer.
func isShared(policy string) bool {
	lines := []string{policy}
	return !hasDirective(lines, "no-store") && !hasDirective(lines, "private")
}

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
