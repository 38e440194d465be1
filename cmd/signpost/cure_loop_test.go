package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/cure"
	"github.com/seed-3913a1bb/signpost/config"
	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

// auditOf runs `signpost audit` as a user would, and returns how often each
// check found something.
func auditOf(t *testing.T, site string, more ...string) map[string]int {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	args := append([]string{"audit", site + "/", "--confirm-after", "1ms", "--store", t.TempDir(), "-o", "json=" + file, "--progress", "none"}, more...)
	code := run(t.Context(), args, streams{out: io.Discard, err: t.Output()})
	if code != exitFine && code != exitFindings && code != exitCouldNotRun {
		t.Fatalf("signpost %v ended with %d", args, code)
	}
	report, err := readReport(file, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]int{}
	for _, f := range report.Findings {
		ids[f.ID]++
	}
	return ids
}

// loop is a site, what mends it, and what is found of it.
type loop struct {
	before, after map[string]int
	rules         string
	states        map[string][]cure.Written // of each check
}

// closed audits a site, emits what mends it, serves the site through the edge
// with that alone, and audits it again.
func closed(t *testing.T, site string, serve, audit []string) loop {
	t.Helper()
	l := loop{rules: filepath.Join(t.TempDir(), "rules.yaml"), states: map[string][]cure.Written{}}
	l.before = auditOf(t, site, append(audit, "--emit-rules", l.rules, "--enforce")...)
	if _, err := config.Load(config.Source{File: l.rules}); err != nil {
		t.Fatalf("the edge refuses the rules:\n%v", err)
	}
	raw, err := os.ReadFile(filepath.Join(filepath.Dir(l.rules), cure.FixesName))
	if err != nil {
		t.Fatal(err)
	}
	var fixes struct{ Findings []cure.Outcome }
	if err := json.Unmarshal(raw, &fixes); err != nil {
		t.Fatal(err)
	}
	for _, o := range fixes.Findings {
		if !slices.Contains(l.states[o.ID], o.State) {
			l.states[o.ID] = append(l.states[o.ID], o.State)
		}
	}
	edge := "http://" + startServing(t, append([]string{"serve", "--config", l.rules, "--listen", "127.0.0.1:0", "--admin", "off"}, serve...)...)
	l.after = auditOf(t, edge, audit...)
	l.print(t)
	return l
}

