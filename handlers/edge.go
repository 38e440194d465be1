package handlers

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/upstream"
	"github.com/seed-3913a1bb/signpost/views"
)

// Options configure an Edge. Everything but Upstream has a working default.
type Options struct {
	Upstream  upstream.Client    // the site's servers; required
	Brand     views.Brand        // look of the pages
	Languages []*locale.Language // that pages are offered in, the fallback first; default locale.All()
	Log       *slog.Logger       // nil: discard. Nothing is logged per request
}

func (o *Options) setDefaults() {
	if len(o.Languages) == 0 {
		o.Languages = locale.All()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

// Validate reports every mistake of the options.
func (o Options) Validate() error {
	if o.Upstream == nil {
		return errors.New("edge: no upstream given")
	}
	return nil
}

// Edge serves a site: it is the http.Handler for the visitors' listener. It is
// safe for concurrent use.
type Edge struct {
	upstream  upstream.Client
	brand     views.Brand
	languages []*locale.Language
	log       *slog.Logger
	csp       string
	metrics   *metrics
	chain     http.Handler
}

// New returns the edge in front of the servers that the options name.
func New(opts Options) (*Edge, error) {
	if err := opts.Validate(); err != nil {
		return nil, err
	}
	opts.setDefaults()
	e := &Edge{
		upstream:  opts.Upstream,
		brand:     opts.Brand,
		languages: opts.Languages,
		log:       opts.Log,
		csp:       views.ContentSecurityPolicy(),
		metrics:   newMetrics(),
	}
	e.chain = e.chained(e.dispatcher(newProxy(e)))
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
