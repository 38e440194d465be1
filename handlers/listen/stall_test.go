package listen_test

import (
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// stallingEdge is an edge with scaled limits in front of a site that reports
// how each large answer ended.
func stallingEdge(t *testing.T, inFlight int, site http.Handler) http.Handler {
	t.Helper()
	_, address := startServer(t, site)
	client, err := upstream.New(upstream.Options{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.(interface{ CloseIdleConnections() }).CloseIdleConnections)
	edge, err := handlers.New(handlers.Options{
		Sites: []handlers.Site{{Upstream: client}}, BodyStall: scaledLimit, InFlight: inFlight,
	})
	if err != nil {
		t.Fatal(err)
	}
	return edge
}

// A client that never opens its window holds streams, until the time for a
// piece of an answer is over: then the site's server is rid of it.
func TestAWindowThatStaysShutEndsTheStream(t *testing.T) {
	const streams = 50
	ended := make(chan error, streams)
	address := startTLS(t, stallingEdge(t, 0, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/live" {
			return
		}
		block := make([]byte, 64<<10)
		for {
			if _, err := w.Write(block); err != nil {
				ended <- err
				return
			}
		}
	})))
	a := attack(t, address)
	if err := a.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 0}); err != nil {
		t.Fatal(err)
	}
	for i := range uint32(streams) {
		err := a.WriteHeaders(http2.HeadersFrameParam{StreamID: 2*i + 1, BlockFragment: a.headers(), EndStream: true, EndHeaders: true})
		if err != nil {
			t.Fatal(err)
		}
	}
	all := make(chan struct{})
	go func() {
		defer close(all)
		late := time.NewTimer(slowTime)
		defer late.Stop()
		for i := range streams {
			select {
			case <-ended:
			case <-late.C:
				t.Errorf("%d of %d streams are still held", streams-i, streams)
				return
			}
		}
	}()
	served := liveWhile(t, "https://"+address+"/live", all)
	t.Log(served)
	if served.hurt() {
		t.Errorf("beside shut windows: %v", served)
	}
}

// Many connections with many streams, each of which sends a little of its body,
// are shed beyond the requests in flight, and end by the pace.
func TestManyConnectionsWithManyStreamsAreShedAndEnded(t *testing.T) {
	const connections, streams, inFlight = 20, 50, 200
	held := newCounting()
	site := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		held.enter()
		defer held.leave()
		_, _ = io.Copy(io.Discard, r.Body) // while it reads, it learns that the client is gone
	})
	address := startTLS(t, stallingEdge(t, inFlight, site))
	var attackers []*attacker
	for range connections {
		a := attack(t, address)
		attackers = append(attackers, a)
		for i := range uint32(streams) {
			id := 2*i + 1
			if err := a.WriteHeaders(http2.HeadersFrameParam{StreamID: id, BlockFragment: a.headers("content-length", "100000"), EndHeaders: true}); err != nil {
				t.Fatal(err)
			}
			if err := a.WriteData(id, false, []byte("x")); err != nil {
				t.Fatal(err)
			}
		}
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		time.AfterFunc(2*scaledLimit, func() {
			for _, a := range attackers {
				_ = a.conn.Close()
			}
		})
		for _, a := range attackers {
			<-a.ended
		}
	}()
	served := liveWhile(t, "https://"+address+"/live", over)
	t.Log(served)
	if n := held.most.Load(); n > inFlight {
		t.Errorf("%d requests at the server at a time, want at most %d", n, inFlight)
	}
	held.wantNone(t)
	if served.late() {
		t.Errorf("beside %d streams: %v", connections*streams, served)
	}
}

// The time for a header counts for the preface too, on a port with and without
// TLS.
func TestAPrefaceThatIsNeverCompletedIsCutOff(t *testing.T) {
	for name, begin := range map[string]string{
		"cleartext HTTP/2": http2.ClientPreface[:10], "no HTTP/2": "GE", "nothing": "",
	} {
		for _, h2c := range []bool{false, true} {
			l := open(t, "127.0.0.1:0")
			srv := listen.NewServer(hello, listen.Options{H2C: h2c, Limits: listen.Limits{HeaderTimeout: scaledLimit}})
			done := make(chan error, 1)
			go func() { done <- srv.Serve(l) }()
			conn, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			_ = conn.SetDeadline(time.Now().Add(slowTime))
			_, _ = io.WriteString(conn, begin)
			if _, err := io.Copy(io.Discard, conn); err != nil {
				t.Errorf("%s, h2c %t: %v", name, h2c, err)
			}
			_ = conn.Close()
			_ = srv.Close()
			<-done
		}
	}
}
