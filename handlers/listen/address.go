package listen

import (
	"net"
	"net/netip"
)

// addrOf returns the IP of an address, invalid if it has none. IPv4 in IPv6
// and zones are folded away, by which an address could escape a prefix.
func addrOf(a net.Addr) netip.Addr {
	if a == nil {
		return netip.Addr{}
	}
	return parseAddr(a.String())
}

// parseAddr reads an IP, with or without a port.
func parseAddr(text string) netip.Addr {
	if withPort, err := netip.ParseAddrPort(text); err == nil {
		return folded(withPort.Addr())
	}
	addr, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Addr{}
	}
	return folded(addr)
}

func folded(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

func contains(prefixes []netip.Prefix, a netip.Addr) bool {
	for _, p := range prefixes {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
