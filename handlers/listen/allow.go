package listen

import (
	"net/http"
	"net/netip"
)

// Allow answers only peers of the networks; others get 403 and no word more. It
// is for the owner's own address. Peers of a unix socket count as 127.0.0.1.
func Allow(networks []netip.Prefix, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !contains(networks, parseAddr(r.RemoteAddr)) {
			http.Error(w, "not from here", http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}
