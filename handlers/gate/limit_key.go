package gate

import (
	"fmt"
	"hash/maphash"
	"net/http"
	"strings"
)

// keyOf names the client of a visit for one limit; false: it cannot be told,
// and nobody must be made to wait for a stranger.
type keyOf func(*Table, *Visit) (uint64, bool)

// parseKey reads client_ip, header:NAME and cookie:NAME.
func parseKey(per string) (keyOf, error) {
	kind, name, named := strings.Cut(per, ":")
	switch {
	case per == "" || per == "client_ip":
		return byAddress, nil
	case named && name != "" && kind == "header":
		return byText(headerText(http.CanonicalHeaderKey(name))), nil
	case named && name != "" && kind == "cookie":
		return byText(cookieText(name)), nil
	}
	return nil, fmt.Errorf("per: %q is no key: use client_ip, header:NAME or cookie:NAME", per)
}

const subscriberBits = 64 // of an IPv6 address belong to one subscriber

// byAddress counts an IPv4 address, or a /64 of IPv6: one subscriber has 2^64
// addresses of it.
func byAddress(t *Table, v *Visit) (uint64, bool) {
	addr := v.Client.Unmap().WithZone("")
	if !addr.IsValid() {
		return 0, false
	}
	if addr.Is6() {
		prefix, err := addr.Prefix(subscriberBits)
		if err != nil {
			return 0, false
		}
		addr = prefix.Addr()
	}
	return maphash.Comparable(t.seed, addr), true
}

// byText counts by what the request says. Without it the address counts: to
// leave a field out must not be a way around the limit.
func byText(text func(*http.Request) string) keyOf {
	return func(t *Table, v *Visit) (uint64, bool) {
		if s := text(v.Request); s != "" {
			return maphash.String(t.seed, s), true
		}
		return byAddress(t, v)
	}
}

func headerText(name string) func(*http.Request) string {
	return func(r *http.Request) string { return r.Header.Get(name) }
}

func cookieText(name string) func(*http.Request) string {
	return func(r *http.Request) string { return cookie(r.Header, name) }
}

// cookie finds the value of the first cookie of a name, without reading the
// others into memory.
func cookie(h http.Header, name string) string {
	for _, line := range h["Cookie"] {
		for pair := range strings.SplitSeq(line, ";") {
			key, value, found := strings.Cut(strings.Trim(pair, " \t"), "=")
			if found && key == name {
				return strings.Trim(value, `"`)
			}
		}
	}
	return ""
}
