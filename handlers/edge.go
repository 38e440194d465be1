package handlers

import (
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/seed-3913a1bb/signpost/handlers/access"
)

// Edge serves one or more sites: it is the http.Handler for the visitors'
// listener. It never changes after New; a new configuration is a new edge (see
// Live). It is safe for concurrent use.
type Edge struct {
	hosts  hostTable
	sites  []*site
	state  *State
	access *access.Log
	log    *slog.Logger
	chain  http.Handler
}

// New returns the edge in front of the sites that the options name.
func New(opts Options) (*Edge, error) {
	if err := opts.Validate(); err != nil {
		return nil, err
	}
	opts.setDefaults()
	e := &Edge{state: opts.State, access: opts.Access, log: opts.Log}
	e.hosts.none = newSite(nowhere(), e.log)
	for _, o := range opts.Sites {
		o.setDefaults()
		s := newSite(o, e.log)
		e.sites = append(e.sites, s)
		e.hosts.add(o.Hosts, s)
	}
	e.chain = e.chained(http.HandlerFunc(e.serveSite))
	return e, nil
}

// chained puts the boxes of the chain around a handler, the outermost first.
func (e *Edge) chained(h http.Handler) http.Handler {
	boxes := []func(http.Handler) http.Handler{
		pacing(paceTime),
		e.recovering,
		requestID,
		middleware.ClientIPFromRemoteAddr,
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
	exchangeOf(r).site = s
	s.ServeHTTP(w, r)
}

// Close ends what the sites keep running. Requests in flight should have ended.
func (e *Edge) Close() error {
	var errs []error
	for _, s := range e.sites {
		if c, ok := s.upstream.(io.Closer); ok {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}