// print shows the figures of both audits.
func (l loop) print(t *testing.T) {
	var ids []string
	for id := range l.before {
		ids = append(ids, id)
	}
	for id := range l.after {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	fmt.Fprintf(t.Output(), "%-28s %6s %6s  %s\n", "finding", "before", "after", "written")
	for _, id := range slices.Compact(ids) {
		fmt.Fprintf(t.Output(), "%-28s %6d %6d  %v\n", id, l.before[id], l.after[id], l.states[id])
	}
}

// check wants the curable findings gone, and nothing that was not there before
// but what they hid: a script that is HTML is a broken script.
func (l loop) check(t *testing.T, curable ...string) {
	t.Helper()
	for _, id := range curable {
		if l.before[id] == 0 {
			t.Errorf("%s was not found in the first place", id)
		}
		if l.after[id] > 0 {
			t.Errorf("%s is still found, %d times", id, l.after[id])
		}
	}
	told := ""
	for _, id := range curable {
		for _, e := range cure.Explain(id) {
			told += " " + e.Reveals
		}
	}
	for id, n := range l.after {
		if n > l.before[id] && !slices.Contains(strings.Fields(told), id) {
			t.Errorf("%s is found %d times through the edge, and %d without it", id, n, l.before[id])
		}
	}
}

func faultySite(t *testing.T, faults ...string) string {
	t.Helper()
	site, err := testsite.New(testsite.Options{Pages: 30, Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	return server.URL
}

// curable are faults that the edge mends by what is emitted, and nothing else.
var curable = []string{
	"soft404-probe", "soft5xx-signature", "error-page-navigation", "error-page-title",
	"error-cacheable-5xx", "error-cdn-cache-directive", "error-long-cached-404", "resource-html-fallback",
}

// byDefault are faults that any edge mends.
var byDefault = []string{"error-page-bare", "error-body-empty", "error-stack-trace", "error-negotiation-html"}

func TestWhatTheEdgeMendsIsGoneFromTheNextAudit(t *testing.T) {
	faults := slices.Concat(curable, byDefault)
	l := closed(t, faultySite(t, faults...), []string{"--set", "defaults.status.retry_after=1s"}, nil)
	l.check(t, faults...)
}

// A real server in a set-up that many have: pages that are missing answer 200
// with an error page, a folder fails, and errors are kept for a year.
func TestARealServerIsMendedToo(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{
		"index.html": page("The shop", `<a href="/about.html">About us</a> <a href="/docs/a.html">A</a> <a href="/docs/b.html">B</a> <a href="/docs/c.html">C</a>`),
		"about.html": page("About us", "Who we are."), "docs/a.html": page("Chapter A", "The first."),
		"docs/b.html": page("Chapter B", "The second."), "docs/c.html": page("Chapter C", "The third."),
		"404.html": page("Page not found", "It may have moved."), "robots.txt": "User-agent: *\nDisallow: /private/\n",
	} {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(body), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	nginx := fronts[0]
	nginx.wrap = func(tmp, _ string) string {
		return "user root;\n" + nginxConfig(tmp, "types { text/html html; text/plain txt; }\nserver { listen $FRONT; root "+dir+"; error_page 404 =200 /404.html;\n"+
			`location = /about.html { return 500; add_header Cache-Control "public, max-age=86400" always; } }`)
	}
	l := closed(t, nginx.start(t, "front", map[string]string{}), nil, nil)
	l.check(t, "soft404-probe", "error-cacheable-5xx")
}

func page(title, text string) string {
	return "<!doctype html><html lang=en><title>" + title + " – Shop</title><main><h1>" + title + "</h1><p>" + text + "</p><a href=/>Home</a></main></html>"
}

// The edge alone, without what the audit wrote, must not be what cures.
func TestWithoutTheRulesTheFindingsStay(t *testing.T) {
	site := faultySite(t, curable...)
	after := auditOf(t, startEdge(t, site))
	for _, id := range curable {
		if after[id] == 0 {
			t.Errorf("%s is gone without any rule", id)
		}
	}
}

func TestErrorPagesAtTheirOwnAddressAnswerTheirStatus(t *testing.T) {
	l := closed(t, faultySite(t, "error-url-200"), nil, nil)
	l.check(t, "error-url-200")
}

func TestReadsThatMeetAConflictArePutOff(t *testing.T) {
	faults := []string{"status-409-on-get", "status-423-on-get", "error-page-resolution"}
	l := closed(t, faultySite(t, faults...), []string{"--set", "defaults.reads.retry_after=1s"}, nil)
	l.check(t, faults...)
}

// A wait that is asked for at last makes the second audit wait: it is not told to.
// Each fault has a site of its own, because the first one may end the audit.
func TestARefusalSaysWhenToComeBack(t *testing.T) {
	for _, fault := range []string{"retry-after-missing-503", "retry-after-missing-429", "retry-after-invalid"} {
		t.Run(fault, func(t *testing.T) {
			l := closed(t, faultySite(t, fault), nil, []string{"--max-wait", "1s", "--per-host", "1"})
			delete(l.after, "rate-limited-crawler")
			delete(l.after, "orphan-page") // most of the site is not asked in the time given
			l.check(t, fault)
		})
	}
}

// brokenRobots is a site whose robots.txt was good once.
func brokenRobots(t *testing.T, broken func(http.ResponseWriter)) (url string, fail func(bool)) {
	t.Helper()
	site, err := testsite.New(testsite.Options{Pages: 30})
	if err != nil {
		t.Fatal(err)
	}
	var failing atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" && failing.Load() {
			broken(w)
			return
		}
		site.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, failing.Store
}

func TestRobotsIsServedFromTheGoodCopy(t *testing.T) {
	for id, broken := range map[string]func(http.ResponseWriter){
		"robots-5xx": func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) },
		"robots-html": func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<!doctype html><title>Sign in</title><form><input type=password></form>")
		},
	} {
		t.Run(id, func(t *testing.T) {
			site, fail := brokenRobots(t, broken)
			fail(true)
			rules := filepath.Join(t.TempDir(), "rules.yaml")
			before := auditOf(t, site, "--emit-rules", rules)
			edge := "http://" + startServing(t, "serve", "--config", rules, "--listen", "127.0.0.1:0", "--admin", "off")
			fail(false)
			get(t, edge+"/robots.txt") // it works from the first good answer that the edge sees
			fail(true)
			loop{before: before, after: auditOf(t, edge)}.check(t, id)
		})
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// Without the owner's word nothing that answers 200 changes: the rules only
// report.
func TestWithoutEnforceNoSuccessChanges(t *testing.T) {
	site := faultySite(t, "soft404-probe", "soft5xx-signature", "resource-html-fallback")
	rules := filepath.Join(t.TempDir(), "rules.yaml")
	before := auditOf(t, site, "--emit-rules", rules)
	raw, err := os.ReadFile(rules)
	if err != nil || strings.Count(string(raw), "mode: report") != 3 || strings.Contains(string(raw), "enforce\n") {
		t.Fatalf("%v: want three rules that report:\n%s", err, raw)
	}
	edge := "http://" + startServing(t, "serve", "--config", rules, "--listen", "127.0.0.1:0", "--admin", "off")
	if after := auditOf(t, edge); after["soft404-probe"] != before["soft404-probe"] {
		t.Errorf("%d places of soft 404s, and %d before", after["soft404-probe"], before["soft404-probe"])
	}
}

// Names are made up anew in each run, and the rules must not show it.
func TestTwoAuditsOfASiteWriteTheSameRules(t *testing.T) {
	site := faultySite(t, curable...)
	var written [2]string
	for i := range written {
		rules := filepath.Join(t.TempDir(), "rules.yaml")
		auditOf(t, site, "--emit-rules", rules)
		raw, err := os.ReadFile(rules)
		if err != nil {
			t.Fatal(err)
		}
		_, written[i], _ = strings.Cut(string(raw), "\n") // the first line names the run
	}
	if written[0] != written[1] {
		t.Errorf("one run:\n%s\nand another:\n%s", written[0], written[1])
	}
}
