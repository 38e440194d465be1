package audit

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// UsageError is a mistake in the Options; its text names all of them.
type UsageError struct{ Err error }

// Error gives the mistakes, one a line.
func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap returns the joined mistakes.
func (e *UsageError) Unwrap() error { return e.Err }

// UnreachableError says that a seed could not be crawled, and why: no answer,
// or robots.txt does not allow it or cannot be had. The report that comes with
// it holds what is known.
type UnreachableError struct {
	Seed   string
	Reason crawl.Reason // empty when the seed leads to another site
	Cause  string       // the chain of errors; may be empty
}

// Error says which address could not be crawled and why.
func (e *UnreachableError) Error() string {
	switch {
	case e.Reason == "":
		return fmt.Sprintf("crawl %s: %s", e.Seed, e.Cause)
	case e.Cause == "":
		return fmt.Sprintf("crawl %s: %s", e.Seed, e.Reason)
	}
	return fmt.Sprintf("crawl %s: %s (%s)", e.Seed, e.Reason, e.Cause)
}

// unreachable finds the first seed that could not be crawled; nil when all
// could.
func unreachable(site *crawl.Site) *UnreachableError {
	for _, seed := range site.Seeds {
		r := site.Resource(seed.Key)
		if r == nil || r.Exchange == nil {
			continue
		}
		end := site.Chain(r).End()
		if end.Exchange == nil {
			end = r
		}
		x := end.Exchange
		switch {
		case end.Moves() && !site.Scope.Has(end.To):
			return &UnreachableError{seed.Raw, "", "it redirects to another site, audit that one: " + end.To.Raw}
		case x.Reason != "":
			return &UnreachableError{seed.Raw, x.Reason, x.Cause}
		case x.Unanswered() != "":
			return &UnreachableError{seed.Raw, x.Unanswered(), "it answered " + x.Status.String()}
		}
	}
	return nil
}

// leftAlone finds the first seed whose host failed all the time; nil when none
// did.
func leftAlone(site *crawl.Site, hosts []crawl.HostStats) *UnreachableError {
	for _, seed := range site.Seeds {
		for _, h := range hosts {
			if h.Host == seed.Host && h.Broken {
				return &UnreachableError{seed.Raw, crawl.BreakerOpen, "too many failures: " + h.Host + " was left alone"}
			}
		}
	}
	return nil
}
