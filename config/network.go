package config

import (
	"net/netip"
	"strings"
)

// Network is a range of addresses in CIDR form; one address alone is the range
// of just itself.
type Network struct{ netip.Prefix }

const networkForms = "networks are written 10.0.0.0/8 or \"::1/128\""

// UnmarshalText reads CIDR, or a single address.
func (n *Network) UnmarshalText(b []byte) error {
	in := string(b)
	if addr, err := netip.ParseAddr(in); err == nil && addr.Zone() == "" {
		n.Prefix = netip.PrefixFrom(addr, addr.BitLen())
		return nil
	}
	p, err := netip.ParsePrefix(in)
	if err != nil {
		return refuse(networkForms, "%q is no network", in)
	}
	if p != p.Masked() {
		_, bits, _ := strings.Cut(in, "/")
		return refuse("write "+p.Masked().String()+", or the address alone", "%q has address bits behind its /%s", in, bits)
	}
	n.Prefix = p
	return nil
}

// MarshalText writes CIDR.
func (n Network) MarshalText() ([]byte, error) { return []byte(n.String()), nil }
