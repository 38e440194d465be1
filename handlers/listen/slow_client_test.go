package listen_test

import (
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// largeAnswer is more than the buffers of two sockets hold.
const largeAnswer = 8 << 20

// helloOrLarge answers with hello, but for /large, and reads what it is sent.
var helloOrLarge = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/large" {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, "hello")
		return
	}
	block := make([]byte, 64<<10)
	for range largeAnswer / len(block) {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
})

const (
	scaledLimit = 300 * time.Millisecond // in the place of 5 s and 30 s
	dripEvery   = scaledLimit / 10       // a byte each time is progress, and too little
	slowTime    = 5 * time.Second        // far more than it takes to cut all of them off
	slowCount   = 40
)

// slowClients are ways to hold a connection for little effort: how each begins,
// and what it does again and again.
var slowClients = map[string]struct {
	opens string
	drip  func(net.Conn)
}{
	"header": {"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ", send("x")},
	"body":   {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", send("x")},
	"chunks": {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", send("1\r\nx\r\n")},
	"read":   {"GET /large HTTP/1.1\r\nHost: a\r\n\r\n", func(c net.Conn) { _, _ = c.Read(make([]byte, 1)) }},
}

func send(text string) func(net.Conn) {
	return func(c net.Conn) { _, _ = io.WriteString(c, text) }
}

// scaledEdge is an edge whose times are those of the short form. closed is told
// of each connection that ends.
func scaledEdge(t *testing.T, stall time.Duration) (address string, closed chan struct{}) {
	t.Helper()
	_, site := startServer(t, helloOrLarge)
	client, err := upstream.New(upstream.Options{URL: site})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.(interface{ CloseIdleConnections() }).CloseIdleConnections)
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}, BodyStall: stall})
	if err != nil {
		t.Fatal(err)
	}
	srv := listen.NewServer(edge, listen.Options{Limits: listen.Limits{HeaderTimeout: stall}})
	closed = make(chan struct{}, 2*slowCount)
	srv.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			closed <- struct{}{}
		}
	}
	address, stop := serveFront(t, srv.Server)
	t.Cleanup(stop)
	return address, closed
}

// beSlow opens a connection and drips until over is closed.
func beSlow(t *testing.T, address, opens string, drip func(net.Conn), over <-chan struct{}) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close()
	_ = conn.(*net.TCPConn).SetReadBuffer(4096)
	_ = conn.SetDeadline(time.Now().Add(slowTime))
	_, _ = io.WriteString(conn, opens)
	pace := time.NewTicker(dripEvery)
	defer pace.Stop()
	for {
		drip(conn)
		select {
		case <-over:
			return
		case <-pace.C:
		}
	}
}

// cutOff reports whether count connections are closed within the time.
func cutOff(closed <-chan struct{}, count int, within time.Duration) bool {
	late := time.NewTimer(within)
	defer late.Stop()
	for range count {
		select {
		case <-closed:
		case <-late.C:
			return false
		}
	}
	return true
}

// Clients that send a header or a body drop by drop, or read so, are cut off
// though each drop is progress, while others are served as ever.
func TestSlowClientsAreCutOff(t *testing.T) {
	for name, c := range slowClients {
		t.Run(name, func(t *testing.T) {
			address, closed := scaledEdge(t, scaledLimit)
			over := make(chan struct{})
			var clients sync.WaitGroup
			for range slowCount {
				clients.Go(func() { beSlow(t, address, c.opens, c.drip, over) })
			}
			go func() {
				defer close(over)
				if !cutOff(closed, slowCount, slowTime) {
					t.Error("slow clients are still connected")
				}
			}()
			served := liveWhile(t, "http://"+address+"/live", over)
			clients.Wait()
			t.Log(served)
			if served.errors > 0 { // how long they take is measured by the long form, alone on its machine
				t.Errorf("beside %d slow clients: %v", slowCount, served)
			}
		})
	}
}

// The same clients live on where the edge gives them more time: what ends them
// above is the limit.
func TestSlowClientsWithinTheLimitAreLeftAlone(t *testing.T) {
	for name, c := range slowClients {
		address, closed := scaledEdge(t, time.Minute)
		over := make(chan struct{})
		var client sync.WaitGroup
		client.Go(func() { beSlow(t, address, c.opens, c.drip, over) })
		if cutOff(closed, 1, 2*scaledLimit) {
			t.Errorf("%s: cut off before the limit", name)
		}
		close(over)
		client.Wait()
	}
}
