package handlers

import "sync/atomic"

// State is what outlives an edge when a new configuration takes its place:
// counters above all. It is safe for concurrent use.
type State struct {
	metrics  *metrics
	draining atomic.Bool
}

// NewState returns the state of an edge that has not served yet.
func NewState() *State { return &State{metrics: newMetrics()} }

// Drain makes /readyz say that the edge is about to end.
func (s *State) Drain() { s.draining.Store(true) }
