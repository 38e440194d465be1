package handlers

import (
	"sync/atomic"

	"github.com/seed-3913a1bb/signpost/handlers/form"
	"github.com/seed-3913a1bb/signpost/handlers/gate"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// State is what outlives an edge when a new configuration takes its place:
// counters above all. It is safe for concurrent use.
type State struct {
	metrics   *metrics
	config    configMetrics
	draining  atomic.Bool
	gates     gate.Shared
	inFlight  atomic.Int64
	serving   atomic.Pointer[Edge] // the newest that serves
	copies    atomic.Pointer[lastgood.Store]
	reads     *readMemory
	alarms    *alarms
	listeners listenerMetrics
	logs      logMetrics
	forms     *form.Keeper // one bound for the forms of all sites
	softly    softRoom
	tickets   *form.Tickets // a page outlives a configuration
}

// copiesInMemory is the room for last-good copies of an edge that was given no
// store: enough for the robots.txt of many hosts.
const copiesInMemory = 16 << 20

// NewState returns the state of an edge that has not served yet.
func NewState() *State {
	s := &State{
		metrics: newMetrics(), reads: newReadMemory(),
		forms: form.NewKeeper(form.Options{}), tickets: form.NewTickets(nil),
	}
	s.metrics.gates = newGateMetrics(s)
	s.config = newConfigMetrics(s.metrics.registry)
	s.alarms = newAlarms(s.metrics.registry)
	registerForms(s.metrics.registry, s.forms)
	registerSoft(s.metrics.registry, &s.softly)
	store, err := lastgood.Open(lastgood.Options{MaxTotal: copiesInMemory})
	if err != nil {
		panic("signpost/handlers: " + err.Error()) // the options are ours
	}
	s.copies.Store(store)
	s.metrics.registry.MustRegister(&copiesCollector{s}, &s.listeners, &s.logs)
	return s
}

// Drain makes /readyz say that the edge is about to end.
func (s *State) Drain() { s.draining.Store(true) }
