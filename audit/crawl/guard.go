package crawl

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// kind of an address, from the most open to the most closed.
type reach int

const (
	public    reach = iota
	private         // only when the seed itself names it
	forbidden       // never
)

// reserved lists the ranges that are not the public Internet. The first match
// counts. Source: IANA special-purpose address registries.
var reserved = []struct {
	prefix netip.Prefix
	reach  reach
}{
	{netip.MustParsePrefix("fd00:ec2::254/128"), forbidden},
	{netip.MustParsePrefix("100.100.100.200/32"), forbidden},
	{netip.MustParsePrefix("127.0.0.0/8"), private},
	{netip.MustParsePrefix("::1/128"), private},
	{netip.MustParsePrefix("10.0.0.0/8"), private},
	{netip.MustParsePrefix("172.16.0.0/12"), private},
	{netip.MustParsePrefix("192.168.0.0/16"), private},
	{netip.MustParsePrefix("fc00::/7"), private},
	{netip.MustParsePrefix("100.64.0.0/10"), private},
	{netip.MustParsePrefix("169.254.0.0/16"), forbidden},
	{netip.MustParsePrefix("fe80::/10"), forbidden},
	{netip.MustParsePrefix("0.0.0.0/8"), forbidden},
	{netip.MustParsePrefix("192.0.0.0/24"), forbidden},
	{netip.MustParsePrefix("192.0.2.0/24"), forbidden},
	{netip.MustParsePrefix("198.18.0.0/15"), forbidden},
	{netip.MustParsePrefix("198.51.100.0/24"), forbidden},
	{netip.MustParsePrefix("203.0.113.0/24"), forbidden},
	{netip.MustParsePrefix("224.0.0.0/4"), forbidden},
	{netip.MustParsePrefix("240.0.0.0/4"), forbidden},
	{netip.MustParsePrefix("::/96"), forbidden},
	{netip.MustParsePrefix("ff00::/8"), forbidden},
	{netip.MustParsePrefix("2001:db8::/32"), forbidden},
	{netip.MustParsePrefix("64:ff9b:1::/48"), forbidden}, // local NAT64, RFC 8215
	{netip.MustParsePrefix("fec0::/10"), forbidden},      // site-local, RFC 3879
	{netip.MustParsePrefix("2001::/32"), forbidden},      // Teredo: the inner address is hidden
}

// wrapped lists the IPv6 ranges that carry an IPv4 address, and where.
var wrapped = []struct {
	prefix netip.Prefix
	offset int
}{
	{netip.MustParsePrefix("64:ff9b::/96"), 12}, // NAT64, RFC 6052
	{netip.MustParsePrefix("2002::/16"), 2},     // 6to4, RFC 3056
}

func reachOf(addr netip.Addr) reach {
	addr = addr.Unmap()
	if addr.Zone() != "" {
		return forbidden
	}
	for _, w := range wrapped {
		if w.prefix.Contains(addr) {
			b := addr.As16()
			return reachOf(netip.AddrFrom4([4]byte(b[w.offset : w.offset+4])))
		}
	}
	for _, r := range reserved {
		if r.prefix.Contains(addr) {
			return r.reach
		}
	}
	return public
}

// refusedPorts are those that browsers refuse too (Fetch standard, section
// "port blocking"): other protocols could be made to obey an HTTP request.
var refusedPorts = []string{
	"0", "1", "7", "9", "11", "13", "15", "17", "19", "20", "21", "22", "23", "25", "37", "42", "43", "53", "69", "77",
	"79", "87", "95", "101", "102", "103", "104", "109", "110", "111", "113", "115", "117", "119", "123", "135", "137",
	"139", "143", "161", "179", "389", "427", "465", "512", "513", "514", "515", "526", "530", "531", "532", "540",
	"548", "554", "556", "563", "587", "601", "636", "989", "990", "993", "995", "1719", "1720", "1723", "2049", "3659",
	"4045", "4190", "5060", "5061", "6000", "6566", "6665", "6666", "6667", "6668", "6669", "6679", "6697", "10080",
}

// refusal is the error of a connection that the guard did not allow.
type refusal struct {
	reason Reason
	what   string
}

func (r *refusal) Error() string { return r.what }

// guard decides at every connection, on the address that is being connected:
// redirects, robots.txt and names that change their address are covered alike.
// It is safe for concurrent use.
type guard struct {
	connects func(target string, at netip.Addr) // told of each connection that is allowed

	mu      sync.Mutex
	allowed []netip.Prefix  // addresses that are allowed whatever they are
	open    bool            // private addresses are allowed everywhere
	private map[string]bool // host:port of the seeds, which may be private until they were seen to be public
}

func newGuard(seeds []Address, open bool) *guard {
	g := &guard{open: open, private: map[string]bool{}, connects: func(string, netip.Addr) {}}
	for _, seed := range seeds {
		g.private[hostPort(seed)] = true
	}
	return g
}

func hostPort(a Address) string {
	if strings.HasSuffix(a.Host, "]") || !strings.Contains(a.Host[strings.LastIndexByte(a.Host, ']')+1:], ":") {
		if a.Scheme == "https" {
			return a.Host + ":443"
		}
		return a.Host + ":80"
	}
	return a.Host
}

// dialContext connects to an address that the guard allows. The target is the
// host and port of the URL; what it resolves to is checked in Control.
func (g *guard) dialContext(d net.Dialer) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, target string) (net.Conn, error) {
		dialer := d
		dialer.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
			err := g.check(target, address)
			if at, bad := netip.ParseAddrPort(address); err == nil && bad == nil {
				g.connects(target, at.Addr().Unmap())
			}
			return err
		}
		return dialer.DialContext(ctx, network, target)
	}
}

func (g *guard) check(target, connected string) error {
	ap, err := netip.ParseAddrPort(connected)
	if err != nil {
		return &refusal{AddressRefused, fmt.Sprintf("connect to %s: not an address", connected)}
	}
	if slices.ContainsFunc(g.allowed, func(p netip.Prefix) bool { return p.Contains(ap.Addr().Unmap()) }) {
		return nil
	}
	switch r := reachOf(ap.Addr()); {
	case r == forbidden, r == private && !g.mayBePrivate(target):
		return &refusal{AddressRefused, fmt.Sprintf("%s leads to %s, which is not public", target, ap.Addr())}
	case r == private:
		return nil
	}
	g.isPublic(target)
	if _, port, err := net.SplitHostPort(target); err == nil && slices.Contains(refusedPorts, port) {
		return &refusal{PortRefused, "port " + port + " is not for the web"}
	}
	return nil
}

func (g *guard) mayBePrivate(target string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open || g.private[target]
}

// isPublic notes that a host was met on the public Internet: if its name leads
// to a private address later, then somebody plays with its DNS.
func (g *guard) isPublic(target string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.private, target)
}
