package listen_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// attacker speaks HTTP/2 frame by frame, and reads no answer for longer than a
// test may take.
type attacker struct {
	*http2.Framer
	conn    net.Conn
	block   bytes.Buffer
	encoder *hpack.Encoder
	ended   chan struct{} // closed when the server has closed the connection
}

func attack(t *testing.T, address string) *attacker {
	t.Helper()
	conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	a := &attacker{Framer: http2.NewFramer(conn, conn), conn: conn, ended: make(chan struct{})}
	a.encoder = hpack.NewEncoder(&a.block)
	if _, err := io.WriteString(conn, http2.ClientPreface); err != nil {
		t.Fatal(err)
	}
	if err := a.WriteSettings(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(a.ended)
		_, _ = io.Copy(io.Discard, conn)
	}()
	t.Cleanup(func() {
		_ = conn.Close()
		<-a.ended
	})
	return a
}

// headers encodes a GET with more fields, given as name, value, …
func (a *attacker) headers(fields ...string) []byte {
	a.block.Reset()
	all := append([]string{":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/"}, fields...)
	for i := 0; i < len(all); i += 2 {
		_ = a.encoder.WriteField(hpack.HeaderField{Name: all[i], Value: all[i+1]})
	}
	return a.block.Bytes()
}

// floods are attacks that cost their sender little. Each writes until the
// server closes the connection or the flood is over.
var floods = map[string]func(a *attacker) error{
	"rapid reset": func(a *attacker) error {
		for i := range uint32(10_000) {
			id := 2*i + 1
			if err := a.WriteHeaders(http2.HeadersFrameParam{StreamID: id, BlockFragment: a.headers(), EndStream: true, EndHeaders: true}); err != nil {
				return err
			}
			if err := a.WriteRSTStream(id, http2.ErrCodeCancel); err != nil {
				return err
			}
		}
		return nil
	},
	"continuation": func(a *attacker) error {
		if err := a.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: a.headers()}); err != nil {
			return err
		}
		for range 10_000 {
			a.block.Reset()
			_ = a.encoder.WriteField(hpack.HeaderField{Name: "x", Value: strings.Repeat("y", 1000), Sensitive: true})
			if err := a.WriteContinuation(1, false, a.block.Bytes()); err != nil {
				return err
			}
		}
		return nil
	},
	"HPACK bomb": func(a *attacker) error {
		fields := make([]string, 0, 8000)
		for range 4000 {
			fields = append(fields, "x", strings.Repeat("y", 3900))
		}
		block := a.headers(fields...)
		first := block[:min(len(block), 16_000)]
		if err := a.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: first, EndStream: true, EndHeaders: len(block) == len(first)}); err != nil {
			return err
		}
		return nil
	},
	"settings churn": func(a *attacker) error {
		for i := range uint32(10_000) {
			err := a.WriteSettings(
				http2.Setting{ID: http2.SettingHeaderTableSize, Val: i % 8192},
				http2.Setting{ID: http2.SettingInitialWindowSize, Val: i % 65536},
			)
			if err != nil {
				return err
			}
		}
		return nil
	},
	"ping": func(a *attacker) error {
		for range 20_000 {
			if err := a.WritePing(false, [8]byte{}); err != nil {
				return err
			}
		}
		return nil
	},
	"made you reset": func(a *attacker) error {
		for i := range uint32(5000) {
			id := 2*i + 1
			if err := a.WriteHeaders(http2.HeadersFrameParam{StreamID: id, BlockFragment: a.headers(), EndHeaders: true}); err != nil {
				return err
			}
			if err := a.WriteWindowUpdate(id, 1<<31-1); err != nil { // overflows the window of the stream
				return err
			}
		}
		return nil
	},
}

// counting is a handler that never answers but at /live, and counts how many
// requests it holds at a time.
type counting struct {
	active, most atomic.Int64
	left         chan struct{} // told when a handler has ended, unless told already
}

func newCounting() *counting { return &counting{left: make(chan struct{}, 1)} }

func (c *counting) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/live" {
		return
	}
	c.enter()
	defer c.leave()
	<-r.Context().Done()
}

func (c *counting) enter() {
	n := c.active.Add(1)
	for old := c.most.Load(); n > old && !c.most.CompareAndSwap(old, n); old = c.most.Load() {
	}
}

func (c *counting) leave() {
	c.active.Add(-1)
	select {
	case c.left <- struct{}{}:
	default:
	}
}

// wantNone waits until every handler has ended, as they must when their
// connection is gone.
func (c *counting) wantNone(t *testing.T) {
	t.Helper()
	late := time.NewTimer(5 * time.Second)
	defer late.Stop()
	for c.active.Load() > 0 {
		select {
		case <-c.left:
		case <-late.C:
			t.Errorf("%d handlers are left after the flood", c.active.Load())
			return
		}
	}
}

func TestFloodsOfHTTP2DoNotHurtOthers(t *testing.T) {
	for name, flood := range floods {
		t.Run(name, func(t *testing.T) {
			held := newCounting()
			address := startTLS(t, held)
			a := attack(t, address)
			done := make(chan struct{})
			go func() {
				defer close(done)
				_ = flood(a) // it fails when the server has had enough
			}()
			served := liveWhile(t, "https://"+address+"/live", done)
			_ = a.conn.Close()
			<-a.ended
			if n := held.most.Load(); n > 100 {
				t.Errorf("%d handlers at a time, want at most 100", n)
			}
			held.wantNone(t)
			t.Log(served)
			if served.hurt() {
				t.Errorf("beside the flood: %v", served)
			}
		})
	}
}
