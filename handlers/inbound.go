package handlers

import (
	"net/http"
	"strings"
)

// cleanInbound takes what must not be negotiated through the edge out of a
// request: every Upgrade but websocket, which would open a tunnel to a protocol
// that nobody here reads (h2c smuggling).
func cleanInbound(r *http.Request) *http.Request {
	if len(r.Header["Upgrade"]) == 0 && len(r.Header["Http2-Settings"]) == 0 || isWebSocket(r.Header) {
		return r
	}
	clean := r.WithContext(r.Context())
	clean.Header = r.Header.Clone()
	clean.Header.Del("Upgrade")
	clean.Header.Del("Http2-Settings")
	dropTokens(clean.Header, "Connection", "upgrade", "http2-settings")
	return clean
}

func isWebSocket(h http.Header) bool {
	return len(h["Upgrade"]) == 1 && strings.EqualFold(trimSpace(h["Upgrade"][0]), "websocket") &&
		len(h["Http2-Settings"]) == 0
}

// dropTokens takes members out of a list field.
func dropTokens(h http.Header, name string, tokens ...string) {
	var stays []string
	for _, line := range h[name] {
		for member := range strings.SplitSeq(line, ",") {
			if member = trimSpace(member); member != "" && !hasToken(tokens, member) {
				stays = append(stays, member)
			}
		}
	}
	h.Del(name)
	if len(stays) > 0 {
		h.Set(name, strings.Join(stays, ", "))
	}
}
