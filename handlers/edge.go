package handlers

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

// Edge serves one or more sites: it is the http.Handler for the visitors'
// listener. It never changes after New; a new configuration is a new edge (see
// Live). It is safe for concurrent use.
type Edge struct {
	hosts  hostTable
	sites  []*site
	state  *State
	trust  *listen.Trust
	access *access.Log
	log    *slog.Logger
	chain  http.Handler
	late   sync.WaitGroup // records that are finished after their answers
}

// New returns the edge in front of the sites that the options name.
func New(opts Options) (*Edge, error) {
	if err := opts.Validate(); err != nil {
		return nil, err
	}
	opts.setDefaults()
	e := &Edge{state: opts.State, trust: opts.Trust, access: opts.Access, log: opts.Log}
	if opts.Copies != nil {
		e.state.copies.Store(opts.Copies)
	}
	e.state.logs.watch(e.access)
	prepared := shelf{}
	e.hosts.none = newSite(nowhere(), prepared, e.log)
	for _, o := range opts.Sites {
		o.setDefaults()
		s := newSite(o, prepared, e.log)
		if err := s.addGates(o, e.state); err != nil {
			return nil, err
		}
		s.state = e.state
		s.trust = e.trust
		s.forms, s.tickets = e.state.forms, e.state.tickets
		e.sites = append(e.sites, s)
		e.hosts.add(o.Hosts, s)
	}
	shed, err := e.newOverload(opts.InFlight)
	if err != nil {
		return nil, err
	}
	e.chain = shed.Shed(e.chained(http.HandlerFunc(e.serveSite), opts.BodyStall))
	return e, nil
}

// chained puts the boxes of the chain around a handler, the outermost first.
func (e *Edge) chained(h http.Handler, stall time.Duration) http.Handler {
	boxes := []func(http.Handler) http.Handler{
		pacing(stall),
		e.recovering,
		requestID,
		e.trust.ClientIP,
		e.recording,
	}
	for i := len(boxes) - 1; i >= 0; i-- {
		h = boxes[i](h)
	}
	return h
}

// ServeHTTP answers one visitor.
func (e *Edge) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.chain.ServeHTTP(w, r) }

// serveSite hands the request to the site that its Host names.
func (e *Edge) serveSite(w http.ResponseWriter, r *http.Request) {
	s := e.hosts.find(siteHost(r))
	ex := exchangeOf(r)
	ex.site = s
	defer ex.visit.Leave() // also after a panic
	if f := listen.Refuse(r, edgeName); f != nil {
		s.answerFailure(w, ex, f)
		return
	}
	s.ServeHTTP(w, r)
}

// Close ends what the sites keep running. Requests in flight should have ended.
func (e *Edge) Close() error {
	e.late.Wait()
	var errs []error
	for _, s := range e.sites {
		if c, ok := s.upstream.(io.Closer); ok {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}
