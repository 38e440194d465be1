package audit_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// crossed is a site that answers each kind of question in a way of its own.
func crossed() http.Handler {
	s := site{
		"/robots.txt": {code: 200, header: map[string]string{"Content-Type": "text/plain"}, body: "User-agent: *\nDisallow: /private/\n\nDissalow: /a/nine\n"},
		"/about":      goodPage("About", `<a href="/private/cart">Cart</a> <a href=/gone>old</a>`),
		"/gone":       {code: 404, header: html, body: "<p>no"},
		"/a/1":        goodPage("One", "First"), "/a/2": goodPage("Two", "Second"), "/a/3": goodPage("Three", "Third"), "/a/nine": goodPage("Nine", "Ninth"),
		"/hidden/all": goodPage("All", "We have everything that there is."),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/about" && r.Method == http.MethodHead:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case r.Header.Get("X-Signpost-Probe") != "" && strings.HasPrefix(r.URL.Path, "/a/"):
			http.Redirect(w, r, "/hidden/all", http.StatusFound)
		default:
			s.ServeHTTP(w, r)
		}
	})
}

func TestTheReportTellsWhatWasAskedBesideTheCrawl(t *testing.T) {
	r := run(t, crossed())
	verdicts := map[string]rule.ProbeVerdict{}
	for _, p := range r.Probes {
		verdicts[p.Template+p.Shape] = p.Verdict
		if p.Template == "/a/" && !strings.HasSuffix(p.To, "/hidden/all") {
			t.Errorf("probe %+v does not say where it was sent", p)
		}
	}
	if verdicts["/{random}"] != rule.ProbeMissing || verdicts["/a/{random}"] != rule.ProbeMoved {
		t.Errorf("verdicts of probes %v", verdicts)
	}
	var heads []int
	for _, v := range r.Variants {
		for _, o := range v.Others {
			if o.By == rule.ByMethod && o.Differs {
				heads = append(heads, o.Status)
			}
		}
	}
	if !slices.Equal(heads, []int{405}) {
		t.Errorf("other answers to HEAD: %v", heads)
	}
	if c := r.Conditional; len(c) == 0 || c[0].Verdict != audit.CondHonoured || len(c[0].Own) != 3 || len(c[0].Foreign) == 0 {
		t.Errorf("conditional requests %+v", c)
	}
	if d := r.Discovery; len(d) == 0 || d[len(d)-1] != (audit.DiscoveryPoint{Seconds: d[len(d)-1].Seconds, Asked: r.Summary.URLs, Known: r.Summary.URLs}) {
		t.Errorf("discovery %+v of %d addresses", d, r.Summary.URLs)
	}
}

func TestErrorPagesAreToldByDesign(t *testing.T) {
	r := run(t, crossed())
	if len(r.ErrorPages) != 2 {
		t.Fatalf("designs %+v, want the bare one and the helpful one", r.ErrorPages)
	}
	for _, d := range r.ErrorPages {
		bare := strings.HasSuffix(d.URL, "/gone")
		if slices.Contains(d.Faults, audit.DesignFault{ID: "error-page-bare", Addresses: 1}) != bare || (d.Probed > 0) == bare || d.Status != 404 || bare != (d.Title == "") {
			t.Errorf("design %+v", d)
		}
		if bare && len(d.Negotiated) == 0 {
			t.Errorf("design %+v does not say what programs get", d)
		}
	}
}

func TestRobotsRulesAreToldLineByLine(t *testing.T) {
	r := run(t, crossed())
	file := r.Site.Robots[0]
	if len(file.Lines) != 3 || file.LinesTotal != 3 {
		t.Fatalf("lines %+v, want three without the empty one", file.Lines)
	}
	if l := file.Lines[1]; l.URLs != 1 || !slices.Equal(l.Agents, []string{"*"}) || len(l.Checks) > 0 {
		t.Errorf("the rule for the cart: %+v", l)
	}
	if l := file.Lines[2]; l.Line != 4 || l.URLs != 1 || !slices.Contains(l.Checks, "robots-syntax") {
		t.Errorf("the misspelt rule: %+v", l)
	}
}
