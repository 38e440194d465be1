package handlers_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/gate"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// guarded is an edge with one site, what its server saw, and its admin address.
type guarded struct {
	at, admin string
	asked     *atomic.Int64
	live      *handlers.Live
	state     *handlers.State
	server    string
}

// guard serves a site behind its gates. A nil server answers 200 with an ETag.
func guard(t *testing.T, s handlers.Site, server http.HandlerFunc, change ...func(*handlers.Options)) guarded {
	t.Helper()
	g := guarded{asked: &atomic.Int64{}, state: handlers.NewState()}
	g.server = site(t, func(w http.ResponseWriter, r *http.Request) {
		g.asked.Add(1)
		if server != nil {
			server(w, r)
			return
		}
		w.Header().Set("ETag", `"2"`)
		_, _ = io.WriteString(w, "the site")
	})
	g.live = handlers.NewLive(g.edge(t, s, change...))
	g.at, g.admin = serve(t, g.live), serve(t, g.live.Admin())
	return g
}

func (g guarded) edge(t *testing.T, s handlers.Site, change ...func(*handlers.Options)) *handlers.Edge {
	t.Helper()
	s.Upstream = newClient(t, upstream.Options{URL: g.server})
	o := handlers.Options{Sites: []handlers.Site{s}, State: g.state}
	for _, f := range change {
		f(&o)
	}
	edge, err := handlers.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return edge
}

func (g guarded) metric(t *testing.T, line string) {
	t.Helper()
	if text := ask(t, "GET", g.admin+"/metrics").body; !strings.Contains(text, line+"\n") {
		t.Errorf("no line %q in:\n%s", line, grep(text, line[:strings.IndexAny(line, "{ ")]))
	}
}

func grep(text, word string) string {
	var found []string
	for line := range strings.Lines(text) {
		if strings.Contains(line, word) {
			found = append(found, line)
		}
	}
	return strings.Join(found, "")
}

func closed(change ...func(*gate.MaintenanceOptions)) handlers.Site {
	o := gate.MaintenanceOptions{Enabled: true}
	for _, f := range change {
		f(&o)
	}
	return handlers.Site{Name: "shop", Gates: handlers.Gates{Maintenance: o}}
}

func TestAClosedSiteAnswersInTheFormatOfWhoAsks(t *testing.T) {
	g := guard(t, closed(), nil)
	for _, x := range []struct {
		name, method, contentType string
		fields                    []string
	}{
		{"a person", "GET", "text/html; charset=utf-8", browser},
		{"a person who sends a form", "POST", "text/html; charset=utf-8", browser},
		{"a program", "PUT", "application/problem+json", []string{"Accept", "application/json"}},
		{"nobody says", "GET", "text/plain; charset=utf-8", nil},
		{"WebDAV", "PROPFIND", "text/plain; charset=utf-8", nil},
		{"HEAD", "HEAD", "text/html; charset=utf-8", browser},
	} {
		e := ask(t, x.method, g.at+"/basket", x.fields...)
		if e.StatusCode != 503 || e.Header.Get("Content-Type") != x.contentType {
			t.Errorf("%s: %d %s", x.name, e.StatusCode, e.Header.Get("Content-Type"))
		}
		wait, _ := strconv.Atoi(e.Header.Get("Retry-After"))
		if wait < 240 || wait > 360 || e.Header.Get("Cache-Control") != "no-store" ||
			e.Header.Get("Proxy-Status") != "signpost; error=proxy_internal_response" || e.Header.Get("X-Robots-Tag") != "" {
			t.Errorf("%s: header %v", x.name, e.Header)
		}
	}
	e := ask(t, "OPTIONS", g.at+"/basket", "Origin", "https://a.example", "Access-Control-Request-Method", "PUT")
	if e.StatusCode != 503 || e.body != "" {
		t.Errorf("a preflight: %d %q", e.StatusCode, e.body)
	}
	if e := ask(t, "GET", g.at+"/robots.txt"); e.StatusCode != 200 {
		t.Errorf("robots.txt: %d", e.StatusCode)
	}
	if g.asked.Load() != 1 {
		t.Errorf("the server was asked %d times, want once for robots.txt", g.asked.Load())
	}
	if e := ask(t, "GET", g.at+"/_signpost/problems/locked", browser...); e.StatusCode != 200 {
		t.Errorf("the edge's own pages: %d", e.StatusCode)
	}
}

