package audit_test

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

// runUnsafely audits a site of one's own by all methods.
func runUnsafely(t *testing.T, h http.Handler) *audit.Report {
	t.Helper()
	report, err := audit.Run(t.Context(), audit.Options{
		Seeds: []string{serve(t, h) + "/"}, ConfirmAfter: new(time.Duration(0)), UnsafeProbes: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// byMethod is a healthy site that answers one method at one address by itself.
func byMethod(method string, a answer, plain answer) http.Handler {
	return at("/v/a", func(w http.ResponseWriter, r *http.Request) {
		if r.Method == method {
			site{"/v/a": a}.ServeHTTP(w, r)
			return
		}
		site{"/v/a": plain}.ServeHTTP(w, r)
	})
}

func TestOtherMethodsAreLookedAtWhereTheyMay(t *testing.T) {
	good, denied, pausing := goodPage("A", "Text"), errorPage(403), errorPage(503)
	allow := func(methods string) answer { return answer{code: 204, header: map[string]string{"Allow": methods}} }
	for _, c := range []struct {
		id        string
		hit, miss http.Handler
	}{
		{"options-status", byMethod("OPTIONS", errorPage(500), good), byMethod("OPTIONS", answer{code: 405}, good)},
		{"options-status", byMethod("OPTIONS", allow("POST, OPTIONS"), good), byMethod("OPTIONS", allow("get, head, OPTIONS"), good)},
		{"auth-by-method", byMethod("POST", good, denied), byMethod("POST", denied, denied)},
		{"maintenance-swallows-post", byMethod("POST", good, pausing), byMethod("POST", pausing, pausing)},
	} {
		if report := runUnsafely(t, c.hit); find(report, c.id) == nil {
			t.Errorf("%s: found %v", c.id, idsOf(report))
		}
		if report := runUnsafely(t, c.miss); find(report, c.id) != nil {
			t.Errorf("%s: near miss: %+v", c.id, find(report, c.id))
		}
	}
}

func TestNoMethodThatMayChangeSomethingIsSentUnasked(t *testing.T) {
	var sent atomic.Int64
	report := run(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			sent.Add(1)
		}
		site{"/a": errorPage(403), "/b": errorPage(503)}.ServeHTTP(w, r)
	}))
	if sent.Load() > 0 {
		t.Errorf("%d requests by other methods", sent.Load())
	}
	told := false
	for _, s := range report.SkippedChecks {
		told = told || s.ID == "options-status"
	}
	if !told {
		t.Error("the report does not say that the check was left out")
	}
	_, err := audit.Run(t.Context(), audit.Options{Seeds: []string{"https://shop.example/"}, UnsafeProbes: true})
	if err == nil {
		t.Fatal("a site that is not one's own was asked by other methods")
	}
	fmt.Fprintln(t.Output(), err)
}
