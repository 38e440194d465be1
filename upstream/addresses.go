package upstream

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync"
	"time"
)

const (
	// addressesKept is how long the last addresses of a name stand in for it
	// after it has ceased to resolve.
	addressesKept = 60 * time.Second
	// askAgain is the pause before such a name is asked for again: a name
	// server that is slow to fail would hold every dial.
	askAgain = time.Second
)

// addresses remembers where the name of a server last led.
type addresses struct {
	mu     sync.Mutex
	known  []net.IPAddr
	failed time.Time // when the name ceased to resolve; zero: it resolves
	asked  time.Time // the last failure
}

// around returns a dial that uses the last addresses while the name does not
// resolve.
func (a *addresses) around(next dialFunc) dialFunc {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if known := a.resting(); known != nil {
			return dialAny(ctx, next, known, network, addr)
		}
		conn, err := next(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{DNSDone: a.learn}), network, addr)
		if !has[*net.DNSError](err) || ctx.Err() != nil {
			return conn, err
		}
		if known := a.lost(); known != nil {
			return dialAny(ctx, next, known, network, addr)
		}

		return nil, err
	}
}

// learn keeps what a name server has said.
func (a *addresses) learn(info httptrace.DNSDoneInfo) {
	if info.Err != nil || len(info.Addrs) == 0 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()

	a.known, a.failed = info.Addrs, time.Time{}
}

// lost notes that the name does not resolve, and returns the addresses that
// stand in for it.
func (a *addresses) lost() []net.IPAddr {
	a.mu.Lock()
	defer a.mu.Unlock()

	a.asked = time.Now()
	if a.failed.IsZero() {
		a.failed = a.asked
	}

	return a.standIns()
}

// resting returns the addresses to use without asking for the name.
func (a *addresses) resting() []net.IPAddr {
	a.mu.Lock()
	defer a.mu.Unlock()

	if a.failed.IsZero() || time.Since(a.asked) >= askAgain {
		return nil
	}

	return a.standIns()
}

func (a *addresses) standIns() []net.IPAddr {
	if time.Since(a.failed) >= addressesKept {
		return nil
	}

	return a.known
}

// dialAny tries one address after the other.
func dialAny(ctx context.Context, dial dialFunc, to []net.IPAddr, network, addr string) (net.Conn, error) {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}

	var failures []error
	for _, ip := range to {
		conn, err := dial(ctx, network, net.JoinHostPort(ip.String(), port))
		if err == nil {
			return conn, nil
		}
		failures = append(failures, err)
	}

	return nil, errors.Join(failures...)
}
