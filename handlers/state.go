package handlers

import (
	"sync/atomic"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
)

// State is what outlives an edge when a new configuration takes its place:
// counters above all. It is safe for concurrent use.
type State struct {
	metrics  *metrics
	draining atomic.Bool
	gates    gate.Shared
	inFlight atomic.Int64
	serving  atomic.Pointer[Edge] // the newest that serves
}

// NewState returns the state of an edge that has not served yet.
func NewState() *State {
	s := &State{metrics: newMetrics()}
	s.metrics.gates = newGateMetrics(s)
	return s
}

// Drain makes /readyz say that the edge is about to end.
func (s *State) Drain() { s.draining.Store(true) }
