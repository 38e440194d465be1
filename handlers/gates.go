package handlers

import (
	"errors"
	"net/http"
	"net/http/httputil"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
	"github.com/seed-3913a1bb/signpost/status"
)

// Gates are what may answer for a site before its servers are asked. The zero
// value lets everything through until an admin call closes the site. What the
// edge knows better (names, clocks, counters, what outlives a reload) it fills
// in itself.
type Gates struct {
	Maintenance gate.MaintenanceOptions
	Limits      []gate.LimitOptions
	Guard       gate.GuardOptions // of preconditions; its Fetch is the edge's
}

// Validate reports every mistake of the gates.
func (g Gates) Validate() error {
	mistakes := []error{g.Maintenance.Validate()}
	names := map[string]bool{}
	for _, l := range g.Limits {
		mistakes = append(mistakes, l.Validate())
		if names[l.Name] {
			mistakes = append(mistakes, errors.New("rate limit "+l.Name+": two limits have this name"))
		}
		names[l.Name] = true
	}
	guard := g.Guard
	guard.Fetch = func(*http.Request) (*http.Response, error) { return nil, errRefused }
	return errors.Join(append(mistakes, guard.Validate())...)
}

// addGates builds the gates of a site in the order in which they are asked: a
// closed site counts nobody, and who is limited makes the servers read nothing.
func (s *site) addGates(o Site, state *State) error {
	m := o.Gates.Maintenance
	m.Site, m.Switch, m.Log = s.name, state.gates.Switch(s.name), s.log
	closing, err := gate.NewMaintenance(m)
	if err != nil {
		return err
	}
	for _, warning := range m.Warnings() {
		s.log.Warn(warning, "site", s.name)
	}
	s.closing, s.gates = closing, []gate.Gate{closing}

	for _, l := range o.Gates.Limits {
		l.Table, l.Count = state.gates.Table(s.name, l.Name), state.metrics.gates.limits(s.name, l)
		limit, err := gate.NewLimit(l)
		if err != nil {
			return err
		}
		s.gates = append(s.gates, limit)
	}
	return s.addGuard(o.Gates.Guard, state)
}

func (s *site) addGuard(o gate.GuardOptions, state *State) error {
	if !o.Required && !o.Compare && !o.Queue.On {
		return nil
	}
	o.Fetch, o.Shared, o.Count = s.fetch, state.gates.Lines(s.name), state.metrics.gates.guards(s.name)
	guard, err := gate.NewGuard(o)
	if err != nil {
		return err
	}
	s.gates = append(s.gates, guard)
	return nil
}

// fetch reads from the site's servers for the edge itself: with the fields that
// every request to them carries, and without the verdicts of the proxy.
func (s *site) fetch(in *http.Request) (*http.Response, error) {
	pr := &httputil.ProxyRequest{In: in, Out: in.Clone(in.Context())}
	s.rewrite(pr)
	return s.upstream.RoundTrip(pr.Out)
}

// maintenanceOf finds the maintenance of the site that answers for a host; a
// lone site needs no name.
func (s *State) maintenanceOf(host string) *gate.Maintenance {
	e := s.serving.Load()
	switch {
	case e == nil:
		return nil
	case host == "" && len(e.sites) == 1:
		return e.sites[0].closing
	case host == "":
		return nil
	}
	return e.hosts.find(host).closing
}

// previewPath is where a secret link leads: it lets a person see a site that is
// closed for maintenance.
const previewPath = reserved + "preview"

// preview sets the cookie of the bypass. Without the right key there is no such
// address.
func (s *site) preview(w http.ResponseWriter, r *http.Request) {
	if s.closing == nil || !s.closing.Bypass.Admit(w, r) {
		s.refuse(status.NotFound)(w, r)
	}
}
