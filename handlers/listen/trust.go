package listen

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// Trust says whose word about the way of a request counts. The zero value and
// nil trust nobody. It is safe for concurrent use.
type Trust struct {
	peers  []netip.Prefix
	source source
	header string // => source is fromHeader
}

// source is where the client's address stands.
type source int

const (
	fromPeer source = iota
	fromXForwardedFor
	fromForwarded
	fromHeader
)

// NewTrust believes the peers. The client's address is read from where source
// says: "peer", "x-forwarded-for", "forwarded" (RFC 7239) or "header:NAME"; an
// empty source means "x-forwarded-for", or "peer" without peers. A peer that is
// believed must itself remove or rewrite what strangers sent it under these
// names.
func NewTrust(peers []netip.Prefix, source string) (*Trust, error) {
	t := &Trust{}
	for _, p := range peers {
		if !p.IsValid() {
			return nil, errors.New("a trusted proxy is no network address")
		}
		t.peers = append(t.peers, unmapped(p))
	}
	if err := t.setSource(source); err != nil {
		return nil, err
	}
	if t.source != fromPeer && len(peers) == 0 {
		return nil, fmt.Errorf("client address from %q: no proxy is trusted to say it", source)
	}
	return t, nil
}

func (t *Trust) setSource(text string) error {
	name, isHeader := strings.CutPrefix(text, "header:")
	switch {
	case text == "" && len(t.peers) > 0, text == "x-forwarded-for":
		t.source = fromXForwardedFor
	case text == "", text == "peer":
		t.source = fromPeer
	case text == "forwarded":
		t.source = fromForwarded
	case isHeader && httpguts.ValidHeaderFieldName(name):
		t.source, t.header = fromHeader, http.CanonicalHeaderKey(name)
	default:
		return fmt.Errorf("client address from %q: use peer, x-forwarded-for, forwarded or header:NAME", text)
	}
	return nil
}

// unmapped turns a prefix of IPv4 in IPv6 into one of IPv4: addresses are
// compared without that wrapping.
func unmapped(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96).Masked()
	}
	return p.Masked()
}

// Trusts reports whether the peer that sent r is believed.
func (t *Trust) Trusts(r *http.Request) bool {
	return t != nil && contains(t.peers, parseAddr(r.RemoteAddr))
}

// Scheme returns "https" or "http": what the visitor used, as far as it is
// known.
func (t *Trust) Scheme(r *http.Request) string {
	if t.Trusts(r) {
		if proto := strings.ToLower(claimed(r.Header, "X-Forwarded-Proto", "proto")); proto == "http" || proto == "https" {
			return proto
		}
	}
	return ownScheme(r)
}

// claimed returns what a believed peer says in the first member of a field, or
// else in the first element of Forwarded. The first one is nearest the visitor.
func claimed(h http.Header, field, parameter string) string {
	if lines := h[field]; len(lines) > 0 {
		first, _, _ := strings.Cut(lines[0], ",")
		return strings.TrimSpace(first)
	}
	for element := range forwardedElements(h["Forwarded"]) {
		return element[parameter]
	}
	return ""
}
