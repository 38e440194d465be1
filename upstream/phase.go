package upstream

import (
	"context"
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
	at atomic.Uint32
}

func (p *progress) phase() phase { return phase(p.at.Load()) }

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
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:              func(string) { p.restart() },
		DNSStart:             func(httptrace.DNSStartInfo) { p.reach(resolving) },
		ConnectStart:         func(string, string) { p.reach(connecting) },
		TLSHandshakeStart:    func() { p.reach(securing) },
		GotConn:              func(httptrace.GotConnInfo) { p.reach(sending) },
		WroteRequest:         p.wrote,
		GotFirstResponseByte: func() { p.reach(heading) },
	})
}

func (p *progress) wrote(info httptrace.WroteRequestInfo) {
	if info.Err == nil {
		p.reach(waiting)
	}
}
