package upstream

import (
	"sync/atomic"
	"time"
)

// ServerState is what a pool knows about one of its servers. It is for the
// site's owner: names of servers are none of the visitors' business.
type ServerState struct {
	Name         string    // host and port
	Healthy      bool      // by its health checks; true without them
	EjectedUntil time.Time // when its circuit lets a probe through; zero: the circuit is closed
	Pending      int       // requests under way, until the end of the answer's body
	Open         int       // connections that are open, or being opened
	Opened       uint64    // connections opened so far
	Limited      uint64    // connections that the limit did not allow
	Yielded      uint64    // exchanges with slow clients that ended so that others had a connection
	Ejections    uint64    // how often its circuit has opened
}

// State returns the state of each server, in the order of the options.
func (p *Pool) State() []ServerState {
	states := make([]ServerState, 0, len(p.servers))
	for _, s := range p.servers {
		states = append(states, p.stateOf(s))
	}

	return states
}

func (p *Pool) stateOf(s *server) ServerState {
	st := ServerState{
		Name:      s.name,
		Healthy:   !s.health.down.Load(),
		Pending:   int(s.pending.Load()),
		Ejections: s.circuit.opened.Load(),
	}
	if until := s.circuit.reopens(); until != 0 {
		st.EjectedUntil = p.born.Add(until)
	}
	if c := s.conns; c != nil {
		st.Open, st.Opened, st.Limited, st.Yielded = c.count(), c.opened.Load(), c.limited.Load(), c.yielded.Load()
	}

	return st
}

// Stats are the sums of a pool since its start.
type Stats struct {
	Requests    uint64 // first attempts
	Retries     uint64 // further attempts
	BudgetEmpty uint64 // repeats not made because the budget was empty
	Spared      uint64 // repeats not made because the server was drowning
	Unavailable uint64 // requests for which no server was up
}

// Stats returns the sums so far.
func (p *Pool) Stats() Stats {
	return Stats{
		Requests:    p.stats.requests.Load(),
		Retries:     p.stats.retries.Load(),
		BudgetEmpty: p.stats.budgetEmpty.Load(),
		Spared:      p.stats.spared.Load(),
		Unavailable: p.stats.unavailable.Load(),
	}
}

type counters struct {
	requests    atomic.Uint64
	retries     atomic.Uint64
	budgetEmpty atomic.Uint64
	spared      atomic.Uint64
	unavailable atomic.Uint64
}
