package handlers_test

import (
	"bufio"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
)

const shortPace = 100 * time.Millisecond

func paced(h http.HandlerFunc) http.Handler { return handlers.Pacing(shortPace)(h) }

func TestAClientThatStopsSendingIsGivenUp(t *testing.T) {
	failed := make(chan error, 1)
	edge := serve(t, paced(func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		failed <- err
	}))
	conn := dialRaw(t, edge)
	fmt.Fprint(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nstart")
	if err := <-failed; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("reading ended with %v, want a passed deadline", err)
	}
}

func TestAClientThatStopsReadingIsGivenUp(t *testing.T) {
	failed := make(chan error, 1)
	edge := serve(t, paced(func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 1<<20)
		for {
			if _, err := w.Write(block); err != nil {
				failed <- err
				return
			}
		}
	}))
	fmt.Fprint(dialRaw(t, edge), "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	if err := <-failed; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("writing ended with %v, want a passed deadline", err)
	}
}

// A server that thinks longer than the pace, before and within its answer, is
// no slow client; nor is a connection that is used again.
func TestAPauseOfTheServerIsNotTheClientsFault(t *testing.T) {
	h := paced(func(w http.ResponseWriter, r *http.Request) {
		first := make([]byte, 1)
		_, _ = io.ReadFull(r.Body, first)
		pause(t)
		rest, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("read on after a pause: %v", err)
		}
		pause(t)
		_, _ = io.WriteString(w, "one ")
		_ = http.NewResponseController(w).Flush()
		pause(t)
		_, err = fmt.Fprint(w, len(rest))
		if err != nil || r.Context().Err() != nil {
			t.Errorf("write on after a pause: %v, %v", err, r.Context().Err())
		}
	})
	srv := startTLSEdge(t, h)
	for name, client := range map[string]*http.Client{
		"HTTP/1": {Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}},
		"HTTP/2": {Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true}},
	} {
		for range 2 {
			req, err := http.NewRequestWithContext(t.Context(), "POST", srv.URL, io.LimitReader(zeros{}, 5000))
			if err != nil {
				t.Fatal(err)
			}
			if e := do(t, client, req); e.body != "one 4999" {
				t.Errorf("%s: %q", name, e.body)
			}
		}
		client.CloseIdleConnections()
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// pause lets more time pass than the pace allows for a piece of a body: that
// is the event under test.
func pause(t *testing.T) {
	t.Helper()
	timer := time.NewTimer(2 * shortPace)
	defer timer.Stop()
	<-timer.C
}

func TestAPacedConnectionServesTheNextRequest(t *testing.T) {
	edge := serve(t, paced(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	conn := dialRaw(t, edge)
	in := bufio.NewReader(conn)
	for range 3 {
		fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(res.Body); string(b) != "ok" || err != nil {
			t.Fatalf("%q, %v", b, err)
		}
		pause(t)
	}
}
