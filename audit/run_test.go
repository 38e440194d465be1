package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

func healthy() site {
	return site{
		"/robots.txt": {code: 200, header: map[string]string{"Content-Type": "text/plain"}, body: "User-agent: *\nDisallow: /private/\n"},
		"/about":      goodPage("About", `We sell. <a href="/private/cart">Cart</a>`), "/a/1": goodPage("One", "First"),
		"/a/2": goodPage("Two", "Second"), "/a/3": goodPage("Three", "Third"), "/hidden/moved": to("/about"),
	}
}

func TestAHealthySiteHasNoFindings(t *testing.T) {
	report := run(t, healthy())
	if len(report.Findings) > 0 {
		t.Errorf("found %v, want nothing", idsOf(report))
	}
	if code := audit.ExitCode(report, nil, audit.FailOnNotice); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	if len(report.SkippedChecks) == 0 || len(report.ChecksRun) == 0 {
		t.Error("the report does not say what was looked at and what was not")
	}
	if len(report.Unverified) != 1 || report.Unverified[0].Reason != crawl.RobotsBlocked {
		t.Errorf("unverified = %+v, want the cart, blocked by robots.txt", report.Unverified)
	}
}

func TestTwoRunsOfASiteFindTheSame(t *testing.T) {
	faulty := http.Handler(site{"/a": errorPage(404), "/b": to("/a"), "/c": errorPage(409), "/d": errorPage(500)})
	base := serve(t, faulty)
	var prints [2][]string
	for i := range prints {
		report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{base}, ConfirmAfter: new(time.Duration(0))})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Findings {
			prints[i] = append(prints[i], f.ID+" "+f.Fingerprint+" "+f.GroupFingerprint+" "+f.URL)
		}
	}
	if diff := cmp.Diff(prints[0], prints[1]); diff != "" || len(prints[0]) == 0 {
		t.Errorf("two runs differ: %s", diff)
	}
}

func TestACatchAllIsASoft404WhereverItIs(t *testing.T) {
	shell := goodPage("Our shop", "Everything is here.")
	catchAll := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".js") || r.URL.Path == "/robots.txt" {
			healthy().ServeHTTP(w, r)
			return
		}
		site{r.URL.RequestURI(): shell}.ServeHTTP(w, r)
	})
	f := find(run(t, catchAll), "soft404-probe")
	if f == nil || f.Template != "/" || f.Evidence[0].Probe == nil {
		t.Fatalf("found %+v, want a probe at the root", f)
	}
}

func TestUnknownNamesSentHomeAreASoft404(t *testing.T) {
	toHome := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a := healthy().at(r.URL.RequestURI()); a.code != 404 {
			healthy().ServeHTTP(w, r)
			return
		}
		http.Redirect(w, r, "/", http.StatusFound)
	})
	report := run(t, toHome)
	if find(report, "soft404-probe-redirect") == nil || find(report, "soft404-probe") != nil {
		t.Errorf("found %v, want soft404-probe-redirect alone", idsOf(report))
	}
}

func TestNamesThatAreSentToTheirOwnPlaceAreNoSoft404(t *testing.T) {
	fuzzy := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a := healthy().at(r.URL.RequestURI()); a.code != 404 {
			healthy().ServeHTTP(w, r)
			return
		}
		http.Redirect(w, r, "/a/"+string('1'+r.URL.Path[len(r.URL.Path)/2]%3), http.StatusFound)
	})
	base := serve(t, fuzzy)
	report, err := audit.Run(t.Context(), audit.Options{
		Seeds: []string{base}, ConfirmAfter: new(time.Duration(0)),
		ProbeNames: [2]string{strings.Repeat("0", 24), strings.Repeat("1", 24)},
	})
	if err != nil || find(report, "soft404-probe-redirect") != nil {
		t.Errorf("found %v, %v; want no soft 404: the targets differ", idsOf(report), err)
	}
}

func TestMaintenanceWith200IsOneFindingForTheSite(t *testing.T) {
	closed := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		site{r.URL.RequestURI(): goodPage("Back soon", "We are under maintenance.")}.ServeHTTP(w, r)
	})
	report := run(t, closed)
	if find(report, "maintenance-with-200") == nil || find(report, "soft404-probe") != nil {
		t.Errorf("found %v, want maintenance-with-200 and no soft 404", idsOf(report))
	}
	one := healthy()
	one["/notice"] = goodPage("Back soon", "Our forum is under maintenance.")
	if report := run(t, one); find(report, "maintenance-with-200") != nil {
		t.Error("one page that speaks of maintenance is not the whole site")
	}
}

func TestRobotsThatFailClosesTheSite(t *testing.T) {
	failing := site{"/robots.txt": errorPage(500), "/a": errorPage(404)}
	report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{serve(t, failing)}, ConfirmAfter: new(time.Duration(0))})
	if _, ok := errors.AsType[*audit.UnreachableError](err); !ok {
		t.Fatalf("error %v, want an UnreachableError", err)
	}
	if diff := cmp.Diff([]string{"robots-5xx"}, idsOf(report)); diff != "" {
		t.Errorf("findings: %s", diff)
	}
	if code := audit.ExitCode(report, err, audit.FailOnError); code != 3 || report.Run.ExitCode != 3 {
		t.Errorf("exit codes %d and %d, want 3", code, report.Run.ExitCode)
	}
}

