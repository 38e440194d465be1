package crawl

import (
	"net"
	"net/netip"
)

// addressState counts the requests in flight at one IP address: many names may
// be one small machine.
type addressState struct {
	inFlight int
	idle     int           // waiting for changed
	changed  chan struct{} // closed when a waiting request may look again
}

// hostsAnAddress is how many hosts' worth of requests one address bears.
const hostsAnAddress = 2

// place notes where a host was found when it was connected first. The target is
// the host and port of a connection.
func (g *Governor) place(target string, at netip.Addr) {
	name, port, err := net.SplitHostPort(target)
	if err != nil || port != "80" && port != "443" {
		name = target
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	h := g.hosts[name]
	if h == nil || h.address != nil {
		return
	}
	a := g.addresses[at]
	if a == nil {
		a = &addressState{changed: make(chan struct{})}
		g.addresses[at] = a
	}
	a.inFlight += h.inFlight
	h.address = a
}

// full reports that the address bears no more now.
func (a *addressState) full(ceiling int) bool {
	return a != nil && a.inFlight >= hostsAnAddress*ceiling
}

// add counts requests that begin or end. A nil address counts nothing.
func (a *addressState) add(n int) {
	if a == nil {
		return
	}
	if a.inFlight += n; n < 0 {
		a.signal()
	}
}

// wait is what ends a waiting for the address early.
func (a *addressState) wait() <-chan struct{} {
	a.idle++
	return a.changed
}

func (a *addressState) signal() {
	if a.idle == 0 {
		return
	}
	close(a.changed)
	a.changed, a.idle = make(chan struct{}), 0
}
