package endurance_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"
)

const uploads = 200

// The site's server learns of every client that has vanished, and nothing of
// them stays in the edge.
func TestUploadsWhoseClientsVanishLeaveNothingBehind(t *testing.T) {
	begun, broken := make(chan struct{}, uploads), make(chan error, uploads)
	site := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadFull(r.Body, make([]byte, 1)); err == nil {
			begun <- struct{}{}
		}
		_, err := io.Copy(io.Discard, r.Body)
		broken <- err
	}))
	t.Cleanup(site.Close)
	p := start(t, bounded(t, site.URL))
	base := p.number("go_goroutines")
	var clients []*wire
	for range uploads {
		c, err := dial(p.at)
		if err != nil {
			t.Fatal(err)
		}
		defer c.close()
		_, _ = io.WriteString(c.conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"+strings.Repeat("a", 50_000))
		clients = append(clients, c)
	}
	late := time.After(patience)
	for range uploads {
		select {
		case <-begun:
		case <-late:
			t.Fatal("an upload does not come to the site's server")
		}
	}
	if n := p.number("go_goroutines"); n < base+uploads {
		t.Errorf("%d goroutines during %d uploads, %d before: this sees nothing", n, uploads, base)
	}
	for _, c := range clients {
		c.close()
	}
	for range uploads {
		select {
		case err := <-broken:
			if err == nil {
				t.Error("the site's server takes half an upload for a whole one")
			}
		case <-late:
			t.Fatal("the site's server is not told that a client has left")
		}
	}
	for end := time.Now().Add(patience); p.number("go_goroutines") > base+uploads/10; {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines, %d before", p.number("go_goroutines"), base)
		}
	}
	p.stop()
}

func (p *process) number(metric string) int {
	p.t.Helper()
	n, err := strconv.Atoi(p.metric(metric))
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// The end waits for downloads that have begun; sockets are asked to leave.
func TestTheEndCutsNoDownloadAndAsksSocketsToLeave(t *testing.T) {
	const downloads, sockets, half = 50, 5, 64 << 10
	goOn := make(chan struct{})
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/socket" {
			if c, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true}); err == nil {
				_, _, _ = c.Read(r.Context())
			}
			return
		}
		w.Header().Set("Content-Length", strconv.Itoa(2*half))
		_, _ = io.WriteString(w, strings.Repeat("a", half))
		_ = http.NewResponseController(w).Flush()
		<-goOn
		_, _ = io.WriteString(w, strings.Repeat("b", half))
	}))
	t.Cleanup(site.Close)
	release := sync.OnceFunc(func() { close(goOn) })
	t.Cleanup(release)
	p := start(t, bounded(t, site.URL))

	ends, began := make(chan error, downloads), make(chan struct{}, downloads)
	for range downloads {
		go func() { ends <- download(p.at, half, began) }()
	}
	for range downloads {
		select {
		case <-began:
		case err := <-ends:
			t.Fatalf("a download ended early: %v", err)
		}
	}
	var open []*websocket.Conn
	for range sockets {
		c, _, err := websocket.Dial(t.Context(), "http://"+p.at+"/socket", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.CloseNow() }()
		open = append(open, c)
	}
	p.signal(syscall.SIGTERM)
	p.await("draining", 0)
	for _, c := range open {
		if _, _, err := c.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusGoingAway {
			t.Errorf("a socket ended with %v, want 1001", err)
		}
	}
	release()
	for range downloads {
		if err := <-ends; err != nil {
			t.Error(err)
		}
	}
	if state := p.end(); !state.Success() {
		t.Errorf("the process ended with %v", state)
	}
}

// download says when the first half of an answer has come, and wants the other.
func download(at string, half int, began chan<- struct{}) error {
	c, err := dial(at)
	if err != nil {
		return err
	}
	defer c.close()
	_ = c.conn.SetDeadline(time.Now().Add(patience))
	_, _ = io.WriteString(c.conn, request(http.MethodGet, "a.example", "/download", "", ""))
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return err
	}
	body := make([]byte, 2*half)
	if _, err := io.ReadFull(res.Body, body[:half]); err != nil {
		return fmt.Errorf("the first half: %w", err)
	}
	began <- struct{}{}
	if _, err := io.ReadFull(res.Body, body[half:]); err != nil {
		return fmt.Errorf("the other half: %w", err)
	}
	if string(body) != strings.Repeat("a", half)+strings.Repeat("b", half) {
		return fmt.Errorf("%d bytes are not what was sent", len(body))
	}
	return nil
}