func TestThePageSaysWhenTheSiteIsBack(t *testing.T) {
	end := time.Now().Add(26 * time.Hour).Truncate(time.Second)
	g := guard(t, closed(func(o *gate.MaintenanceOptions) {
		o.Enabled, o.Window = false, gate.Window{From: time.Now().Add(-time.Hour), Until: end}
	}), nil)
	e := ask(t, "GET", g.at+"/", browser...)
	if want := end.UTC().Format("2006-01-02 15:04") + " UTC"; !strings.Contains(e.body, want) {
		t.Errorf("the page does not say %q:\n%s", want, e.body)
	}
	wait, _ := strconv.Atoi(e.Header.Get("Retry-After"))
	if left := int(time.Until(end).Seconds()); wait < left || wait > left+2 {
		t.Errorf("Retry-After: %d, but the end is in %d seconds", wait, left)
	}
	if text := ask(t, "GET", g.at+"/").body; !strings.Contains(text, " UTC") {
		t.Errorf("the text does not say when: %q", text)
	}
}

func TestASecretLinkLeadsIntoAClosedSite(t *testing.T) {
	g := guard(t, closed(func(o *gate.MaintenanceOptions) { o.Bypass.Cookie = "preview=s3cret" }), nil)
	wrong := ask(t, "GET", g.at+"/_signpost/preview?key=wrong")
	missing := ask(t, "GET", g.at+"/_signpost/nothing")
	if wrong.StatusCode != 404 || wrong.StatusCode != missing.StatusCode || len(wrong.Cookies()) > 0 {
		t.Errorf("a wrong key: %d, an address that is not there: %d", wrong.StatusCode, missing.StatusCode)
	}
	right := ask(t, "GET", g.at+"/_signpost/preview?key=s3cret")
	if right.StatusCode != 303 || right.Header.Get("Location") != "/" || len(right.Cookies()) != 1 {
		t.Fatalf("the right key: %d %v", right.StatusCode, right.Header)
	}
	if e := ask(t, "GET", g.at+"/", "Cookie", right.Cookies()[0].String()); e.body != "the site" {
		t.Errorf("with the cookie: %d %q", e.StatusCode, e.body)
	}
}

func TestAForgedAddressOpensNothing(t *testing.T) {
	g := guard(t, closed(func(o *gate.MaintenanceOptions) {
		o.Bypass.Networks = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	}), nil)
	for _, field := range []string{"X-Forwarded-For", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP"} {
		if e := ask(t, "GET", g.at+"/", field, "10.1.2.3"); e.StatusCode != 503 {
			t.Errorf("%s let a stranger in: %d", field, e.StatusCode)
		}
	}
	if e := ask(t, "GET", g.at+"/", "Forwarded", "for=10.1.2.3"); e.StatusCode != 503 {
		t.Errorf("Forwarded let a stranger in: %d", e.StatusCode)
	}
}

