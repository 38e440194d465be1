package gate_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
)

// memory is what a test says is held.
type memory struct{ held, limit, asked atomic.Uint64 }

func (m *memory) Held() (held, limit uint64) {
	m.asked.Add(1)
	return m.held.Load(), m.limit.Load()
}

func newOverload(t testing.TB, o gate.OverloadOptions) *gate.Overload {
	t.Helper()
	if o.Memory == nil {
		o.Memory = &memory{}
	}
	return must[*gate.Overload](t)(gate.NewOverload(o))
}

func ask(h http.Handler, method string, fields ...string) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, visit(method, "/", fields...).Request)
	return w.Result()
}

var served = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "served") })

func TestRequestsBeyondTheLimitAreTurnedAway(t *testing.T) {
	var n tally
	o := newOverload(t, gate.OverloadOptions{InFlight: 2, Count: n.count})
	inside, open := make(chan struct{}), make(chan struct{})
	slow := o.Shed(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		inside <- struct{}{}
		<-open
	}))
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { ask(slow, "GET") })
		<-inside
	}
	if got := o.InUse.Load(); got != 2 {
		t.Errorf("%d in flight, want 2", got)
	}
	if res := ask(slow, "GET"); res.StatusCode != 503 {
		t.Errorf("the third got %d", res.StatusCode)
	}
	close(open)
	wg.Wait()
	if res := ask(o.Shed(served), "GET"); res.StatusCode != 200 {
		t.Errorf("after the rush: %d", res.StatusCode)
	}
	n.want(t, "in-flight refused", 1)
}

func TestAPanicFreesItsPlace(t *testing.T) {
	o := newOverload(t, gate.OverloadOptions{InFlight: 1})
	func() {
		defer func() { _ = recover() }()
		ask(o.Shed(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("x") })), "GET")
	}()
	if got := o.InUse.Load(); got != 0 {
		t.Errorf("%d in flight after a panic", got)
	}
}

func TestHighMemoryTurnsRequestsAwayUntilItFalls(t *testing.T) {
	var n tally
	c, m := newClock(), &memory{}
	m.limit.Store(1000)
	h := newOverload(t, gate.OverloadOptions{Memory: m, Now: c.Now, Count: n.count}).Shed(served)
	for _, x := range []struct {
		held uint64
		want int
	}{{900, 200}, {901, 503}, {5000, 503}, {100, 200}} {
		m.held.Store(x.held)
		c.advance(100 * time.Millisecond)
		if got := ask(h, "GET").StatusCode; got != x.want {
			t.Errorf("%d of 1000 bytes held: %d, want %d", x.held, got, x.want)
		}
	}
	n.want(t, "memory refused", 2)
	m.limit.Store(0)
	m.held.Store(1 << 40)
	c.advance(time.Second)
	if got := ask(h, "GET").StatusCode; got != 200 {
		t.Errorf("without a limit: %d", got)
	}
}

func TestMemoryIsMeasuredTenTimesASecondAtMost(t *testing.T) {
	c, m := newClock(), &memory{}
	h := newOverload(t, gate.OverloadOptions{Memory: m, Now: c.Now}).Shed(served)
	for range 1000 {
		ask(h, "GET")
		c.advance(time.Millisecond)
	}
	if got := m.asked.Load(); got != 10 {
		t.Errorf("measured %d times within a second", got)
	}
}

func TestTheProcessIsMeasuredAgainstItsLimit(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	for limit, want := range map[int64]int{1 << 20: 503, 1 << 40: 200} {
		debug.SetMemoryLimit(limit)
		ballast := make([]byte, 4<<20)
		debug.FreeOSMemory() // a collection, so that the runtime knows what is alive
		o := must[*gate.Overload](t)(gate.NewOverload(gate.OverloadOptions{}))
		if got := ask(o.Shed(served), "GET").StatusCode; got != want {
			t.Errorf("with a limit of %d: %d, want %d", limit, got, want)
		}
		ballast[0] = 1
	}
}

// busy turns everything away.
func busy(t testing.TB) http.Handler {
	m := &memory{}
	m.held.Store(100)
	m.limit.Store(100)
	return newOverload(t, gate.OverloadOptions{Memory: m, HTML: []byte("<!doctype html><p>Busy"), Policy: "style-src x"}).Shed(served)
}

