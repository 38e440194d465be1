package handlers

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// PagesOptions configure a page server.
type PagesOptions struct {
	Options                // Upstream of the sites plays no part; without sites there is one for every host
	Trusted []netip.Prefix // peers that are believed about the failed request: its address, method and host
	Version string         // shown at /version
}

// NewPages returns an edge that has no site behind it and answers every request
// with the page of the status that the request names. Another proxy asks it for
// its error pages: an ingress controller's default backend, Traefik's errors
// middleware, nginx, Caddy and HAProxy. The status is named by the path
// (/409, /409.json, /errors/409), the query (?status=409) or the field X-Code;
// the page has the same status. See docs/drop-in.md.
func NewPages(o PagesOptions) (*Edge, error) {
	if len(o.Sites) == 0 {
		o.Sites = []Site{{}}
	}
	for i := range o.Sites {
		o.Sites[i].Upstream = nobody{}
	}
	e, err := New(o.Options)
	if err != nil {
		return nil, err
	}
	for _, s := range append(e.sites, e.hosts.none) {
		s.proxy = newPageServer(s, o)
	}
	return e, nil
}

// pageServer stands in the place of the proxy.
type pageServer struct {
	site    *site
	trusted []netip.Prefix
	fixed   *chi.Mux
}

func newPageServer(s *site, o PagesOptions) *pageServer {
	p := &pageServer{site: s, trusted: o.Trusted, fixed: chi.NewRouter()}
	for path := range strings.FieldsSeq("/healthz /livez /readyz /startupz /health /health/live /live") {
		p.fixed.Get(path, ok)
		p.fixed.Head(path, ok)
	}
	p.fixed.Get("/version", version(o.Version))
	p.fixed.Get("/favicon.ico", icon)
	return p
}

// ServeHTTP answers health checks, and everything else with a page.
func (p *pageServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ex := exchangeOf(r)
	if _, named := namedStatus(r); !named && p.fixed.Match(chi.NewRouteContext(), r.Method, r.URL.Path) {
		ex.record.Verdict, ex.record.Why = "own", "own-endpoint"
		p.fixed.ServeHTTP(w, r)
		return
	}
	code, failed := p.failedRequest(r)
	ex.in = failed
	p.site.answerRefusal(w, ex, &refusal{Failure: &upstream.Failure{Status: code}, page: true})
}

func version(v string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { adminText(w, status.OK, v+"\n") }
}

// icon keeps browsers from asking again and again.
func icon(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=86400")
	w.WriteHeader(int(status.NoContent))
}
