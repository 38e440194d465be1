package config

import (
	"net/netip"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
)

func (t *Target) scope() (gate.Scope, error) {
	path, err := matcher(t.Path)
	return gate.Scope{Path: path, Methods: texts(t.Method)}, err
}

func (l *RateLimit) options() (gate.LimitOptions, error) {
	scope, err := l.Match.scope()
	return gate.LimitOptions{
		Name: l.Name, Scope: scope, Key: l.Per, Allow: l.Allow.Count, Per: l.Allow.Per, Burst: l.Burst,
		Mode: gate.Mode(l.Mode), Fields: gate.Fields(l.Headers),
	}, err
}

// options of a site that says nothing about maintenance are the zero ones: an
// admin call can close it all the same.
func (m *Maintenance) options() (gate.MaintenanceOptions, error) {
	if m == nil {
		return gate.MaintenanceOptions{}, nil
	}
	except, err := matcher(m.Except)
	o := gate.MaintenanceOptions{
		Enabled: m.Enabled, File: string(m.File), Except: except, RetryAfter: m.RetryAfter.Duration.Std(),
		Bypass: gate.Bypass{Networks: prefixes(m.Allow.ClientIP), Header: m.Allow.Header, Cookie: m.Allow.Cookie},
	}
	if m.Window != nil {
		o.Window = gate.Window{From: m.Window.From.Time, Until: m.Window.Until.Time}
	}
	return o, err
}

func (g *Conditional) options() (gate.GuardOptions, error) {
	if g == nil {
		return gate.GuardOptions{}, nil
	}
	o := gate.GuardOptions{OriginAuthority: g.OriginAuthority, Mode: gate.Mode(g.Mode), Compare: g.Compare}
	var err error
	if g.RequireIfMatch != nil {
		o.Required = true
		if o.Require, err = g.RequireIfMatch.scope(); err != nil {
			return o, err
		}
	}
	if q := g.Queue; q != nil {
		o.Queue = gate.Queue{On: true, Depth: q.Depth, Wait: q.Wait.Std()}
		o.Queue.Scope.Path, err = matcher(q.Path)
	}
	return o, err
}

func prefixes(networks []Network) []netip.Prefix {
	var all []netip.Prefix
	for _, n := range networks {
		all = append(all, n.Prefix)
	}
	return all
}