func TestTheFormOfThePreparedAnswer(t *testing.T) {
	h := busy(t)
	for _, x := range []struct {
		name, method, want string
		fields             []string
	}{
		{"a person", "GET", "text/html; charset=utf-8", []string{"Accept: text/html,*/*;q=0.8"}},
		{"a person in a browser", "POST", "text/html; charset=utf-8", []string{"Sec-Fetch-Mode: navigate", "Accept: */*"}},
		{"a script", "GET", "text/plain; charset=utf-8", []string{"Sec-Fetch-Mode: cors", "Accept: text/html"}},
		{"nobody says", "GET", "text/plain; charset=utf-8", nil},
		{"a HEAD", "HEAD", "text/plain; charset=utf-8", nil},
		{"a preflight", "OPTIONS", "", []string{"Origin: https://a.example", "Access-Control-Request-Method: PUT"}},
	} {
		res := ask(h, x.method, x.fields...)
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != 503 || res.Header.Get("Content-Type") != x.want {
			t.Errorf("%s: %d %q", x.name, res.StatusCode, res.Header.Get("Content-Type"))
		}
		if res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("Proxy-Status") != "signpost; error=proxy_internal_response" {
			t.Errorf("%s: header %v", x.name, res.Header)
		}
		if empty := x.method == "HEAD" || x.want == ""; empty != (len(body) == 0) {
			t.Errorf("%s: body %q", x.name, body)
		}
		if x.method == "GET" && res.Header.Get("Content-Length") != strconv.Itoa(len(body)) {
			t.Errorf("%s: Content-Length %s, %d bytes", x.name, res.Header.Get("Content-Length"), len(body))
		}
	}
	if got := ask(h, "GET", "Accept: text/html").Header.Get("Content-Security-Policy"); got != "style-src x" {
		t.Errorf("policy of the page: %q", got)
	}
	res := ask(h, "POST", "Content-Type: application/grpc+proto")
	if res.StatusCode != 200 || res.Header.Get("Grpc-Status") != "14" {
		t.Errorf("gRPC: %d %v", res.StatusCode, res.Header)
	}
}

func TestThePreparedAnswerComesBeforeTheUploadEnds(t *testing.T) {
	srv := httptest.NewServer(busy(t))
	defer srv.Close()
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	_, _ = io.WriteString(conn, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nfirst bytes")
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _ = res.Body.Close(); res.StatusCode != 503 {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestThePreparedWaitIsSpreadByClient(t *testing.T) {
	h := busy(t)
	seen := map[int]bool{}
	for i := range 200 {
		wait := func() int {
			v := visit("GET", "/")
			v.Request.RemoteAddr = fmt.Sprintf("192.0.2.%d:%d", i, 1000+len(seen))
			w := httptest.NewRecorder()
			h.ServeHTTP(w, v.Request)
			n, _ := strconv.Atoi(w.Header().Get("Retry-After"))
			return n
		}
		first := wait()
		if first < 24 || first > 36 {
			t.Fatalf("Retry-After: %d, want 30 ± 20 %%", first)
		}
		seen[first] = true
		if again := wait(); again != first {
			t.Errorf("one client saw %d, then %d", first, again)
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d different waits", len(seen))
	}
}

func TestMistakesOfTheOverloadGuard(t *testing.T) {
	_, err := gate.NewOverload(gate.OverloadOptions{InFlight: -1, Wait: -1})
	for _, want := range []string{"in_flight", "wait"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in: %v", want, err)
		}
	}
}

func TestTheMemoryLimitOfAControlGroup(t *testing.T) {
	for name, x := range map[string]struct {
		files map[string]string
		want  int64
	}{
		"none":                 {nil, 0},
		"version 2":            {map[string]string{"sys/fs/cgroup/memory.max": "1000000000\n"}, 800000000},
		"version 2, unlimited": {map[string]string{"sys/fs/cgroup/memory.max": "max\n"}, 0},
		"version 1":            {map[string]string{"sys/fs/cgroup/memory/memory.limit_in_bytes": "500000000\n"}, 400000000},
		"version 1, unlimited": {map[string]string{"sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"}, 0},
		"the least of its own group and those above": {map[string]string{
			"proc/self/cgroup":                                       "0::/system.slice/signpost.service\n",
			"sys/fs/cgroup/system.slice/memory.max":                  "100000000",
			"sys/fs/cgroup/system.slice/signpost.service/memory.max": "200000000",
		}, 80000000},
		"a group of version 1": {map[string]string{
			"proc/self/cgroup": "5:cpu:/a\n4:memory:/docker/x\n",
			"sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes": "300000000",
		}, 240000000},
		"garbage":            {map[string]string{"proc/self/cgroup": "::\nx\n", "sys/fs/cgroup/memory.max": "-5"}, 0},
		"a path that climbs": {map[string]string{"proc/self/cgroup": "0::/../../etc\n", "sys/fs/cgroup/memory.max": "1000"}, 800},
	} {
		root := fstest.MapFS{}
		for file, text := range x.files {
			root[file] = &fstest.MapFile{Data: []byte(text)}
		}
		if got := gate.MemoryLimit(root); got != x.want {
			t.Errorf("%s: %d, want %d", name, got, x.want)
		}
	}
}

// discard is a ResponseWriter that keeps its header map.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(int)             {}
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

func BenchmarkShed(b *testing.B) {
	r := visit("GET", "/", "Accept: text/html").Request
	for name, h := range map[string]http.Handler{"refuse": busy(b), "pass": newOverload(b, gate.OverloadOptions{}).Shed(served)} {
		b.Run(name, func(b *testing.B) {
			w := &discard{http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				h.ServeHTTP(w, r)
			}
		})
	}
}
