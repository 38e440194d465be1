package upstream_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
	"golang.org/x/net/http2"
)

// openPool returns a pool over real servers that closes with the test.
func openPool(t *testing.T, o upstream.PoolOptions, servers ...string) *upstream.Pool {
	t.Helper()
	o.Servers = servers
	p, err := upstream.NewPool(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closePool(t, p) })

	return p
}

func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()

	return "http://" + listener.Addr().String()
}

const unavailable = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 300\r\n\r\n"

func TestEveryRequestIsServedWhileOneServerIsDown(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(noContent))
	p := openPool(t, upstream.PoolOptions{}, closedPort(t), s.URL())
	for i := range 100 {
		method, body := http.MethodGet, ""
		if i%2 == 0 {
			method, body = http.MethodPost, "order"
		}
		if got := code(t, p, newRequest(t, method, "/", body)); got != 204 {
			t.Fatalf("request %d: status %d, want 204", i, got)
		}
	}
	orders := 0
	for _, r := range s.Requests() {
		if strings.HasPrefix(r.Line, "POST ") {
			orders++
			if r.Body != "order" {
				t.Errorf("body %q, want the whole order", r.Body)
			}
		}
	}
	if orders != 50 || len(s.Requests()) != 100 {
		t.Errorf("%d orders of %d requests arrived, want 50 of 100", orders, len(s.Requests()))
	}
	if st := p.State(); st[0].Ejections == 0 {
		t.Errorf("state %+v, want the dead server shut off", st[0])
	}
}

// An order that a server has read may have been booked: it is never sent twice.
func TestAnOrderThatWasReadIsNeverSentTwice(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*rawserver.Conn){
		"reset": (*rawserver.Conn).Reset,
		"503":   func(c *rawserver.Conn) { c.Write(unavailable + strings.Repeat("x", 300)) },
		"409":   func(c *rawserver.Conn) { c.Write(conflict(300)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			script := func(c *rawserver.Conn) {
				c.ReadRequest()
				end(c)
			}
			a, b := rawserver.Start(t, script), rawserver.Start(t, script)
			p := openPool(t, upstream.PoolOptions{}, a.URL(), b.URL())
			code(t, p, newRequest(t, "POST", "/", "order"))
			if n := len(a.Requests()) + len(b.Requests()); n != 1 {
				t.Errorf("the order was sent %d times, want once", n)
			}
		})
	}
}

// A thousand errors, half of them repeated: every body is drained, so that each
// server keeps the one connection it has. Not parallel, because time counts.
func TestRepeatedErrorsKeepTheirConnections(t *testing.T) {
	a := rawserver.Start(t, rawserver.Reply(unavailable+strings.Repeat("x", 300)))
	b := rawserver.Start(t, rawserver.Reply(conflict(300)))
	p := openPool(t, upstream.PoolOptions{Circuit: noCircuit, Retry: upstream.RetryOptions{
		Budget:  upstream.BudgetOptions{Share: 1, Floor: 1000},
		Backoff: upstream.BackoffOptions{First: time.Nanosecond},
	}}, a.URL(), b.URL())
	for range 1000 {
		res, err := get(t, p)
		if err != nil {
			t.Fatal(err)
		}
		upstream.Discard(res)
	}
	if x, y := a.Connections(), b.Connections(); x != 1 || y != 1 {
		t.Errorf("1000 errors took %d and %d connections, want 1 each", x, y)
	}
	if st := p.Stats(); st.Retries < 300 {
		t.Errorf("only %d of 1000 were repeated", st.Retries)
	}
	for _, s := range p.State() {
		if s.Opened != 1 || s.Open != 1 || s.Pending != 0 {
			t.Errorf("state %+v, want one connection, none pending", s)
		}
	}
}

// The negative control of all counts of connections: a body that is closed
// undrained takes its connection along.
func TestABodyClosedUndrainedCostsItsConnection(t *testing.T) {
	t.Parallel()
	const n = 1000
	// The answer's end is still to come when the body is closed.
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		c.ReadRequest()
		c.Write(unavailable + "x")
		c.AwaitClose()
	})
	p := openPool(t, upstream.PoolOptions{Retry: noRetry}, s.URL())
	for range n {
		res, err := get(t, p)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	if got := s.Connections(); got != n {
		t.Errorf("%d errors took %d connections, want one each", n, got)
	}
}

