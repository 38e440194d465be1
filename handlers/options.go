package handlers

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/upstream"
	"github.com/seed-3913a1bb/signpost/views"
)

// Options configure an Edge. Everything but Sites has a working default.
type Options struct {
	Sites  []Site       // at least one
	State  *State       // what outlives this edge; nil: a new one
	Access *access.Log  // one record for each request; nil: none
	Log    *slog.Logger // changes of state and errors, never a request; nil: discard
}

// Site is one or more hosts with their servers and their looks. Everything but
// Upstream has a working default.
type Site struct {
	Name      string             // in logs and metrics; default: the first host, or "site"
	Hosts     []string           // "shop.example", "*.shop.example" (any name below it), "*" (any host); default "*"
	Canonical string             // origin that links are built from, https://shop.example; empty: links have no origin
	Upstream  upstream.Client    // the site's servers; required. One with a method Close is closed with the edge
	Brand     views.Brand        // look of the pages
	Languages []*locale.Language // that pages are offered in, the fallback first; default locale.All()
}

func (o *Options) setDefaults() {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.State == nil {
		o.State = NewState()
	}
}

func (s *Site) setDefaults() {
	if len(s.Hosts) == 0 {
		s.Hosts = []string{anyHost}
	}
	if s.Name == "" {
		s.Name = s.Hosts[0]
	}
	if s.Name == anyHost {
		s.Name = "site"
	}
	if len(s.Languages) == 0 {
		s.Languages = locale.All()
	}
}

// Validate reports every mistake of the options.
func (o Options) Validate() error {
	var mistakes []error
	if len(o.Sites) == 0 {
		mistakes = append(mistakes, errors.New("edge: no site given"))
	}
	owner := map[string]int{}
	for i, s := range o.Sites {
		if s.Upstream == nil {
			mistakes = append(mistakes, fmt.Errorf("edge: site %d: no upstream given", i+1))
		}
		for _, host := range s.Hosts {
			host = strings.ToLower(host)
			if first, taken := owner[host]; taken {
				mistakes = append(mistakes, fmt.Errorf("edge: site %d: host %q belongs to site %d already", i+1, host, first))
				continue
			}
			owner[host] = i + 1
		}
	}
	return errors.Join(mistakes...)
}
