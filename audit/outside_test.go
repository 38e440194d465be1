package audit_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// linking is a healthy site whose one page links to these addresses.
func linking(links ...string) site {
	var text strings.Builder
	for _, link := range links {
		fmt.Fprintf(&text, `<a href="%s">there</a> `, link)
	}
	return site{"/links": goodPage("Links", text.String())}
}

// elsewhereSite is another site. It counts the questions for each path.
type elsewhereSite struct {
	site
	asked map[string]*atomic.Int64
}

func newElsewhere(s site) *elsewhereSite {
	e := &elsewhereSite{s, map[string]*atomic.Int64{}}
	for path := range s {
		e.asked[path] = new(atomic.Int64)
	}
	return e
}

func (e *elsewhereSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if n := e.asked[r.URL.Path]; n != nil {
		n.Add(1)
	}
	e.site.ServeHTTP(w, r)
}

func auditLinks(t *testing.T, s site, change func(*audit.Options)) *audit.Report {
	t.Helper()
	o := audit.Options{Seeds: []string{serve(t, s) + "/"}, ConfirmAfter: new(time.Duration(0)), Crawl: audit.Crawling{AllowPrivate: true}}
	if change != nil {
		change(&o)
	}
	report, err := audit.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// outcomes are the addresses that were called broken, and why others were not
// judged, without the base.
func outcomes(r *audit.Report, base string) map[string]string {
	out := map[string]string{}
	for _, f := range r.Findings {
		if f.ID == "external-broken" {
			out[strings.TrimPrefix(f.URL, base)] = "broken"
		}
	}
	for _, u := range r.Unverified {
		out[strings.TrimPrefix(u.URL, base)] = string(u.Reason)
	}
	return out
}

func TestOnlyProofCallsALinkToAnotherSiteBroken(t *testing.T) {
	wall := answer{code: 404, header: map[string]string{"Content-Type": "text/html", "Cf-Mitigated": "challenge"}, body: "<title>Just a moment</title>"}
	other := newElsewhere(site{
		"/good": goodPage("Good", "Here."), "/gone": errorPage(404), "/fails": errorPage(500), "/forbidden": errorPage(403),
		"/program": errorPage(999), "/pause": errorPage(503), "/wall": wall, "/moved": to("/gone"), "/fine": to("/good"),
		"/round": to("/round2"), "/round2": to("/round"), "/private/x": errorPage(404),
	})
	base := serve(t, other)
	var links []string
	for path := range other.site {
		links = append(links, base+path, base+path+"#part")
	}
	report := auditLinks(t, linking(append(links, "http://127.0.0.1:1/")...), nil)
	want := map[string]string{
		"/gone": "broken", "/fails": "broken", "/moved": "broken", "http://127.0.0.1:1/": "broken", "/forbidden": "refused-agent",
		"/program": "refused-agent", "/pause": "unavailable", "/wall": "challenge", "/round": "redirect-loop", "/round2": "redirect-loop",
		"/private/x": "robots-blocked",
	}
	if diff := cmp.Diff(want, outcomes(report, base)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if ids := idsOf(report); len(ids) != 1 {
		t.Errorf("found %v: another site's answers are held against this one", ids)
	}
	for path, most := range map[string]int64{"/good": 2, "/fine": 1, "/gone": 4, "/private/x": 0} {
		if n := other.asked[path].Load(); n > most {
			t.Errorf("%s was asked %d times, want at most %d", path, n, most)
		}
	}
	if code := audit.ExitCode(report, nil, audit.FailOnNotice); code != 0 {
		t.Errorf("exit code %d: links to other sites fail a run without being named", code)
	}
	f := find(report, "external-broken")
	if len(f.Sources) == 0 || !strings.HasSuffix(*f.Sources[0].Page, "/links") || len(report.Hosts) != 1 {
		t.Errorf("finding %+v, hosts %+v", f, report.Hosts)
	}
}

func TestAnAnswerThatIsGoodTheSecondTimeIsNotBroken(t *testing.T) {
	var n atomic.Int64
	base := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/flaps" && n.Add(1) == 1 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	if got := outcomes(auditLinks(t, linking(base+"/flaps"), nil), base); len(got) != 0 || n.Load() != 2 {
		t.Errorf("%v after %d answers, want nothing after two", got, n.Load())
	}
}

func TestPrivateAddressesOfOthersAreNotAsked(t *testing.T) {
	other := newElsewhere(site{"/gone": errorPage(404), "/robots.txt": errorPage(404)})
	base := serve(t, other)
	report := auditLinks(t, linking(base+"/gone"), func(o *audit.Options) { o.Crawl.AllowPrivate = false })
	if got := outcomes(report, base); got["/gone"] != string(crawl.AddressRefused) || other.asked["/gone"].Load()+other.asked["/robots.txt"].Load() > 0 {
		t.Errorf("%v, asked %d times", got, other.asked["/gone"].Load())
	}
}

func TestWhereNoOtherSiteCanBeReachedNoneIsAccused(t *testing.T) {
	var links []string
	for i := 2; i < 14; i++ {
		links = append(links, fmt.Sprintf("http://127.0.0.%d:1/", i), fmt.Sprintf("http://127.0.0.%d:1/b", i))
	}
	report := auditLinks(t, linking(links...), nil)
	if find(report, "external-broken") != nil || len(report.Unverified) != len(links) || report.Unverified[0].Reason != crawl.NoNetwork {
		t.Errorf("found %v, unverified %v", idsOf(report), report.Unverified)
	}
	if left := skippedOf(report, "external-broken"); len(left) != 1 || left[0].Count != len(links) {
		t.Errorf("left out: %+v, want one line for all", left)
	}
	if report := auditLinks(t, linking(links[:4]...), nil); len(outcomes(report, "")) != 4 || find(report, "external-broken") == nil {
		t.Errorf("two hosts: %v, want them called broken", outcomes(report, ""))
	}
}

func TestOtherSitesAreAskedWithinABound(t *testing.T) {
	other := newElsewhere(site{"/a": errorPage(404), "/b": errorPage(404), "/c": errorPage(404)})
	base := serve(t, other)
	for most, want := range map[int]int{-1: 0, 2: 2, 0: 3} {
		report := auditLinks(t, linking(base+"/a", base+"/b", base+"/c"), func(o *audit.Options) { o.Externals = most })
		left := 0
		for _, s := range skippedOf(report, "external-broken") {
			left += s.Count
		}
		if got := len(outcomes(report, base)); got != want || left != 3-want {
			t.Errorf("at most %d: %d were judged and %d left, want %d and %d", most, got, left, want, 3-want)
		}
	}
}

func TestAnExcludedPartOfTheSiteIsNoOtherSite(t *testing.T) {
	asked := newElsewhere(linking("/shop/gone"))
	asked.site["/shop/gone"], asked.asked["/shop/gone"] = errorPage(404), new(atomic.Int64)
	o := audit.Options{Seeds: []string{serve(t, asked) + "/"}, ConfirmAfter: new(time.Duration(0)), Crawl: audit.Crawling{Exclude: []string{"/shop/**"}}}
	report, err := audit.Run(t.Context(), o)
	if err != nil || len(outcomes(report, "")) != 0 || asked.asked["/shop/gone"].Load() != 0 {
		t.Errorf("%v, %v, asked %d times", outcomes(report, ""), err, asked.asked["/shop/gone"].Load())
	}
}

func skippedOf(r *audit.Report, id string) (out []rule.Skipped) {
	for _, s := range r.SkippedChecks {
		if s.ID == id {
			out = append(out, s)
		}
	}
	return out
}

func TestARedirectBackToTheSiteIsJudgedByTheCrawlAlone(t *testing.T) {
	inner := &lateSite{}
	base := serve(t, inner)
	other := serve(t, site{"/back": to(base + "/hidden/missing")})
	inner.site = linking(other + "/back")
	inner.site["/hidden/missing"] = errorPage(404)
	o := audit.Options{Seeds: []string{base + "/"}, ConfirmAfter: new(time.Duration(0)), Crawl: audit.Crawling{AllowPrivate: true}}
	report, err := audit.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if got := outcomes(report, other); len(got) != 0 {
		t.Errorf("%v for a redirect back to the site", got)
	}
}

func TestAHostThatBreaksOffIsNotAskedForEver(t *testing.T) {
	var asked atomic.Int64
	base := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		asked.Add(1)
		panic(http.ErrAbortHandler)
	}))
	var links []string
	for i := range 12 {
		links = append(links, fmt.Sprintf("%s/%d", base, i))
	}
	got := outcomes(auditLinks(t, linking(links...), nil), base)
	given := 0
	for _, reason := range got {
		if reason == string(crawl.BreakerOpen) {
			given++
		}
	}
	if given != len(links)-3 || len(got) != len(links) {
		t.Errorf("%v: %d given up after %d questions, want all but three", got, given, asked.Load())
	}
}
