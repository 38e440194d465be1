package handlers_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/problem"
)

const (
	busy   = `{"error":"operation_in_progress","message":"Another operation is in progress. Please retry later."}`
	taken  = `{"error":"already_exists","message":"A page with this name already exists."}`
	isJSON = "Content-Type: application/json"
)

func TestAProtectedReadIsNotLostToAConflict(t *testing.T) {
	protect := handlers.Reads{Protect: true}
	copyOnly := handlers.Reads{Protect: true, Conflict: handlers.CopyOnly}
	pass := handlers.Reads{Protect: true, Conflict: handlers.PassReads}
	all := handlers.Reads{Protect: true, AllCauses: true}
	one := handlers.Reads{Protect: true, Causes: []problem.Cause{problem.AlreadyExists}}
	for _, c := range []struct {
		name   string
		reads  handlers.Reads
		stored bool
		method string
		lines  []string
		says   func(*http.Request) (*http.Response, error)
		status int
		copied bool
	}{
		{"409 gives the copy", protect, true, "GET", nil, answers(409, taken, isJSON), 200, true},
		{"423 gives the copy", protect, true, "GET", nil, answers(423, "", htmlType), 200, true},
		{"428 gives the copy", protect, true, "GET", nil, answers(428, ""), 200, true},
		{"412 that nobody asked for gives the copy", protect, true, "GET", nil, answers(412, ""), 200, true},
		{"412 to a condition is the answer", protect, true, "GET", []string{`If-Match: "x"`}, answers(412, ""), 412, false},
		{"404 is no conflict", protect, true, "GET", nil, answers(404, ""), 404, false},
		{"a write keeps its status", protect, true, "PUT", nil, answers(409, busy, isJSON), 409, false},

		{"without a copy, what is running gives 503", protect, false, "GET", nil, answers(409, busy, isJSON), 503, false},
		{"without a copy, a lock gives 503", protect, false, "GET", nil, answers(423, "<html>locked</html>", htmlType), 503, false},
		{"without a copy, other causes stay visible", protect, false, "GET", nil, answers(409, taken, isJSON), 409, false},
		{"without a copy, an unknown cause stays visible", protect, false, "GET", nil, answers(409, ""), 409, false},
		{"unless all causes are meant", all, false, "GET", nil, answers(409, taken, isJSON), 503, false},
		{"or this one", one, false, "GET", nil, answers(409, taken, isJSON), 503, false},
		{"and then a lock is not", one, false, "GET", nil, answers(423, ""), 423, false},
		{"a person gets the same", protect, false, "GET", []string{navigate, wantHTML}, answers(409, busy, isJSON), 503, false},

		{"copy-only gives the copy", copyOnly, true, "GET", nil, answers(409, busy, isJSON), 200, true},
		{"copy-only gives no 503", copyOnly, false, "GET", nil, answers(409, busy, isJSON), 409, false},
		{"pass passes", pass, true, "GET", nil, answers(409, busy, isJSON), 409, false},
		{"what is not protected passes", handlers.Reads{}, true, "GET", nil, answers(409, busy, isJSON), 409, false},
		{"HEAD without a GET before passes", protect, true, "HEAD", nil, answers(409, "x"), 409, false},
	} {
		g := rescueEdge(t, handlers.Site{LastGood: pages(time.Hour), Reads: c.reads})
		if c.stored {
			g.site.says(answers(200, shoes, htmlType))
			g.ask("GET", "/a")
		}
		g.site.says(c.says)
		got := g.ask(c.method, "/a", c.lines...)
		if got.StatusCode != c.status || strings.Contains(got.Header.Get("Cache-Status"), "detail=protect-reads") != c.copied {
			t.Errorf("%s: %d, Cache-Status %q, want %d, copied %v", c.name, got.StatusCode, got.Header.Get("Cache-Status"), c.status, c.copied)
		}
		if c.status != 503 {
			continue
		}
		wait, _ := strconv.Atoi(got.Header.Get("Retry-After"))
		if wait < 96 || wait > 144 || got.Header.Get("Cache-Control") != "no-store" || got.Header.Get("X-Robots-Tag") != "" ||
			!strings.HasPrefix(got.Header.Get("Proxy-Status"), "signpost; received-status=4") {
			t.Errorf("%s: the fields of the 503 are %v", c.name, got.Header)
		}
	}
}

func TestHeadRepeatsWhatTheLastGetGot(t *testing.T) {
	g := rescueEdge(t, handlers.Site{LastGood: pages(time.Hour), Reads: handlers.Reads{Protect: true}})
	steps := []struct {
		name string
		says func(*http.Request) (*http.Response, error)
		want int
	}{
		{"a wait", answers(409, busy, isJSON), 503},
		{"a conflict", answers(409, taken, isJSON), 409},
		{"a good answer, of which a copy is kept", answers(200, shoes, htmlType), 200},
		{"the copy", answers(409, taken, isJSON), 200},
	}
	for _, s := range steps {
		g.site.says(s.says)
		get, head := g.ask("GET", "/a"), g.ask("HEAD", "/a")
		if get.StatusCode != s.want || head.StatusCode != s.want || head.body != "" {
			t.Errorf("%s: GET %d, HEAD %d, want %d", s.name, get.StatusCode, head.StatusCode, s.want)
		}
	}
	if got := g.ask("HEAD", "/other"); got.StatusCode != 409 {
		t.Errorf("HEAD of an address that nobody got: %d, want 409", got.StatusCode)
	}
}

func TestAReadIsPutOffForTwoDaysAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		g := &rescued{t: t, site: &scripted{}}
		var err error
		g.edge, err = handlers.New(handlers.Options{
			Sites: []handlers.Site{{Upstream: g.site, Reads: handlers.Reads{Protect: true}}},
			Log:   slog.New(slog.NewTextHandler(&log, nil)),
		})
		if err != nil {
			t.Fatal(err)
		}
		g.site.says(answers(423, ""))
		for hour := range 60 {
			want := 503
			if hour >= 48 {
				want = 423
			}
			if got := g.ask("GET", "/a"); got.StatusCode != want {
				t.Errorf("after %d hours: %d, want %d", hour, got.StatusCode, want)
			}
			if said := strings.Contains(log.String(), "alarm=protect-expired"); said != (hour >= 24) {
				t.Errorf("after %d hours: alarm %v", hour, said)
			}
			<-time.After(time.Hour)
		}
		if got := g.ask("HEAD", "/a"); got.StatusCode != 423 {
			t.Errorf("HEAD after two days: %d, want 423", got.StatusCode)
		}
		if got := g.ask("GET", "/b"); got.StatusCode != 503 {
			t.Errorf("another address: %d, want 503", got.StatusCode)
		}
		g.site.says(answers(200, "fine", textType))
		g.ask("GET", "/a")
		g.site.says(answers(423, ""))
		if got := g.ask("GET", "/a"); got.StatusCode != 503 {
			t.Errorf("after a good answer: %d, want 503 again", got.StatusCode)
		}
	})
}

func TestRobotsIsGuardedForADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		s := &scripted{next: answers(200, robotsRules, textType, "Cache-Control: max-age=60")}
		state := handlers.NewState()
		edge, err := handlers.New(handlers.Options{
			State: state, Sites: []handlers.Site{{Name: "shop", Upstream: s}}, Log: slog.New(slog.NewTextHandler(&log, nil)),
		})
		if err != nil {
			t.Fatal(err)
		}
		call(t, edge, "GET", "/robots.txt")
		s.says(answers(503, ""))
		for hour := range 30 {
			got := call(t, edge, "GET", "/robots.txt")
			want, age := 200, strconv.Itoa(hour*3600)
			if hour > 24 {
				want, age = 503, ""
			}
			if got.StatusCode != want || got.Header.Get("Age") != age {
				t.Errorf("after %d hours: %d, Age %q, want %d, %q", hour, got.StatusCode, got.Header.Get("Age"), want, age)
			}
			<-time.After(time.Hour)
		}
		if n := strings.Count(log.String(), "alarm=robots-guarded"); n != 1 {
			t.Errorf("%d lines tell of the guard, want 1:\n%s", n, log.String())
		}
		s.says(answers(200, robotsRules, textType))
		call(t, edge, "GET", "/robots.txt")
		if !strings.Contains(log.String(), "over: robots.txt fails") {
			t.Errorf("no line says that it is over:\n%s", log.String())
		}
	})
}

func TestAlarmsAreToldOnceAndCountedAlways(t *testing.T) {
	for _, c := range []struct {
		alarm string
		says  func(*http.Request) (*http.Response, error)
		path  string
	}{
		{"robots-guarded", answers(503, ""), "/robots.txt"},
		{"robots-html", answers(200, "<!doctype html><p>log in", htmlType), "/robots.txt"},
		{"robots-refused", answers(403, ""), "/robots.txt"},
		{"robots-vanished", answers(404, ""), "/robots.txt"},
		{"indexing-risk", answers(409, ""), "/a"},
	} {
		var log bytes.Buffer
		s := &scripted{next: answers(200, robotsRules, textType)}
		state := handlers.NewState()
		edge, err := handlers.New(handlers.Options{State: state, Sites: []handlers.Site{{Name: "shop", Upstream: s}}, Log: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		call(t, edge, "GET", "/robots.txt")
		s.says(c.says)
		for range 5 {
			call(t, edge, "GET", c.path)
		}
		if n := strings.Count(log.String(), "alarm="); n != 1 || !strings.Contains(log.String(), "alarm="+c.alarm) {
			t.Errorf("%s: %d lines, want 1:\n%s", c.alarm, n, log.String())
		}
		live := handlers.NewLive(edge)
		metrics := call(t, live.Admin(), "GET", "/metrics").body
		if want := `signpost_alarms_total{alarm="` + c.alarm + `",site="shop"} 5`; !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %s", want)
		}
		if !strings.Contains(metrics, "signpost_last_good_copies 1\n") {
			t.Errorf("the metrics lack the copies")
		}
	}
}
