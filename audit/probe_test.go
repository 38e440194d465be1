package audit_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

// madeUp is a site with every kind of place, which answers 200 to the addresses
// that an expression names, and 404 to all others that it does not know.
type madeUp struct {
	site
	mu    sync.Mutex
	asked []string
	soft  *regexp.Regexp
}

func (m *madeUp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	uri := r.URL.RequestURI()
	if r.Header.Get("X-Signpost-Probe") != "" {
		m.mu.Lock()
		m.asked = append(m.asked, uri+" "+r.Header.Get("Accept"))
		m.mu.Unlock()
	}
	if _, known := m.site[uri]; !known && m.soft != nil && m.soft.MatchString(uri) {
		site{uri: goodPage("Our shop", "Everything is here.")}.ServeHTTP(w, r)
		return
	}
	m.site.ServeHTTP(w, r)
}

func everyPlace() site {
	s := healthy()
	uuid := "0000000%d-1111-4222-8333-444455556666"
	for i := range 3 {
		text := fmt.Sprintf("This is the text of number %d.", i)
		s[fmt.Sprintf("/item/%d", 100+i)] = goodPage(fmt.Sprintf("Item %d", i), text)
		s["/order/"+fmt.Sprintf(uuid, i)] = goodPage(fmt.Sprintf("Order %d", i), text)
		s[fmt.Sprintf("/posts/boat-%d", i)] = goodPage(fmt.Sprintf("Post %d", i), text)
		s[fmt.Sprintf("/show?id=%d", 100+i)] = goodPage(fmt.Sprintf("Record %d", i), text)
		s[fmt.Sprintf("/api/shelf%d", i)] = answer{code: 200, header: map[string]string{"Content-Type": "application/json"}, body: fmt.Sprintf(`{"shelf":%d}`, i)}
	}
	s["/en/about"] = goodPage("About us", "We sell boats.")
	return s
}

func TestEachShapeOfNamesIsTriedAtTheFullLevel(t *testing.T) {
	names := [2]string{strings.Repeat("a1", 12), strings.Repeat("b2", 12)}
	for shape, soft := range map[string]string{
		"a bare name": `^/[ab12]{24}$`, "a directory": `^/a/[ab12]{24}/$`, "a number": `^/item/99\d{8}$`,
		"a UUID": `^/order/[ab12]{8}-[ab12]{4}-4`, "a slug": `^/posts/[ab12]{24}-1$`, "below a page": `^/a/1/[ab12]{24}$`,
		"a language": `^/xx-[ab12]{24}/about$`, "in a language": `^/en/[ab12]{24}$`, "an API": `^/api/[ab12]{24}$`,
	} {
		t.Run(shape, func(t *testing.T) {
			t.Parallel()
			m := &madeUp{site: everyPlace(), soft: regexp.MustCompile(soft)}
			report := probed(t, m, audit.ProbeFull, names)
			if f := find(report, "soft404-probe"); f == nil {
				t.Errorf("found %v, want soft404-probe; asked %q", idsOf(report), m.asked)
			}
		})
	}
}

func TestAValueThatSelectsNoRecordProvesASoft404OnlyByItsWords(t *testing.T) {
	t.Parallel()
	names := [2]string{strings.Repeat("a1", 12), strings.Repeat("b2", 12)}
	m := &madeUp{site: everyPlace(), soft: regexp.MustCompile(`^/show\?id=[ab12]{24}$`)}
	if report := probed(t, m, audit.ProbeFull, names); find(report, "soft404-probe") != nil || skippedFor(report, "soft404-probe") == "" {
		t.Errorf("found %v, skipped for %q; want an unsure one", idsOf(report), skippedFor(report, "soft404-probe"))
	}
	m = &madeUp{site: everyPlace()}
	for _, name := range names {
		m.site["/show?id="+name] = goodPage("Record not found", "There is no such record.")
	}
	unlinked := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			site{"/": everyPlace().home()}.ServeHTTP(w, r)
			return
		}
		m.ServeHTTP(w, r)
	})
	if report := probed(t, unlinked, audit.ProbeFull, names); find(report, "soft404-probe") == nil {
		t.Errorf("found %v, want soft404-probe: the page says that nothing is there", idsOf(report))
	}
}

func TestTheLevelSaysHowMuchIsTried(t *testing.T) {
	t.Parallel()
	names := [2]string{strings.Repeat("a1", 12), strings.Repeat("b2", 12)}
	asked := map[audit.ProbeLevel]string{}
	for _, level := range []audit.ProbeLevel{audit.ProbeOff, "", audit.ProbeLight, audit.ProbeFull} {
		m := &madeUp{site: everyPlace()}
		report := probed(t, m, level, names)
		asked[level] = strings.Join(m.asked, "\n")
		if len(report.Findings) > 0 {
			t.Errorf("level %q: found %v on a healthy site", level, idsOf(report))
		}
	}
	if s := asked[audit.ProbeOff]; strings.Contains(s, names[0]) || strings.Contains(s, "/404.html") {
		t.Errorf("off asks for\n%s", s)
	}
	if n := strings.Count(asked[""], names[0]); n == 0 || n != strings.Count(asked[audit.ProbeLight], names[0]) {
		t.Errorf("without a level %d names are asked, want those of light", n)
	}
	if s := asked[audit.ProbeLight]; strings.Contains(s, "/en/"+names[0]) || !strings.Contains(s, "/a/"+names[0]) {
		t.Errorf("light asks for\n%s", s)
	}
	if !strings.Contains(asked[audit.ProbeFull], "/api/"+names[0]+" application/json") {
		t.Errorf("full asks for\n%s", asked[audit.ProbeFull])
	}
}

func TestProbesKeepTheirBudget(t *testing.T) {
	t.Parallel()
	m := &madeUp{site: site{}}
	for i := range 40 {
		for j := range 3 {
			m.site[fmt.Sprintf("/shelf%c%c/%d", 'a'+i/26, 'a'+i%26, j)] = goodPage(fmt.Sprintf("Page %d of shelf %d", j, i), "Text.")
		}
	}
	names := [2]string{strings.Repeat("a1", 12), strings.Repeat("b2", 12)}
	report := probed(t, m, audit.ProbeFull, names)
	if reason := skippedFor(report, "soft404-probe"); !strings.Contains(reason, "budget") {
		t.Errorf("skipped for %q, want the budget", reason)
	}
}

func probed(t *testing.T, h http.Handler, level audit.ProbeLevel, names [2]string) *audit.Report {
	t.Helper()
	report, err := audit.Run(t.Context(), audit.Options{
		Seeds: []string{serve(t, h) + "/"}, ConfirmAfter: new(time.Duration(0)), Probe: level, ProbeNames: names,
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}