func TestAMisdirectedRequestIsSentOnAFreshConnection(t *testing.T) {
	t.Parallel()
	var accepted atomic.Int64
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		first := accepted.Add(1) == 1
		for asked := 0; ; asked++ {
			if _, ok := c.ReadRequest(); !ok {
				return
			}
			if first && asked > 0 {
				c.Write("HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\n\r\n")
			} else {
				c.Write(noContent)
			}
		}
	})
	p := openPool(t, upstream.PoolOptions{}, s.URL())
	for range 3 { // pooled, then 421 and fresh, then the same again
		if got := code(t, p, newRequest(t, "DELETE", "/", "")); got != 204 {
			t.Errorf("status %d, want 204", got)
		}
	}
	if n := s.Connections(); n != 3 {
		t.Errorf("%d connections, want the pooled one and two fresh", n)
	}
}

func TestAStreamRefusedByOneServerGoesToAnother(t *testing.T) {
	t.Parallel()
	refusing := rawserver.Start(t, frames(func(f *http2.Framer) { _ = f.WriteGoAway(0, http2.ErrCodeNo, nil) }))
	serving := rawserver.Start(t, frames(func(f *http2.Framer) { writeHeaders(f, true, ":status", "204") }))
	p := openPool(t, upstream.PoolOptions{
		Server: upstream.Options{H2C: true}, Balance: upstream.RoundRobin,
	}, serving.URL(), refusing.URL()) // turns begin at the second
	if got := code(t, p, newRequest(t, "DELETE", "/", "")); got != 204 {
		t.Errorf("status %d, want 204 of the other server", got)
	}
	if n := refusing.Connections(); n == 0 {
		t.Error("the server that refuses was never asked")
	}
}

func TestHealthChecksOverTheWire(t *testing.T) {
	t.Parallel()
	const every = 200 * time.Millisecond // also what an answer may take
	var sick atomic.Bool
	checks := make(chan struct{}, 1000)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/app/healthz" {
			return
		}
		if sick.Load() {
			w.WriteHeader(http.StatusInternalServerError)
		}
		select {
		case checks <- struct{}{}:
		default:
		}
	}))
	t.Cleanup(s.Close)
	p := openPool(t, upstream.PoolOptions{
		Health: upstream.HealthOptions{Path: "/healthz", Every: every},
	}, s.URL+"/app")
	<-checks
	if got := code(t, p, newRequest(t, "GET", "/", "")); got != 200 {
		t.Errorf("status %d while the server is well, want 200", got)
	}
	sick.Store(true)
	for p.State()[0].Healthy {
		<-checks
	}
	res, err := get(t, p)
	want{"destination_unavailable", "unreachable", 503, ""}.check(t, res, err)
	sick.Store(false)
	for !p.State()[0].Healthy {
		<-checks
	}
	if got := code(t, p, newRequest(t, "GET", "/", "")); got != 200 {
		t.Errorf("status %d when the server is well again, want 200", got)
	}
}

func TestHTTP2CanBeForbidden(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(version)
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	for never, want := range map[bool]string{true: "HTTP/1.1", false: "HTTP/2.0"} {
		p := openPool(t, upstream.PoolOptions{
			Server: upstream.Options{HTTP1: never, TLS: &tls.Config{RootCAs: roots}},
		}, s.URL)
		res, err := get(t, p)
		if err != nil {
			t.Fatal(err)
		}
		if body := readAll(t, res); body != want {
			t.Errorf("HTTP1 %v: asked in %s, want %s", never, body, want)
		}
		_ = res.Body.Close()
	}
}

func TestTheServersOwnHostIsSentOnRequest(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(noContent))
	for own, want := range map[bool]string{true: s.Addr(), false: "shop.example"} {
		req := newRequest(t, "GET", "/", "")
		req.Host = "shop.example"
		code(t, openPool(t, upstream.PoolOptions{Server: upstream.Options{ServerHost: own}}, s.URL()), req)
		all := s.Requests()
		if got := fmt.Sprint(all[len(all)-1].Values("Host")); got != "["+want+"]" {
			t.Errorf("own host %v: Host %s, want %s", own, got, want)
		}
	}
}

func TestAClosedPoolKeepsNoConnection(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		rawserver.Reply(noContent)(c)
		close(ended)
	})
	p, err := upstream.NewPool(upstream.PoolOptions{Servers: []string{s.URL()}})
	if err != nil {
		t.Fatal(err)
	}
	code(t, p, newRequest(t, "GET", "/", ""))
	closePool(t, p)
	<-ended
}