func TestAnAdminCallClosesTheSiteAndAReloadKeepsIt(t *testing.T) {
	s := handlers.Site{Name: "shop", Hosts: []string{"shop.example"}}
	g := guard(t, s, nil)
	host := []string{"Host", "shop.example"}
	g.metric(t, `signpost_maintenance_seconds{site="shop"} 0`)

	e := ask(t, "POST", g.admin+"/maintenance?site=shop.example&for=30m")
	var state gate.State
	if err := json.Unmarshal([]byte(e.body), &state); err != nil || !state.Closed || state.Site != "shop" {
		t.Fatalf("%d %q: %v", e.StatusCode, e.body, err)
	}
	g.live.Swap(g.edge(t, s))
	e = ask(t, "GET", g.at+"/", host...)
	wait, _ := strconv.Atoi(e.Header.Get("Retry-After"))
	if e.StatusCode != 503 || wait < 1790 || wait > 1800 {
		t.Errorf("after a reload: %d, Retry-After %d", e.StatusCode, wait)
	}
	if text := ask(t, "GET", g.admin+"/metrics").body; strings.Contains(text, `signpost_maintenance_seconds{site="shop"} 0`+"\n") {
		t.Error("the metric says that the site is open")
	}
	ask(t, "DELETE", g.admin+"/maintenance?site=shop.example")
	if e := ask(t, "GET", g.at+"/", host...); e.StatusCode != 200 {
		t.Errorf("after it was opened: %d", e.StatusCode)
	}
	for _, path := range []string{"/maintenance", "/_signpost/maintenance"} {
		if e := ask(t, "POST", g.at+path+"?site=shop.example&for=30m", host...); e.StatusCode == 200 && e.body != "the site" {
			t.Errorf("POST %s on the visitors' address: %q", path, e.body)
		}
	}
	if e := ask(t, "GET", g.at+"/", host...); e.StatusCode != 200 {
		t.Error("a visitor closed the site")
	}
}

// limited allows two requests a minute on /login.
func limited(mode gate.Mode) handlers.Site {
	return handlers.Site{Name: "shop", Gates: handlers.Gates{Limits: []gate.LimitOptions{{
		Name: "login", Allow: 2, Per: time.Minute, Mode: mode,
		Scope: gate.Scope{Path: func(p string) bool { return p == "/login" }},
	}}}}
}

func TestALimitAnswers429WithATrueWait(t *testing.T) {
	g := guard(t, limited(""), nil)
	for i := range 2 {
		e := ask(t, "GET", g.at+"/login")
		if e.StatusCode != 200 || !strings.HasPrefix(e.Header.Get("RateLimit"), `"login";r=`+strconv.Itoa(1-i)+";t=") ||
			e.Header.Get("RateLimit-Policy") != `"login";q=2;w=60` {
			t.Errorf("request %d: %d %v", i+1, e.StatusCode, e.Header)
		}
	}
	e := ask(t, "POST", g.at+"/login", "Accept", "application/json")
	if e.StatusCode != 429 || e.Header.Get("Cache-Control") != "no-store" || e.Header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("the third: %d %v", e.StatusCode, e.Header)
	}
	_, after, _ := strings.Cut(e.Header.Get("RateLimit"), ";t=")
	tValue, _ := strconv.Atoi(after)
	wait, _ := strconv.Atoi(e.Header.Get("Retry-After"))
	if !strings.HasPrefix(e.Header.Get("RateLimit"), `"login";r=0;t=`) || wait < tValue || wait < 25 || wait > 30 {
		t.Errorf("RateLimit %s, Retry-After %d", e.Header.Get("RateLimit"), wait)
	}
	var doc struct {
		Type     string   `json:"type"`
		Status   int      `json:"status"`
		Cause    string   `json:"cause"`
		Wait     int      `json:"retry_after"`
		Violated []string `json:"violated-policies"`
	}
	if err := json.Unmarshal([]byte(e.body), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Type != "https://iana.org/assignments/http-problem-types#quota-exceeded" || doc.Status != 429 || doc.Cause != "limit" ||
		doc.Wait != wait || len(doc.Violated) != 1 || doc.Violated[0] != "login" {
		t.Errorf("document %s", e.body)
	}
	if link := e.Header.Get("Link"); link != "" {
		t.Errorf("Link %q: the type is described by others", link)
	}
	if page := ask(t, "GET", g.at+"/login", browser...); page.StatusCode != 429 || page.Header.Get("X-Robots-Tag") != "" {
		t.Errorf("a person: %d %v", page.StatusCode, page.Header)
	}
	if g.asked.Load() != 2 {
		t.Errorf("the server was asked %d times", g.asked.Load())
	}
	if e := ask(t, "GET", g.at+"/"); e.StatusCode != 200 || e.Header.Get("RateLimit") != "" {
		t.Errorf("another address: %d %v", e.StatusCode, e.Header)
	}
	g.metric(t, `signpost_rate_limit_decisions_total{decision="refused",mode="enforce",policy="login",site="shop"} 2`)
	g.metric(t, `signpost_rate_limit_clients{policy="login",site="shop"} 1`)
}

