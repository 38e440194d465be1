package audit_test

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/store"
)

// newsSite has pages with validators, faults of several kinds, and one page that
// changes. It counts the conditional questions of the crawl.
type newsSite struct {
	news  atomic.Int64
	asked atomic.Int64
	fails atomic.Bool // a condition makes it stumble
}

func (s *newsSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conditional := r.Header.Get("If-None-Match") != ""
	if conditional {
		s.asked.Add(1)
	}
	if conditional && s.fails.Load() {
		w.WriteHeader(http.StatusPreconditionFailed)
		return
	}
	pages := site{
		"/gone": errorPage(404), "/moved": to("/one"), "/private/x": errorPage(404),
		"/one":  goodPage("One", `<b id=here>First</b> <a rel=nofollow href="/hidden/a">A</a> <a href="/two#nowhere">Two</a>`),
		"/two":  goodPage("Two", `<img src="/hidden.png">Second`),
		"/soft": goodPage("Page not found", "There is no page at this address."),
		"/news": goodPage("News", fmt.Sprintf(`Number %d <a href="/hidden/%d">more</a>`, s.news.Load(), s.news.Load())),
	}
	for i := range 20 {
		pages[fmt.Sprintf("/page/x%d", i)] = goodPage(fmt.Sprint("Page ", i), "Some words.")
	}
	pages.ServeHTTP(w, r)
}

var exceptUnchanged = append([]cmp.Option{
	cmpopts.IgnoreFields(audit.Summary{}, "Unchanged"), cmpopts.IgnoreFields(audit.Finding{}, "Signature"), cmp.AllowUnexported(audit.Keys{}),
}, sameReport...)

func TestAPageThatHasNotChangedIsNotReadAgain(t *testing.T) {
	news := &newsSite{}
	o := audit.Options{Seeds: []string{serve(t, news) + "/"}, ConfirmAfter: new(time.Duration(0)), Store: t.TempDir(), ProbeNames: [2]string{"0123456789abcdef01234567", "fedcba9876543210fedcba98"}}
	audited := func() *audit.Report {
		t.Helper()
		news.asked.Store(0)
		report, err := audit.Run(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	first := audited()
	usual := news.asked.Load()
	second := audited()
	if n := second.Summary.Unchanged; first.Summary.Unchanged != 0 || n < 15 || second.Summary.Bytes >= first.Summary.Bytes {
		t.Errorf("%d then %d unchanged, %d then %d bytes", first.Summary.Unchanged, n, first.Summary.Bytes, second.Summary.Bytes)
	}
	if diff := cmp.Diff(first, second, exceptUnchanged...); diff != "" {
		t.Errorf("the report of an unchanged site differs (-first +second):\n%.3000s", diff)
	}
	third := audited()
	if diff := cmp.Diff(second, third, exceptUnchanged...); diff != "" || third.Summary.Unchanged != second.Summary.Unchanged {
		t.Errorf("what was taken over is not taken over once more (-second +third):\n%.3000s", diff)
	}
	news.news.Add(1)
	if n := audited().Summary.Unchanged; n != second.Summary.Unchanged-1 && n != second.Summary.Unchanged {
		t.Errorf("%d unchanged when one of %d has changed", n, second.Summary.Unchanged)
	}
	o.Resume = store.Fresh
	if fresh := audited(); fresh.Summary.Unchanged != 0 || news.asked.Load() != usual {
		t.Errorf("%d unchanged in a fresh run, %d conditions instead of %d", fresh.Summary.Unchanged, news.asked.Load(), usual)
	}
}

func TestASiteThatStumblesOverConditionsIsAskedPlainly(t *testing.T) {
	news := &newsSite{}
	o := audit.Options{Seeds: []string{serve(t, news) + "/"}, ConfirmAfter: new(time.Duration(0)), Store: t.TempDir()}
	if _, err := audit.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	news.fails.Store(true)
	report, err := audit.Run(t.Context(), o)
	if err != nil || report.Summary.Unchanged != 0 || find(report, "status-412-428-on-get") != nil || report.Summary.ByStatus["412"] > 0 {
		t.Errorf("%v, %v, found %v", err, report.Summary, idsOf(report))
	}
}
