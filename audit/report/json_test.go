package report_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/report"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fields are the promised keys of schema version 1, by place. More may come,
// none may go.
var fields = map[string]string{
	"": "schema_version tool run site summary pages truncated limits_reached findings groups unverified checks_run " +
		"skipped_checks redirects hosts compare gate sections discovery probes error_pages variants conditional",
	"tool":    "name version catalogue_version",
	"run":     "id started ended state resumed seeds settings user_agent simulated_as vantage exit_code",
	"site":    "origins robots sitemaps",
	"summary": "error warning notice urls by_status by_class by_outcome bytes requests retries pauses templates seconds crawl_seconds pages_per_second",
	"gate":    "expression terms fired",
	"findings": "id group severity severity_default confidence url final_url status status_final reason template count examples " +
		"sources sources_total evidence message why fix docs gsc_bucket first_seen last_seen runs state fingerprint group_fingerprint edge_rule",
	"findings.sources":  "page selector element attr text line",
	"findings.evidence": "kind request response match probe at",
	"groups":            "id template count severity confidence examples",
	"unverified":        "url status reason sources",
	"skipped_checks":    "id reason count",
	"redirects":         "chain",
	"discovery":         "seconds asked known",
	"probes":            "template shape url statuses final_statuses to verdict",
	"error_pages":       "status addresses probed url content_type bytes class title headers negotiated faults",
	"variants":          "url plain content_type others",
	"conditional":       "url etag last_modified own foreign verdict",
	"site.robots":       "url status reason policy bytes rules lines lines_total",
	"hosts":             "host",
}

// absent are the keys whose value may be null.
var absent = strings.Fields("compare simulated_as vantage final_url status status_final edge_rule page selector attr text line match probe")

// audited is the report of a small site with faults.
func audited(t *testing.T, site http.Handler) *audit.Report {
	t.Helper()
	s := httptest.NewServer(site)
	t.Cleanup(s.Close)
	r, err := audit.Run(t.Context(), audit.Options{
		Seeds: []string{s.URL}, ConfirmAfter: new(time.Duration(0)), ProbeNames: [2]string{strings.Repeat("a", 24), strings.Repeat("b", 24)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func faulty(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	switch r.URL.Path {
	case "/":
		_, _ = w.Write([]byte("<title>Home \x1b[31m \u2028</title><a href=/gone>\x1b]0;gone\x07</a><a href=/moved>moved</a><a href=/busy>busy</a>"))
	case "/moved":
		http.Redirect(w, r, "/hop", http.StatusFound)
	case "/hop":
		http.Redirect(w, r, "/", http.StatusFound)
	case "/busy":
		w.WriteHeader(http.StatusServiceUnavailable)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func decoded(t *testing.T, r *audit.Report) (map[string]any, string) {
	t.Helper()
	var out strings.Builder
	if err := report.JSON(&out, r); err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal([]byte(out.String()), &root); err != nil {
		t.Fatal(err)
	}
	return root, out.String()
}

// visit calls a function for each object of a value, with its place.
func visit(place string, value any, each func(string, map[string]any)) {
	switch v := value.(type) {
	case map[string]any:
		each(place, v)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			visit(strings.TrimPrefix(place+"."+key, "."), v[key], each)
		}
	case []any:
		for _, element := range v {
			visit(place, element, each)
		}
	}
}

func TestEveryKeyIsAlwaysThereAndNoListIsNull(t *testing.T) {
	empty := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	for name, site := range map[string]http.Handler{"faulty": http.HandlerFunc(faulty), "empty": empty} {
		root, _ := decoded(t, audited(t, site))
		met := map[string]bool{}
		visit("", root, func(place string, object map[string]any) {
			met[place] = true
			for key := range strings.FieldsSeq(fields[place]) {
				if _, ok := object[key]; !ok {
					t.Errorf("%s: %q has no key %q", name, place, key)
				}
			}
			for key, value := range object {
				if value == nil && !slices.Contains(absent, key) {
					t.Errorf("%s: %s.%s is null", name, place, key)
				}
			}
		})
		for place := range fields {
			if name == "faulty" && !met[place] {
				t.Errorf("the faulty site gives nothing at %q: this test proves too little", place)
			}
		}
	}
}

func TestTheJSONEndsWithOneLineEndAndKeepsItsBytes(t *testing.T) {
	r := audited(t, http.HandlerFunc(faulty))
	_, first := decoded(t, r)
	_, second := decoded(t, r)
	if first != second {
		t.Errorf("(-first +second):\n%s", cmp.Diff(first, second))
	}
	if !strings.HasSuffix(first, "}\n") || strings.HasSuffix(first, "\n\n") || strings.ContainsAny(first, "\x1b\x07\u2028") {
		t.Error("the JSON holds control characters, or does not end with one line end")
	}
	if !strings.Contains(first, "<title>") && strings.Contains(first, `\u003c`) {
		t.Error("the JSON is escaped as if it were for HTML")
	}
}

func TestFindingsAreInOrder(t *testing.T) {
	r := audited(t, http.HandlerFunc(faulty))
	var order []string
	for _, f := range r.Findings {
		order = append(order, string(rune('0'+f.Severity.Rank()))+f.ID+" "+f.URL)
	}
	if len(order) < 3 || !slices.IsSorted(order) {
		t.Errorf("findings are not sorted by severity, id and address: %q", order)
	}
	if again := text(t, r, report.TextOptions{}); again != text(t, r, report.TextOptions{}) || strings.Contains(again, "\x1b") {
		t.Error("the text of a real run changes, or holds an escape")
	}
}
