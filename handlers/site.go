package handlers

import (
	"log/slog"
	"net/http"

	"github.com/seed-3913a1bb/signpost/handlers/form"
	"github.com/seed-3913a1bb/signpost/handlers/gate"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// site is the private form of a Site: everything that the boxes behind the
// table of hosts need to know of it. It never changes.
type site struct {
	name      string
	canonical string
	problems  ProblemPages
	upstream  upstream.Client
	pages     *pages
	languages []*locale.Language
	csp       string
	keptCSP   string // of pages that give a form back
	policy    *Policy
	trust     *listen.Trust
	gates     []gate.Gate // in the order in which they are asked
	closing   *gate.Maintenance
	cors      corsPolicy
	hsts      hstsMemory
	own       http.Handler
	proxy     http.Handler
	log       *slog.Logger

	lastGood   lastgood.Policy
	reads      Reads
	conflict   ConflictOptions
	forms      *form.Keeper
	tickets    *form.Tickets
	conflicts  []*rule.Conflict // of the site, and of the rules that have their own
	keepsForms bool             // one of them does

	state *State // nil: nothing outlives a request
}

func newSite(o Site, prepared shelf, log *slog.Logger) *site {
	s := &site{
		name:      o.Name,
		canonical: o.Canonical,
		problems:  o.Problems,
		upstream:  o.Upstream,
		pages:     newPages(o.Brand, prepared.of(o.Brand), log),
		languages: o.Brand.Languages(o.Languages),
		csp:       o.Brand.ContentSecurityPolicy(),
		keptCSP:   o.Brand.KeptContentSecurityPolicy(),
		policy:    o.Policy,
		cors:      newCORSPolicy(o.CORS),
		log:       log,

		reads:    o.Reads,
		conflict: o.Conflict,
		forms:    form.NewKeeper(form.Options{}),
		tickets:  form.NewTickets(nil),
	}
	if o.LastGood != nil {
		s.lastGood = *o.LastGood
	}
	s.setConflicts()
	s.own = s.ownEndpoints()
	s.proxy = newProxy(s)
	return s
}

// ServeHTTP asks the gates, then the edge's own endpoints or the site's servers.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ex := exchangeOf(r)
	if r.ProtoMajor == 1 && hasBody(r) {
		// Without it the server reads the whole upload before it lets an early
		// answer out (golang/go#57786).
		_ = http.NewResponseController(w).EnableFullDuplex()
	}
	s.keep(r, ex)
	defer ex.kept.Release()
	if r = s.resubmitted(w, r, ex); r == nil {
		return
	}
	if refusal := s.refusal(ex); refusal != nil {
		s.answerRefusal(w, ex, refusal)
		return
	}
	s.dispatch(w, r)
}

// nowhere is the site of hosts that no site names: it has no servers, no brand
// and only one gate.
func nowhere() Site {
	return Site{Name: "none", Upstream: nobody{}, Languages: locale.All()}
}

// nobody refuses every request (edge table 4.1, "no site for this Host").
type nobody struct{}

func (nobody) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, &upstream.Failure{
		Type: "destination_not_found", Word: "unknown-host", Status: status.MisdirectedRequest, Err: errNoSite,
	}
}
