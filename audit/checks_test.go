package audit_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

var html = map[string]string{"Content-Type": "text/html; charset=utf-8"}

func errorPage(code int) answer {
	text := strings.ReplaceAll(goodErrorPage, "Page not found", "Error "+http.StatusText(code))
	return answer{code: code, header: html, body: text}
}

func to(path string) answer {
	return answer{code: 302, header: map[string]string{"Location": path}}
}

func TestEachCheckFindsItsFaultAndLeavesTheNearMiss(t *testing.T) {
	for _, c := range readCases(t) {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			report := run(t, c.hit)
			f := find(report, c.id)
			if f == nil {
				t.Fatalf("planted fault: found %v, want %s", idsOf(report), c.id)
			}
			check, _ := rule.Lookup(c.id)
			if f.Why != check.Why || f.Fix != check.Fix || f.SeverityDefault != check.Severity || len(f.Fingerprint) != 32 {
				t.Errorf("the finding does not speak as its check does: %+v", f)
			}
			if len(f.Sources) == 0 && check.Unit == rule.PerURL && check.Group != "F" && check.Group != "E" && check.Group != "I" && !strings.HasPrefix(check.ID, "sitemap-") {
				t.Error("the finding names no place where the address stands")
			}
			if report := run(t, c.miss); find(report, c.id) != nil {
				t.Errorf("near miss: found %+v", find(report, c.id))
			}
		})
	}
}

// elsewhere are the checks with tests of their own: they need more than one
// plain site, or facts that a fast test cannot bring about.
var elsewhere = []string{
	"soft404-probe", "soft404-probe-redirect", "soft404-unstable", "status-by-protocol", "robots-5xx", "tls-chain", "status-flapping", "crawl-truncated",
	"rate-limited-crawler", "retry-after-missing-429", "maintenance-with-200",
	"http-to-https", "www-apex", "redirect-downgrade", "infinite-space", "external-broken", "check-skipped",
	"robots-slow", "robots-per-host-diff", "sitemap-too-large",
	"etag-weak-mismatch-encoding", "last-modified-now", "304-changed", "304-with-body", "content-length-mismatch", "body-truncated",
	"options-status", "maintenance-swallows-post", "status-order-dependent", "error-burst-4xx", "status-by-ip-family",
	"gone-vs-not-found", "maintenance-too-long", "fallback-text-200", "redirect-permanent-flaps", "noindex-after-error", "error-cached-after-recovery",
	"status-by-vantage",
	"status-421", "error-reflects-input",
}

// withoutCase are the ids of a list of checks that have neither a file nor a
// test of their own.
func withoutCase(checks []rule.Check, cases []checkCase) []string {
	var out []string
	for _, c := range checks {
		known := slices.ContainsFunc(cases, func(k checkCase) bool { return k.id == c.ID })
		if !known && !slices.Contains(elsewhere, c.ID) {
			out = append(out, c.ID)
		}
	}
	return out
}

func TestEveryCheckHasAHitAndANearMiss(t *testing.T) {
	if missing := withoutCase(rule.All(), readCases(t)); missing != nil {
		t.Errorf("no file in rule/testdata/checks for %v", missing)
	}
}

func TestACheckWithoutAFileIsMissed(t *testing.T) {
	invented := append(rule.All(), rule.Check{ID: "invented"})
	if missing := withoutCase(invented, readCases(t)); !slices.Equal(missing, []string{"invented"}) {
		t.Errorf("missed %v, want the invented check alone", missing)
	}
}
