package audit_test

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func inspect(t *testing.T, h http.Handler, path string) *audit.Inspection {
	t.Helper()
	seen, err := audit.Inspect(t.Context(), audit.InspectOptions{URL: serve(t, h) + path})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

func TestAHealthyAddressDiffersInNothing(t *testing.T) {
	seen := inspect(t, healthy(), "/about")
	if len(seen.Differences)+len(seen.Owed)+len(seen.Findings) > 0 || !seen.Steady || seen.ExitCode(audit.FailOnNotice) != 0 {
		t.Errorf("differences %v, owed %v, findings %v, steady %v", seen.Differences, seen.Owed, seen.Findings, seen.Steady)
	}
	if len(seen.Answers) < 15 || !seen.Robots.Allowed || len(seen.SearchEngines) == 0 {
		t.Errorf("%d answers, robots %v, %v", len(seen.Answers), seen.Robots.Allowed, seen.SearchEngines)
	}
}

func TestWhatDependsOnTheRequestIsToldApart(t *testing.T) {
	for axis, depends := range map[string]func(*http.Request) bool{
		"method":   func(r *http.Request) bool { return r.Method == http.MethodHead },
		"agent":    func(r *http.Request) bool { return strings.Contains(r.UserAgent(), "AdsBot") },
		"accept":   func(r *http.Request) bool { return r.Header["Accept"] == nil },
		"language": func(r *http.Request) bool { return r.Header.Get("Accept-Language") == "de" },
		"encoding": func(r *http.Request) bool { return r.Header.Get("Accept-Encoding") == "br" },
	} {
		seen := inspect(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/about" && depends(r) {
				w.WriteHeader(http.StatusNotFound)
				return
			}
			healthy().ServeHTTP(w, r)
		}), "/about")
		if len(seen.Differences) != 1 || !strings.HasPrefix(seen.Differences[0], axis) || !seen.Steady {
			t.Errorf("%s: differences %v, steady %v", axis, seen.Differences, seen.Steady)
		}
	}
}

func TestAnAnswerThatChangesByItselfIsNotSteady(t *testing.T) {
	var asked atomic.Int32
	seen := inspect(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/about" && asked.Add(1) > 3 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		healthy().ServeHTTP(w, r)
	}), "/about")
	if seen.Steady {
		t.Error("a failing address was called steady")
	}
}

func TestAProbeTellsTheChainTheFieldsAndTheExitCode(t *testing.T) {
	s := site{
		"/a": to("/b"), "/b": errorPage(405), "/loop": to("/loop2"), "/loop2": to("/loop"),
		"/json": {code: 200, header: html, body: "x"}, "/cut": {cut: true},
	}
	seen := inspect(t, s, "/a")
	if len(seen.Chain) != 2 || seen.Chain[1].Status != 405 || seen.ExitCode(audit.FailNever) != 1 {
		t.Errorf("chain %+v, exit code %d", seen.Chain, seen.ExitCode(audit.FailNever))
	}
	if !slices.ContainsFunc(seen.Owed, func(f audit.OwedField) bool { return f.Field == "Allow" && f.Must }) {
		t.Errorf("owed %+v, want Allow", seen.Owed)
	}
	if seen := inspect(t, s, "/loop"); !seen.Loop || seen.ExitCode(audit.FailNever) != 1 {
		t.Errorf("loop %v, exit code %d", seen.Loop, seen.ExitCode(audit.FailNever))
	}
	if seen := inspect(t, s, "/cut"); seen.ExitCode(audit.FailOnError) != 3 {
		t.Errorf("exit code %d without an answer, want 3", seen.ExitCode(audit.FailOnError))
	}
	if seen := inspect(t, healthy(), "/private/cart"); seen.Chain[0].Reason != crawl.RobotsBlocked || seen.ExitCode(audit.FailOnError) != 3 {
		t.Errorf("chain %+v: robots.txt forbids it", seen.Chain)
	}
}

func TestVaryIsOwedWhereTheAnswerDependsOnAccept(t *testing.T) {
	for vary, want := range map[string]int{"": 1, "Cookie, accept": 0, "*": 0} {
		seen := inspect(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Vary", vary)
			w.Header().Set("Content-Type", "text/html")
			if r.Header.Get("Accept") == "application/json" {
				w.Header().Set("Content-Type", "application/json")
			}
			if r.URL.Path == "/robots.txt" {
				w.WriteHeader(http.StatusNotFound)
			}
			_, _ = w.Write([]byte("{}"))
		}), "/")
		if len(seen.Owed) != want {
			t.Errorf("Vary %q: owed %+v, want %d", vary, seen.Owed, want)
		}
	}
}

// What depends on the request is a finding of the audit, so it is one of the
// probe, and may end it with 1.
func TestWhatDependsOnTheRequestIsAFinding(t *testing.T) {
	for id, h := range map[string]http.HandlerFunc{
		"head-get-mismatch":    unless(func(r *http.Request) bool { return r.Method == http.MethodHead }, errorPage(405)),
		"status-by-user-agent": unless(func(r *http.Request) bool { return strings.Contains(r.UserAgent(), "Chrome") }, errorPage(404)),
		"status-by-language":   unless(func(r *http.Request) bool { return r.Header.Get("Accept-Language") == "de" }, errorPage(404)),
		"status-by-encoding":   unless(func(r *http.Request) bool { return r.Header.Get("Accept-Encoding") == "br" }, errorPage(500)),
		"soft404-phrase":       unless(func(*http.Request) bool { return true }, goodPage("Page not found", "There is nothing here.")),
	} {
		seen := inspect(t, h, "/about")
		if !slices.ContainsFunc(seen.Findings, func(f audit.Finding) bool { return f.ID == id }) || seen.ExitCode(audit.FailOnWarning) != 1 {
			t.Errorf("findings %+v, exit code %d; want %s and 1", seen.Findings, seen.ExitCode(audit.FailOnWarning), id)
		}
	}
}

// unless is a healthy site with another answer at /about to some requests.
func unless(other func(*http.Request) bool, a answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/about" && other(r) {
			site{"/about": a}.ServeHTTP(w, r)
			return
		}
		healthy().ServeHTTP(w, r)
	}
}
