package gate

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// GuardOptions configure a Guard. The owner says by OriginAuthority that the
// edge is part of the origin: RFC 9110 section 13.2.1 lets nobody else evaluate
// preconditions.
type GuardOptions struct {
	OriginAuthority bool
	Mode            Mode   // default Report
	Require         Scope  // writes that must carry a condition; no methods: PUT, PATCH, DELETE
	Required        bool   // Require is in force
	Compare         bool   // read the present state before a write in Require and compare it
	Queue           Queue  // writes to one resource one after the other
	Fetch           Fetch  // required by Compare
	Shared          *Lines // what outlives a reload; nil: a new one
	Count           Count  // nil: nobody counts. Names: precondition-required, lost-update, queue
}

// Queue makes writes to one resource wait for each other.
type Queue struct {
	On    bool
	Scope Scope         // no methods: every method but the safe ones
	Depth int           // in line behind the one that is served; default 8
	Wait  time.Duration // default 2 s
}

// Lines are the lines in front of the resources of a site. They outlive a
// reload, so that requests of both configurations wait for each other. The zero
// value is ready.
type Lines struct{ lanes lanes }

// Busy is the number of resources that are being written.
func (l *Lines) Busy() int {
	l.lanes.mu.Lock()
	defer l.lanes.mu.Unlock()
	return len(l.lanes.all)
}

const (
	defaultDepth = 8
	defaultWait  = 2 * time.Second
	maxDepth     = 1024
	maxWait      = 30 * time.Second
)

func (o *GuardOptions) setDefaults() {
	if len(o.Require.Methods) == 0 {
		o.Require.Methods = []string{http.MethodPut, http.MethodPatch, http.MethodDelete}
	}
	if o.Queue.Depth == 0 {
		o.Queue.Depth = defaultDepth
	}
	if o.Queue.Wait == 0 {
		o.Queue.Wait = defaultWait
	}
	if o.Shared == nil {
		o.Shared = &Lines{}
	}
	o.Count = o.Count.orNone()
}

// Validate reports every mistake of the options.
func (o GuardOptions) Validate() error {
	var mistakes []error
	wrong := func(format string, args ...any) {
		mistakes = append(mistakes, fmt.Errorf("conditional: "+format, args...))
	}
	if (o.Required || o.Compare || o.Queue.On) && !o.OriginAuthority {
		wrong("origin_authority: only the origin may decide on conditions (RFC 9110 13.2.1); set it to true if the edge speaks for it")
	}
	if !o.Mode.valid() {
		wrong("mode: %q is neither report nor enforce", o.Mode)
	}
	if o.Compare && o.Fetch == nil {
		wrong("compare: nobody reads the present state")
	}
	if o.Queue.Depth < 0 || o.Queue.Depth > maxDepth {
		wrong("queue: depth must be from 1 to %d", maxDepth)
	}
	if o.Queue.Wait < 0 || o.Queue.Wait > maxWait {
		wrong("queue: wait must be at most %s", maxWait)
	}
	return errors.Join(mistakes...)
}

// Guard helps against lost updates: it asks for conditions, compares them with
// the present state, and makes writes to one resource wait for each other.
//
// It is a best effort and no guarantee. It does not see writers that go around
// the edge, other processes of the edge, or jobs of the site; what it compared
// may have changed before the write arrives at the application.
type Guard struct {
	GuardOptions
}

// NewGuard returns the guard that the options describe, or all their mistakes.
func NewGuard(o GuardOptions) (*Guard, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	o.setDefaults()
	return &Guard{o}, nil
}

// Check asks for a condition, waits for the resource, and compares.
func (g *Guard) Check(v *Visit) *Refusal {
	if isSafe(v.Request.Method) {
		return nil
	}
	if r := g.require(v); r != nil {
		return r
	}
	if r := g.wait(v); r != nil {
		return r
	}
	return g.compare(v)
}

// isSafe reports methods that change nothing (RFC 9110 section 9.2.1), and
// CONNECT, for which preconditions have no meaning (section 13.2.1).
func isSafe(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodConnect,
		"QUERY", "PROPFIND", "REPORT", "SEARCH":
		return true
	}
	return false
}