func TestRobotsThatRecoverIsNoFinding(t *testing.T) {
	var asked atomic.Int32
	recovering := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" && asked.Add(1) < 3 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		healthy().ServeHTTP(w, r)
	})
	if report := run(t, recovering); find(report, "robots-5xx") != nil || report.Pages < 4 {
		t.Errorf("found %v on %d pages, want none on all pages", idsOf(report), report.Pages)
	}
}

func TestAnErrorThatIsGoneAtTheSecondQuestionIsNotBroken(t *testing.T) {
	var asked atomic.Int32
	flapping := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := healthy()
		if s["/flap"] = errorPage(500); asked.Load() > 0 {
			s["/flap"] = goodPage("Fine", "Text")
		}
		if r.URL.Path == "/flap" {
			asked.Add(1)
		}
		s.ServeHTTP(w, r)
	})
	report := run(t, flapping)
	if f := find(report, "status-flapping"); f == nil || find(report, "link-5xx") != nil {
		t.Errorf("found %v, want status-flapping and no link-5xx", idsOf(report))
	}
	if f := find(run(t, site{"/a": errorPage(500)}), "status-flapping"); f != nil {
		t.Errorf("found %+v for an error that stays", f)
	}
}

func TestAWallAgainstStrangersIsUnverified(t *testing.T) {
	wall := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := healthy()
		if s["/wall"] = errorPage(403); strings.Contains(r.UserAgent(), "Mozilla") {
			s["/wall"] = goodPage("Inside", "Text")
		}
		s.ServeHTTP(w, r)
	})
	report := run(t, wall)
	if find(report, "status-403-on-indexable") != nil {
		t.Error("a wall that lets browsers in was called a fault")
	}
	if !slices.ContainsFunc(report.Unverified, func(u audit.Unverified) bool { return u.Reason == crawl.RefusedAgent }) {
		t.Errorf("unverified = %+v, want the wall", report.Unverified)
	}
	if find(report, "link-4xx") != nil {
		t.Error("the wall was called a broken link")
	}
}

func TestALimitIsNeverSilent(t *testing.T) {
	base := serve(t, healthy())
	report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{base}, MaxURLs: 3, ConfirmAfter: new(time.Duration(0))})
	if err != nil {
		t.Fatal(err)
	}
	f := find(report, "crawl-truncated")
	if f == nil || f.Severity != "notice" || !report.Truncated || len(report.LimitsReached) != 1 || report.LimitsReached[0].Left == 0 {
		t.Errorf("finding %+v, limits %+v; want one notice", f, report.LimitsReached)
	}
	if code := audit.ExitCode(report, nil, audit.FailOnError); code != 0 {
		t.Errorf("exit code %d for a limit that was asked for, want 0", code)
	}
	report.LimitsReached[0].Default = true
	if code := audit.ExitCode(report, nil, audit.FailOnError); code != 4 {
		t.Errorf("exit code %d for a default limit, want 4", code)
	}
}

func TestNobodyHome(t *testing.T) {
	report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{"http://" + freeAddr(t)}, ConfirmAfter: new(time.Duration(0))})
	if code := audit.ExitCode(report, err, audit.FailOnError); code != 3 {
		t.Fatalf("exit code %d, error %v; want 3", code, err)
	}
	if diff := cmp.Diff([]string{"network-error"}, idsOf(report)); diff != "" {
		t.Errorf("findings: %s", diff)
	}
	if f := find(report, "network-error"); f.Reason != crawl.Refused || *f.Status != 0 {
		t.Errorf("finding %+v, want connect-refused with status 0", f)
	}
}

func TestACertificateThatNobodyTrustsIsNamed(t *testing.T) {
	server := httptest.NewUnstartedServer(healthy())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{server.URL}, ConfirmAfter: new(time.Duration(0))})
	if code := audit.ExitCode(report, err, audit.FailOnError); code != 3 {
		t.Errorf("exit code %d, want 3", code)
	}
	if diff := cmp.Diff([]string{"tls-chain"}, idsOf(report)); diff != "" {
		t.Errorf("findings: %s", diff)
	}
}

func TestAnInterruptedRunTellsWhatItKnows(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	stopping := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/about" {
			cancel()
			<-r.Context().Done()
			return
		}
		healthy().ServeHTTP(w, r)
	})
	report, err := audit.Run(ctx, audit.Options{Seeds: []string{serve(t, stopping)}})
	if err != nil || report.Run.State != audit.StateInterrupted || !report.Truncated {
		t.Fatalf("state %q, error %v; want an interrupted report", report.Run.State, err)
	}
	if code := audit.ExitCode(report, err, audit.FailOnError); code != 4 {
		t.Errorf("exit code %d, want 4", code)
	}
}

