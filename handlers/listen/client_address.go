package listen

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/go-chi/chi/v5/middleware"
)

// ClientIP is a middleware that notes the visitor's address in the context of
// the request, where middleware.GetClientIPAddr of chi reads it. A peer that is
// not believed is itself the visitor. Of a believed one, the address that it
// names counts: in a chain, the last one that is no believed proxy, or the first
// one when all are. Garbage leaves the address unknown; where nothing is named,
// the peer asks for itself, as health checks do.
func (t *Trust) ClientIP(next http.Handler) http.Handler {
	peer := middleware.ClientIPFromRemoteAddr(next)
	if t == nil || t.source == fromPeer {
		return peer
	}
	named := t.named(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !t.Trusts(r) || !t.isNamed(r.Header) {
			peer.ServeHTTP(w, r)
			return
		}
		named.ServeHTTP(w, r)
	})
}

func (t *Trust) isNamed(h http.Header) bool {
	switch t.source {
	case fromForwarded:
		return len(h["Forwarded"]) > 0
	case fromHeader:
		return len(h[t.header]) > 0
	}
	return len(h["X-Forwarded-For"]) > 0
}

// named reads what a believed peer says.
func (t *Trust) named(next http.Handler) http.Handler {
	prefixes := texts(t.peers)
	switch t.source {
	case fromHeader:
		return middleware.ClientIPFromHeader(t.header, prefixes...)(next)
	case fromForwarded:
		return t.asXForwardedFor(next, prefixes)
	}
	return middleware.ClientIPFromXFF(prefixes...)(t.orFirst(next))
}

// orFirst takes the first of a chain in which all are believed: a visitor from
// the owner's own network.
func (t *Trust) orFirst(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !middleware.GetClientIPAddr(r.Context()).IsValid() {
			if first := t.firstOfAll(r.Header["X-Forwarded-For"]); first.IsValid() {
				noteClient(next, first).ServeHTTP(w, r)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// firstOfAll returns the first address of a chain that holds nothing else.
func (t *Trust) firstOfAll(lines []string) (first netip.Addr) {
	for _, line := range lines {
		for member := range strings.SplitSeq(line, ",") {
			addr, err := netip.ParseAddr(strings.TrimSpace(member))
			if err != nil {
				return netip.Addr{}
			}
			if !first.IsValid() {
				first = folded(addr)
			}
		}
	}
	return first
}

// asXForwardedFor lets the chain of Forwarded be walked in the other form.
func (t *Trust) asXForwardedFor(next http.Handler, prefixes []string) http.Handler {
	walk := middleware.ClientIPFromXFF(prefixes...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := r.Header
		translated := r.WithContext(r.Context())
		translated.Header = http.Header{"X-Forwarded-For": forwardedFor(header["Forwarded"])}
		walk(t.orFirst(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Header = header
			next.ServeHTTP(w, r)
		}))).ServeHTTP(w, translated)
	})
}

// noteClient stores an address by the means of chi.
func noteClient(next http.Handler, client netip.Addr) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := r.RemoteAddr
		asClient := r.WithContext(r.Context())
		asClient.RemoteAddr = client.String()
		middleware.ClientIPFromRemoteAddr(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.RemoteAddr = from
			next.ServeHTTP(w, r)
		})).ServeHTTP(w, asClient)
	})
}

func texts(prefixes []netip.Prefix) []string {
	list := make([]string, 0, len(prefixes))
	for _, p := range prefixes {
		list = append(list, p.String())
	}
	return list
}
