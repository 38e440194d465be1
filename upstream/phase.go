package upstream

import (
	"context"
	"errors"
	"net/http/httptrace"
	"sync/atomic"
)

// phase is how far an exchange has come.
type phase uint32

const (
	preparing  phase = iota // the request is not on its way
	resolving               // asking for the address of a name
	connecting              // opening a connection
	securing                // the TLS handshake
	sending                 // writing the request
	waiting                 // for the first byte of the answer
	heading                 // reading the header of the answer
	receiving               // reading the body of the answer
)

// progress follows one exchange. The hooks of httptrace may come from several
// goroutines, and from a dial that was given up.
type progress struct {
	at        atomic.Uint32
	dials     atomic.Uint32
	connected atomic.Bool
}

// maxDials is how many connections one exchange may open: the second replaces
// a pooled connection that turned out to be dead.
const maxDials = 2

// errManyDials is a server that accepts every connection and then gives each
// up. Over HTTP/2 net/http would open connections for one request for ever.
var errManyDials = errors.New("the server gave up every connection")

// progressKey is the key of a context's *progress.
type progressKey struct{}

// mayDial reports whether the exchange of a context may open a connection.
func mayDial(ctx context.Context) bool {
	p, ok := ctx.Value(progressKey{}).(*progress)

	return !ok || p.dials.Add(1) <= maxDials
}

func (p *progress) phase() phase { return phase(p.at.Load()) }

// sent reports whether any byte of the request may have left. A connection that
// was ever there counts, also when the transport gave it up for another.
func (p *progress) sent() bool { return p.connected.Load() }

// reach moves forward only.
func (p *progress) reach(to phase) {
	for {
		now := p.at.Load()
		if now >= uint32(to) || p.at.CompareAndSwap(now, uint32(to)) {
			return
		}
	}
}

// restart begins a new attempt on another connection.
func (p *progress) restart() { p.at.Store(uint32(preparing)) }

// watch returns a context whose exchange reports to p, besides whatever trace
// the caller has installed.
func (p *progress) watch(ctx context.Context) context.Context {
	ctx = context.WithValue(ctx, progressKey{}, p)

	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:              func(string) { p.restart() },
		DNSStart:             func(httptrace.DNSStartInfo) { p.reach(resolving) },
		ConnectStart:         func(string, string) { p.reach(connecting) },
		TLSHandshakeStart:    func() { p.reach(securing) },
		GotConn:              func(httptrace.GotConnInfo) { p.connect() },
		WroteRequest:         p.wrote,
		GotFirstResponseByte: func() { p.reach(heading) },
	})
}

func (p *progress) connect() {
	p.connected.Store(true)
	p.reach(sending)
}

func (p *progress) wrote(info httptrace.WroteRequestInfo) {
	if info.Err == nil {
		p.reach(waiting)
	}
}