func TestALimitCannotBeWalkedAround(t *testing.T) {
	g := guard(t, limited(""), nil)
	ask(t, "GET", g.at+"/login")
	ask(t, "GET", g.at+"/login")
	for _, path := range []string{"/login?x=1", "//login", "/./login", "/a/../login", "/%6cogin"} {
		if e := ask(t, "GET", g.at+path); e.StatusCode != 429 {
			t.Errorf("%s: %d", path, e.StatusCode)
		}
	}
	if e := ask(t, "GET", g.at+"/login", "X-Forwarded-For", "192.0.2.77"); e.StatusCode != 429 {
		t.Errorf("a forged address: %d", e.StatusCode)
	}
}

func TestGRPCIsToldInItsOwnCodes(t *testing.T) {
	rpc := []string{"Content-Type", "application/grpc", "TE", "trailers"}
	if e := ask(t, "POST", guard(t, closed(), nil).at+"/x.Y/Z", rpc...); e.StatusCode != 200 || e.Header.Get("Grpc-Status") != "14" {
		t.Errorf("a closed site: %d %v", e.StatusCode, e.Header)
	}
	g := guard(t, limited(""), nil)
	for range 2 {
		ask(t, "GET", g.at+"/login")
	}
	if e := ask(t, "POST", g.at+"/login", rpc...); e.StatusCode != 200 || e.Header.Get("Grpc-Status") != "8" {
		t.Errorf("a limit: %d %v", e.StatusCode, e.Header)
	}
}

// A refusal must not wait for an upload that may take a minute.
func TestARefusalComesBeforeTheUploadEnds(t *testing.T) {
	for name, g := range map[string]guarded{"maintenance": guard(t, closed(), nil), "428": guard(t, guardedDocuments(false), nil)} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(g.at, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		_, _ = io.WriteString(conn, "PUT /doc/7 HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nfirst bytes")
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else {
			_ = res.Body.Close()
		}
		_ = conn.Close()
	}
}

func TestAReloadForgivesNobody(t *testing.T) {
	g := guard(t, limited(""), nil)
	ask(t, "GET", g.at+"/login")
	ask(t, "GET", g.at+"/login")
	g.live.Swap(g.edge(t, limited("")))
	if e := ask(t, "GET", g.at+"/login"); e.StatusCode != 429 {
		t.Errorf("after a reload: %d", e.StatusCode)
	}
}

func TestALimitInReportModeIsNotSeen(t *testing.T) {
	g := guard(t, limited(gate.Report), nil)
	for range 4 {
		if e := ask(t, "GET", g.at+"/login"); e.StatusCode != 200 || e.Header.Get("RateLimit") != "" {
			t.Errorf("%d %v", e.StatusCode, e.Header)
		}
	}
	g.metric(t, `signpost_rate_limit_decisions_total{decision="would-refuse",mode="report",policy="login",site="shop"} 2`)
}

func guardedDocuments(compare bool) handlers.Site {
	return handlers.Site{Name: "shop", Gates: handlers.Gates{Guard: gate.GuardOptions{
		OriginAuthority: true, Mode: gate.Enforce, Required: true, Compare: compare,
		Require: gate.Scope{Path: func(p string) bool { return strings.HasPrefix(p, "/doc/") }},
	}}}
}

