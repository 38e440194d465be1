package handlers

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/upstream"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
	"github.com/seed-3913a1bb/signpost/views"
)

// Options configure an Edge. Everything but Sites has a working default.
type Options struct {
	Sites    []Site        // at least one
	State    *State        // what outlives this edge; nil: a new one
	Trust    *listen.Trust // whose word about the way of a request counts; nil: nobody's
	Access   *access.Log   // one record for each request; nil: none
	Log      *slog.Logger  // changes of state and errors, never a request; nil: discard
	InFlight int           // requests at once, beyond which the edge sheds; default 4096

	// BodyStall is how long a client may take for each 16 KiB that it sends of a
	// body, and for each 32 KiB that it is sent; default 30 s.
	BodyStall time.Duration

	// Copies are the last-good copies. Whoever opened the store closes it, after
	// the edges. Default: a small one of State, in memory.
	Copies *lastgood.Store
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
	Policy    *Policy            // what becomes of answers; nil: the default
	Problems  ProblemPages       // that explain the problem types; default: below /_signpost/problems/

	Gates Gates // what may answer before the servers are asked; default: nothing but an admin call
	CORS  CORS  // what own errors tell the scripts of other origins

	// LastGood says which good answers are kept for failures. Default:
	// robots.txt, for 24 hours.
	LastGood *lastgood.Policy
	// Conflict says what is done about changes that met another change. Default:
	// they are recognised and have their page.
	Conflict ConflictOptions
	// Reads says what protects reads from conflict statuses. Default: nothing.
	Reads Reads
}

func (o *Options) setDefaults() {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.State == nil {
		o.State = NewState()
	}
	if o.BodyStall == 0 {
		o.BodyStall = paceTime
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
	if s.LastGood == nil {
		s.LastGood = &lastgood.Policy{Robots: robotsTime}
	}
	s.Reads.setDefaults()
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
	if o.BodyStall < 0 {
		mistakes = append(mistakes, errors.New("edge: body_stall: must not be negative"))
	}
	if o.InFlight < 0 {
		mistakes = append(mistakes, errors.New("edge: in_flight: must be at least 1"))
	}
	owner := map[string]int{}
	for i, s := range o.Sites {
		if s.Upstream == nil {
			mistakes = append(mistakes, fmt.Errorf("edge: site %d: no upstream given", i+1))
		}
		for _, err := range []error{s.Policy.Validate(), s.Gates.Validate(), s.CORS.Validate(), s.Reads.validate(), s.Problems.validate()} {
			if err != nil {
				mistakes = append(mistakes, fmt.Errorf("edge: site %d: %w", i+1, err))
			}
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
