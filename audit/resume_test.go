package audit_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/audit/store"
)

// wideSite is a site of numbered pages with a few faults. It counts what it is
// asked by the crawl itself, and calls kill at one of the requests.
type wideSite struct {
	pages int
	mu    sync.Mutex
	asked map[string]int
	total int
	at    int
	kill  func()
}

func (s *wideSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.note(r)
	n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/p/"))
	if r.URL.Path == "/" {
		n, err = 0, nil
	}
	if err != nil || n >= s.pages || n > s.pages/2 && n%97 == 96 {
		healthy().ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<!doctype html><html lang=en><title>Page %d</title><main><h1>Page %d</h1><p>What page %d tells.</p>", n, n, n)
	for i := range 10 {
		if to := 10*n + i + 1; to < s.pages {
			fmt.Fprintf(w, `<a href="/p/%d">to page %d</a> `, to, i)
		}
	}
	if n%50 == 7 {
		fmt.Fprintf(w, `<a href="/p/%d" rel=nofollow>weak</a>`, (n*31)%s.pages)
	}
	fmt.Fprint(w, "</main></html>")
}

func (s *wideSite) note(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Header.Get("X-Signpost-Probe") == "" {
		s.asked[r.URL.Path]++
	}
	if s.total++; s.total == s.at {
		s.kill()
	}
}

// again counts the requests for what had been asked before.
func (s *wideSite) again() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, times := range s.asked {
		n += times - 1
	}
	return n
}

// kills is how often a crawl is killed; make resume sets more.
func kills(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("SIGNPOST_TEST_KILLS")); err == nil {
		return n
	}
	return 1
}

// The promise: after the death of the process only what was in flight is asked
// again, and the report is that of a run that nobody killed.
func TestAKilledRunGoesOnWhereItDied(t *testing.T) {
	const pages, inFlight = 5000, 64
	site := &wideSite{pages: pages, asked: map[string]int{}}
	base := serve(t, site) + "/"
	options := audit.Options{Seeds: []string{base}, ConfirmAfter: new(time.Duration(0)), Store: t.TempDir(), Tell: func(s string) { t.Log(s) }}
	whole, err := audit.Run(t.Context(), options)
	if err != nil || whole.Run.Resumed || whole.Pages < pages*9/10 {
		t.Fatalf("%d pages, resumed %v, error %v", whole.Pages, whole.Run.Resumed, err)
	}
	usual := site.again()
	for range kills(t) {
		options.Store = t.TempDir()
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "SIGNPOST_TEST_AUDIT="+base, "SIGNPOST_TEST_STORE="+options.Store)
		site.mu.Lock()
		site.asked, site.total, site.at = map[string]int{}, 0, 2+rand.N(pages-2)
		site.kill = func() { _ = child.Process.Kill() }
		at := site.at
		site.mu.Unlock()
		_, exited := errors.AsType[*exec.ExitError](child.Run())
		if !exited || child.ProcessState.ExitCode() != -1 {
			t.Fatalf("killed at request %d: the child ended with %v", at, child.ProcessState)
		}
		rest, err := audit.Run(t.Context(), options)
		if err != nil || !rest.Run.Resumed {
			t.Fatalf("killed at request %d: resumed %v, error %v", at, rest.Run.Resumed, err)
		}
		if n := site.again() - usual; n > inFlight {
			t.Errorf("killed at request %d: %d addresses were asked again, want those in flight", at, n)
		}
		if diff := cmp.Diff(whole, rest, append(sameReport, cmp.AllowUnexported(audit.Keys{}))...); diff != "" {
			t.Errorf("killed at request %d (-whole +continued):\n%.4000s", at, diff)
		}
	}
}

// sameReport leaves out what belongs to one run: its id, times, counters of
// requests, and names drawn by lot.
var sameReport = []cmp.Option{
	cmpopts.EquateEmpty(),
	cmp.Comparer(rule.Past.SameAnswers),
	cmpopts.IgnoreFields(audit.Report{}, "Run", "Discovery"),
	cmpopts.IgnoreFields(audit.Summary{}, "Requests", "Retries", "Bytes", "Seconds", "CrawlSeconds", "PagesPerSecond"),
	cmpopts.IgnoreFields(audit.Finding{}, "FirstSeen", "LastSeen", "Evidence"),
	cmpopts.IgnoreUnexported(audit.Finding{}),
	cmpopts.IgnoreFields(audit.Probed{}, "URL"),
	cmpopts.IgnoreFields(crawl.HostStats{}, "Requests"),
	cmpopts.IgnoreFields(audit.Report{}, "Took"),
	cmpopts.IgnoreTypes(rule.Skipped{}),
}

func TestAStoppedRunReportsAndGoesOnLater(t *testing.T) {
	site := &wideSite{pages: 600, asked: map[string]int{}, at: 100}
	stop := make(chan struct{})
	site.kill = func() { close(stop) }
	options := audit.Options{Seeds: []string{serve(t, site) + "/"}, ConfirmAfter: new(time.Duration(0)), Store: t.TempDir(), Stop: stop}
	first, err := audit.Run(t.Context(), options)
	if err != nil || first.Run.State != audit.StateInterrupted || audit.ExitCode(first, err, audit.FailOnError) != 4 {
		t.Fatalf("state %v, error %v", first.Run.State, err)
	}
	options.Stop = nil
	second, err := audit.Run(t.Context(), options)
	if err != nil || !second.Run.Resumed || second.Run.ID != first.Run.ID || second.Run.State != audit.StateFinished {
		t.Fatalf("run %+v after %s, error %v", second.Run, first.Run.ID, err)
	}
	third, err := audit.Run(t.Context(), options)
	if err != nil || third.Run.Resumed {
		t.Errorf("a finished run was continued: %v", err)
	}
	options.Resume = store.Resume
	if report, err := audit.Run(t.Context(), options); audit.ExitCode(report, err, audit.FailOnError) != 2 {
		t.Errorf("resuming a finished run: %v", err)
	}
}