func TestAWriteWithoutConditionGets428(t *testing.T) {
	g := guard(t, guardedDocuments(false), nil)
	e := ask(t, "PUT", g.at+"/doc/7", "Accept", "application/json")
	if e.StatusCode != 428 || e.Header.Get("Cache-Control") != "no-store" || !strings.Contains(e.body, `"cause":"precondition-required"`) {
		t.Errorf("%d %v %s", e.StatusCode, e.Header, e.body)
	}
	if links := strings.Join(e.Header["Link"], ", "); !strings.Contains(links, `</doc/7>; rel="latest-version"`) ||
		!strings.Contains(links, `rel="describedby"`) {
		t.Errorf("Link %q", links)
	}
	if page := ask(t, "PUT", g.at+"/doc/7", "Accept", "text/html"); !strings.Contains(page.body, "<h1") {
		t.Errorf("a person gets %q", page.body)
	}
	if g.asked.Load() != 0 {
		t.Error("the server was asked")
	}
	if e := ask(t, "PUT", g.at+"/doc/7", "If-Match", `"1"`); e.StatusCode != 200 {
		t.Errorf("with a condition: %d", e.StatusCode)
	}
}

func TestALostUpdateGets412WithTheCurrentVersion(t *testing.T) {
	var reads []*http.Request
	g := guard(t, guardedDocuments(true), func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "GET" {
			reads = append(reads, r)
			w.Header().Set("ETag", `"2"`)
		}
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, r.Method)
	})
	put := func(tag string) exchange {
		return send(t, "PUT", g.at+"/doc/7?x=1", strings.NewReader("new"), "If-Match", tag, "Cookie", "sid=1", "Accept", "application/json")
	}
	if e := put(`"2"`); e.StatusCode != 200 || e.body != "PUT" {
		t.Errorf("the current version: %d %q", e.StatusCode, e.body)
	}
	e := put(`"1"`)
	if e.StatusCode != 412 || e.Header.Get("ETag") != `"2"` || !strings.Contains(e.body, `"cause":"precondition-failed"`) {
		t.Errorf("an old version: %d %v %s", e.StatusCode, e.Header, e.body)
	}
	if len(reads) != 2 {
		t.Fatalf("%d reads", len(reads))
	}
	for _, r := range reads {
		if r.RequestURI != "/doc/7?x=1" || r.Header.Get("Cookie") != "sid=1" || r.Header.Get("X-Forwarded-For") != "127.0.0.1" ||
			r.Header.Get("If-Match") != "" || r.Header.Get("Via") == "" || r.ContentLength > 0 {
			t.Errorf("read %s %v", r.RequestURI, r.Header)
		}
	}
	g.metric(t, `signpost_guard_decisions_total{decision="refused",guard="lost-update",site="shop"} 1`)
}

func TestWritesToOneResourceWaitForEachOther(t *testing.T) {
	inside, open := make(chan struct{}), make(chan struct{})
	g := guard(t, handlers.Site{Gates: handlers.Gates{Guard: gate.GuardOptions{
		OriginAuthority: true, Mode: gate.Enforce, Queue: gate.Queue{On: true, Wait: 20 * time.Millisecond},
	}}}, func(_ http.ResponseWriter, r *http.Request) {
		if r.Method == "POST" {
			inside <- struct{}{}
			<-open
		}
	})
	first := make(chan int)
	go func() {
		res, err := plain.Post(g.at+"/doc", "", nil)
		if err != nil {
			first <- 0
			return
		}
		_ = res.Body.Close()
		first <- res.StatusCode
	}()
	<-inside
	g.metric(t, `signpost_guard_resources{site="site"} 1`)
	e := ask(t, "PUT", g.at+"/doc", "Accept", "application/json")
	if e.StatusCode != 409 || e.Header.Get("Retry-After") != "1" || !strings.Contains(e.body, `"cause":"concurrent-operation"`) ||
		!strings.Contains(e.body, `"retryable":true`) {
		t.Errorf("while another write runs: %d %v %s", e.StatusCode, e.Header, e.body)
	}
	if e := ask(t, "GET", g.at+"/doc"); e.StatusCode != 200 {
		t.Errorf("a read: %d", e.StatusCode)
	}
	close(open)
	if got := <-first; got != 200 {
		t.Errorf("the first write: %d", got)
	}
	if e := ask(t, "PUT", g.at+"/doc"); e.StatusCode != 200 {
		t.Errorf("afterwards: %d", e.StatusCode)
	}
}