func TestWrongOptionsAreAllNamedAtOnce(t *testing.T) {
	report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{"ftp://a/"}, FailOn: "errors"})
	if report != nil || audit.ExitCode(report, err, "errors") != 2 {
		t.Errorf("exit code %d, want 2", audit.ExitCode(report, err, "errors"))
	}
	for _, part := range []string{"ftp", `"errors"`} {
		if !strings.Contains(fmt.Sprint(err), part) {
			t.Errorf("error %v does not speak of %s", err, part)
		}
	}
}

func TestFewSpeakForManyOfOneKind(t *testing.T) {
	var asked atomic.Int32
	many := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := site{}
		for i := range 40 {
			s[fmt.Sprintf("/gone/%d", i)] = errorPage(404)
		}
		if strings.HasPrefix(r.URL.Path, "/gone/") && len(r.URL.Path) < 10 {
			asked.Add(1)
		}
		s.ServeHTTP(w, r)
	})
	report := run(t, many)
	n := 0
	for _, f := range report.Findings {
		if f.ID == "link-4xx" {
			n++
		}
	}
	if n != 40 || asked.Load() != 64 {
		t.Errorf("%d findings after %d requests, want 40 after 64: each once, five again, one in 19 ways", n, asked.Load())
	}
}

func TestTheReportKeepsEveryKey(t *testing.T) {
	report := run(t, site{"/a": errorPage(404)})
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte(`:null`)) {
		for _, key := range []string{"examples", "sources", "evidence", "docs", "findings", "groups", "unverified", "hosts", "redirects", "pauses"} {
			if bytes.Contains(raw, []byte(`"`+key+`":null`)) {
				t.Errorf("the list %s is null, want []", key)
			}
		}
	}
}

func TestASeedThatLeadsToAnotherSiteIsNotCalledClean(t *testing.T) {
	base := serve(t, site{"/": to("http://shop.example/")})
	report, err := audit.Run(t.Context(), audit.Options{Seeds: []string{base + "/"}, ConfirmAfter: new(time.Duration(0))})
	if code := audit.ExitCode(report, err, audit.FailOnError); code != 3 || !strings.Contains(fmt.Sprint(err), "http://shop.example/") {
		t.Errorf("exit code %d, error %v; want 3 and the other site's address", code, err)
	}
	base = serve(t, site{"/": to("/home"), "/home": goodPage("Home", "Welcome.")})
	report, err = audit.Run(t.Context(), audit.Options{Seeds: []string{base + "/"}, ConfirmAfter: new(time.Duration(0))})
	if code := audit.ExitCode(report, err, audit.FailOnError); code != 0 {
		t.Errorf("a redirect within the site: exit code %d, error %v, found %v", code, err, idsOf(report))
	}
}

func TestARobotsFileThatIsRateLimitedIsToldInTime(t *testing.T) {
	t.Parallel()
	report, _ := audit.Run(t.Context(), audit.Options{
		Seeds:        []string{serve(t, site{"/robots.txt": {code: 429}}) + "/"},
		ConfirmAfter: new(time.Duration(0)),
	})
	if find(report, "robots-5xx") == nil || report.Summary.Seconds > 20 {
		t.Errorf("found %v after %.0f s", idsOf(report), report.Summary.Seconds)
	}
}

func TestAFindingAboutAnErrorPageNamesAnAddressOfTheSite(t *testing.T) {
	bare := answer{code: 404, header: html, body: "<title>404</title><a href=/>Home</a>"}
	everywhere := func(path string) *audit.Finding {
		return find(run(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s := site{path: bare}
			if a := s.at(r.URL.RequestURI()); a.code == 404 {
				s[r.URL.RequestURI()] = bare
			}
			s.ServeHTTP(w, r)
		})), "error-page-bare")
	}
	a, z := everywhere("/00-first"), everywhere("/zz-last")
	if a == nil || z == nil || !strings.HasSuffix(z.URL, "/zz-last") {
		t.Fatalf("found %+v, want the linked address, not a probe's", z)
	}
}

// What a check could not look at stands in the report, with the reason.
func TestChecksThatDidNotRunAreListed(t *testing.T) {
	s := site{}
	for i := range 60 {
		s[fmt.Sprintf("/gone%d/x", i)] = errorPage(404)
		s[fmt.Sprintf("/page%d/x", i)] = goodPage(fmt.Sprintf("Page %d", i), "Text of a page.")
	}
	report := run(t, s)
	for id, reason := range map[string]string{
		"http-to-https": "not-applicable", "www-apex": "not-applicable", "soft404-page-param": "not-applicable",
		"status-by-user-agent": "no budget left for further requests",
	} {
		if !slices.ContainsFunc(report.SkippedChecks, func(s rule.Skipped) bool { return s.ID == id && s.Reason == reason }) {
			t.Errorf("nothing says that %s did not run: %s", id, reason)
		}
	}
	if slices.ContainsFunc(report.SkippedChecks, func(s rule.Skipped) bool { return s.ID == "trailing-slash" }) {
		t.Error("a check that ran is called skipped")
	}
}
