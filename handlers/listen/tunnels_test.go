package listen_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

// socketSite answers each message with itself, and waits for more.
func socketSite(t *testing.T) *url.URL {
	t.Helper()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		c.SetReadLimit(-1)
		for {
			kind, message, err := c.Read(r.Context())
			if err != nil {
				return
			}
			if err := c.Write(r.Context(), kind, message); err != nil {
				return
			}
		}
	}))
	t.Cleanup(site.Close)
	u, err := url.Parse(site.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// startServer serves h, and returns its address. It is closed with the test.
func startServer(t *testing.T, h http.Handler) (*listen.Server, string) {
	t.Helper()
	l := open(t, "127.0.0.1:0")
	srv := listen.NewServer(h, listen.Options{})
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	t.Cleanup(func() {
		_ = srv.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("Serve ended with %v", err)
		}
	})
	return srv, "http://" + l.Addr().String()
}

func socketTo(t *testing.T, address string) *websocket.Conn {
	t.Helper()
	c, _, err := websocket.Dial(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.CloseNow() })
	c.SetReadLimit(-1)
	return c
}

func echo(t *testing.T, c *websocket.Conn, message string) {
	t.Helper()
	if err := c.Write(t.Context(), websocket.MessageText, []byte(message)); err != nil {
		t.Fatal(err)
	}
	_, got, err := c.Read(t.Context())
	if err != nil || string(got) != message {
		t.Fatalf("echo of %d bytes: %d bytes, %v", len(message), len(got), err)
	}
}

func TestWebSocketsAreCountedAndAskedToLeave(t *testing.T) {
	srv, address := startServer(t, httputil.NewSingleHostReverseProxy(socketSite(t)))
	var clients []*websocket.Conn
	for range 20 {
		c := socketTo(t, address)
		echo(t, c, "hello")
		echo(t, c, strings.Repeat("x", 70_000))
		clients = append(clients, c)
	}
	if n := srv.Tunnels(); n != 20 {
		t.Errorf("%d tunnels, want 20", n)
	}
	down := make(chan error, 1)
	go func() { down <- srv.Shutdown(t.Context()) }()
	for _, c := range clients {
		if _, _, err := c.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusGoingAway {
			t.Errorf("a socket ended with %v, want 1001", err)
		}
	}
	if err := <-down; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	if n := srv.Tunnels(); n != 0 {
		t.Errorf("%d tunnels are left", n)
	}
}

func TestASocketThatLeftByItselfIsNotCounted(t *testing.T) {
	srv, address := startServer(t, httputil.NewSingleHostReverseProxy(socketSite(t)))
	c := socketTo(t, address)
	echo(t, c, "hello")
	_ = c.Close(websocket.StatusNormalClosure, "")
	if err := srv.Shutdown(t.Context()); err != nil || srv.Tunnels() != 0 {
		t.Errorf("Shutdown: %v, %d tunnels", err, srv.Tunnels())
	}
}

// A client that never answers is cut off when the grace is over.
func TestATunnelThatStaysIsCutOff(t *testing.T) {
	srv, address := startServer(t, httputil.NewSingleHostReverseProxy(socketSite(t)))
	conn := handshake(t, address)
	grace, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := srv.Shutdown(grace); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown: %v", err)
	}
	rest, err := io.ReadAll(conn)
	if err != nil || string(rest) != listen.GoingAway {
		t.Errorf("the client got %q, %v, want one close frame", rest, err)
	}
}

// handshake opens a WebSocket by hand and reads the head of the answer.
func handshake(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	head := make([]byte, 0, 1024)
	for !strings.HasSuffix(string(head), "\r\n\r\n") {
		b := make([]byte, 1)
		if _, err := conn.Read(b); err != nil {
			t.Fatal(err)
		}
		head = append(head, b...)
	}
	return conn
}

// A site that is in the middle of a long frame finishes it first, and is not
// heard after the close frame.
func TestTheCloseFrameWaitsForTheFrameUnderWay(t *testing.T) {
	client, server := net.Pipe()
	tunnel := listen.NewTunnel(server)
	go func() {
		_, _ = io.WriteString(tunnel, "\x82\x05he")
		listen.AskToLeave(tunnel)
		_, _ = io.WriteString(tunnel, "llo\x82\x01!")
		_, _ = io.WriteString(tunnel, "\x82\x01!")
		_ = tunnel.Close()
	}()
	got, err := io.ReadAll(client)
	if want := "\x82\x05hello" + listen.GoingAway; err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestFramesAreFollowedHoweverTheyArriveInPieces(t *testing.T) {
	parts := []string{
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
		"\x81\x05hello", "\x89\x00", "\x82\x7e\x01\x00" + strings.Repeat("a", 256),
		"\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00" + strings.Repeat("b", 65536), "\x81\x83abcdxyz", "\x88\x02\x03\xe8",
	}
	var want []int
	total := 0
	for _, p := range parts {
		total += len(p)
		want = append(want, total)
	}
	all := strings.Join(parts, "")
	for _, size := range []int{1, 2, 3, 7, 100, 4096, len(all)} {
		var pieces []string
		for piece := range slices.Chunk([]byte(all), size) {
			pieces = append(pieces, string(piece))
		}
		if got := listen.Boundaries(pieces); !slices.Equal(got, want) {
			t.Errorf("in pieces of %d: %v, want %v", size, got, want)
		}
	}
}
