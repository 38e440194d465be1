package upstream

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// HealthOptions say how the servers of a pool are asked whether they are well.
// Without a path they are not asked: then only the circuit keeps away from
// those that fail.
type HealthOptions struct {
	Path           string        // below the address of each server, such as /healthz; an answer of 2xx or 3xx is well
	Every          time.Duration // also how long an answer may take; default 5s
	HealthyAfter   int           // good answers in a row until a server that was down is used again; default 2
	UnhealthyAfter int           // bad answers in a row until a server counts as down; default 3
}

const (
	defaultHealthEvery    = 5 * time.Second
	defaultHealthyAfter   = 2
	defaultUnhealthyAfter = 3
)

func (o *HealthOptions) setDefaults() {
	if o.Every == 0 {
		o.Every = defaultHealthEvery
	}
	if o.HealthyAfter == 0 {
		o.HealthyAfter = defaultHealthyAfter
	}
	if o.UnhealthyAfter == 0 {
		o.UnhealthyAfter = defaultUnhealthyAfter
	}
}

func (o HealthOptions) validate() []error {
	var mistakes []error
	if o.Path != "" && !strings.HasPrefix(o.Path, "/") {
		mistakes = append(mistakes, fmt.Errorf("health: path %q: must begin with a slash", o.Path))
	}
	if _, err := url.ParseRequestURI(o.Path); o.Path != "" && err != nil {
		mistakes = append(mistakes, fmt.Errorf("health: %w", err))
	}
	if o.Every < 0 || o.HealthyAfter < 0 || o.UnhealthyAfter < 0 {
		mistakes = append(mistakes, errors.New("health: times and numbers must not be negative"))
	}

	return mistakes
}

// wellSet are the answers of a server that is well. A redirect is one, and is
// never followed: it might lead to another host.
var wellSet = status.MustParseSet("2xx, 3xx")

// health is what the checks have found. A server is well until they say
// otherwise.
type health struct {
	log     *slog.Logger
	down    atomic.Bool
	checkAt atomic.Int64 // when the next check goes, at the age of the pool
}

// next is when a server that is down may be found well; 0 when it is well.
func (h *health) next() time.Duration {
	if !h.down.Load() {
		return 0
	}

	return time.Duration(h.checkAt.Load())
}

func (h *health) set(down bool, why error) {
	if h.down.Swap(down) == down {
		return
	}
	if down {
		h.log.Warn("the server does not pass its health checks", "error", why)

		return
	}
	h.log.Info("the server passes its health checks again")
}

// watch starts the checks, one goroutine a server. They end with Close.
func (p *Pool) watch(o HealthOptions) {
	var ctx context.Context
	ctx, p.stop = context.WithCancel(context.Background())
	if o.Path == "" {
		return
	}
	for _, s := range p.servers {
		p.checks.Go(func() { s.checkUntil(ctx, o, p.now) })
	}
}

// checkUntil checks a server at once and then again and again.
func (s *server) checkUntil(ctx context.Context, o HealthOptions, now func() time.Duration) {
	ticker := time.NewTicker(o.Every)
	defer ticker.Stop()

	streak := 0 // answers in a row that speak against what is known
	for {
		s.health.checkAt.Store(int64(now() + o.Every))
		streak = s.judge(o, streak, s.check(ctx, o))
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// judge counts one answer, and returns the streak with it.
func (s *server) judge(o HealthOptions, streak int, err error) int {
	if errors.Is(err, errUndecided) {
		return streak
	}
	down, needed := s.health.down.Load(), o.UnhealthyAfter
	if down {
		needed = o.HealthyAfter
	}
	if down == (err != nil) {
		return 0
	}
	if streak++; streak < needed {
		return streak
	}
	s.health.set(!down, err)

	return 0
}

// errUndecided is a check that says nothing about the server.
var errUndecided = errors.New("nothing learnt")

// check asks a server once.
func (s *server) check(ctx context.Context, o HealthOptions) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.health.log.Error("a health check panicked", "panic", fmt.Sprint(p))
			err = errUndecided
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, o.Every)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.Path, nil)
	if err != nil {
		return errUndecided
	}
	req.Host = s.name
	req.Header.Set("User-Agent", "signpost-health")

	res, err := s.client.RoundTrip(req)
	if err != nil {
		return checkFailure(err)
	}
	Discard(res)
	if code := status.Code(res.StatusCode); !wellSet.Has(code) {
		return fmt.Errorf("status %v", code)
	}

	return nil
}

// checkFailure tells the failures of a server from our own: the end of the
// pool, or a limit that visitors have used up.
func checkFailure(err error) error {
	if isBlame(err) {
		return err
	}

	return errUndecided
}