func TestAFullEdgeShedsAndHealthStandsOutside(t *testing.T) {
	inside, open := make(chan struct{}), make(chan struct{})
	g := guard(t, handlers.Site{}, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case inside <- struct{}{}:
		case <-r.Context().Done():
			return
		}
		select {
		case <-open:
		case <-r.Context().Done():
		}
	}, func(o *handlers.Options) { o.InFlight = 1 })
	done := make(chan struct{})
	go func() {
		defer close(done)
		if res, err := plain.Get(g.at + "/"); err == nil {
			_ = res.Body.Close()
		}
	}()
	<-inside
	g.live.Swap(g.edge(t, handlers.Site{}, func(o *handlers.Options) { o.InFlight = 1 }))
	page := ask(t, "GET", g.at+"/", browser...)
	if page.StatusCode != 503 || page.Header.Get("Retry-After") == "" || !strings.Contains(page.body, "<h1") ||
		!strings.Contains(page.Header.Get("Content-Security-Policy"), "style-src 'sha256-") {
		t.Errorf("a person: %d %v", page.StatusCode, page.Header)
	}
	if e := ask(t, "GET", g.at+"/"); e.StatusCode != 503 || e.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("nobody says: %d %v", e.StatusCode, e.Header)
	}
	for _, path := range []string{"/livez", "/readyz", "/startupz"} {
		if e := ask(t, "GET", g.admin+path); e.StatusCode != 200 {
			t.Errorf("%s under load: %d", path, e.StatusCode)
		}
	}
	g.metric(t, `signpost_shed_total{reason="in-flight"} 2`)
	g.metric(t, `signpost_requests_in_flight 1`)
	close(open)
	<-done
}

func TestMistakesOfGatesAreToldAtOnce(t *testing.T) {
	_, err := handlers.New(handlers.Options{InFlight: -1, Sites: []handlers.Site{{
		Upstream: &counted{},
		Gates: handlers.Gates{
			Maintenance: gate.MaintenanceOptions{RetryAfter: -1},
			Limits:      []gate.LimitOptions{{Name: "a", Allow: 1, Per: time.Second}, {Name: "a"}},
			Guard:       gate.GuardOptions{Compare: true},
		},
		CORS: handlers.CORS{Off: true, Origins: []string{"*", "app.example"}, Credentials: true},
	}}})
	for _, want := range []string{
		"in_flight", "retry_after", "two limits have this name", "allow:", "origin_authority", "either off or origins",
		"named origins", "app.example is no origin",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in:\n%v", want, err)
		}
	}
}

func BenchmarkGates(b *testing.B) {
	s := limited("")
	s.Gates.Limits[0].Allow, s.Gates.Limits[0].Per = 1e6, time.Millisecond
	s.Upstream = &counted{name: "x"}
	for name, s := range map[string]handlers.Site{"none": {Upstream: s.Upstream}, "limit": s} {
		b.Run(name, func(b *testing.B) {
			edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{s}})
			if err != nil {
				b.Fatal(err)
			}
			r := httptest.NewRequest("GET", "/login", nil)
			b.ReportAllocs()
			for b.Loop() {
				edge.ServeHTTP(discard{http.Header{}}, r)
			}
		})
	}
}
