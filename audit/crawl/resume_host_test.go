package crawl_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// sixty is a home page that leads to sixty others, which answer as the function
// does. It counts how often they are asked.
type sixty struct {
	others http.HandlerFunc
	asked  atomic.Int64
}

func (s *sixty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/":
		var links strings.Builder
		for i := range 60 {
			fmt.Fprintf(&links, "<a href=/%d>%d</a>", i, i)
		}
		documents{"/": links.String()}.ServeHTTP(w, r)
	case asksUnnamed(r.URL.Path):
		http.NotFound(w, r)
	default:
		s.asked.Add(1)
		s.others(w, r)
	}
}

// stopped crawls until so many pages were asked, and returns what was written.
func stopped(t *testing.T, base string, site *sixty, after int64) *records {
	t.Helper()
	kept := &records{}
	var c *crawl.Crawler
	c = newCrawler(t, base+"/", func(o *crawl.Options) {
		o.Concurrency, o.Journal = 1, kept
		o.Progress = func(crawl.Progress) {
			if site.asked.Load() >= after {
				c.Stop()
			}
		}
	})
	c.Run(t.Context())
	if n := site.asked.Load(); n != after {
		t.Fatalf("%d pages were asked before the end, want %d", n, after)
	}
	return kept
}

func TestFailuresBeforeAnInterruptionCountAfterIt(t *testing.T) {
	site := &sixty{others: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }}
	base, _ := serve(t, site)
	kept := stopped(t, base, site, 15)
	continued := func() crawl.HostStats {
		c := newCrawler(t, base+"/", func(o *crawl.Options) { o.Concurrency, o.Journal = 1, kept })
		c.Run(t.Context())
		return c.Stats().Hosts[0]
	}
	if host := continued(); !host.Broken || host.BrokenLeft != 40 || site.asked.Load() != 20 {
		t.Errorf("%d pages were asked in all, want 20; host %+v", site.asked.Load(), host)
	}
	if host := continued(); !host.Broken || host.BrokenLeft != 40 || site.asked.Load() != 20 {
		t.Errorf("once more: %d pages were asked in all, host %+v", site.asked.Load(), host)
	}
}

func TestAHostThatWasGivenUpStaysSo(t *testing.T) {
	site := &sixty{others: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	}}
	base, _ := serve(t, site)
	kept := stopped(t, base, site, 1)
	c := newCrawler(t, base+"/", func(o *crawl.Options) { o.Concurrency, o.Journal = 1, kept })
	c.Run(t.Context())
	if host := c.Stats().Hosts[0]; !host.Parked || host.Refusals != 1 || host.Pauses != 1 || site.asked.Load() != 1 {
		t.Errorf("%d pages were asked in all, want 1; host %+v", site.asked.Load(), host)
	}
}
