package upstream_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// dying answers the first request of the first connection, and ends that
// connection at its second request. Later connections answer.
func dying(t *testing.T) *rawserver.Server {
	t.Helper()
	first := make(chan struct{}, 1)
	first <- struct{}{}

	return rawserver.Start(t, func(c *rawserver.Conn) {
		select {
		case <-first:
			c.ReadRequest()
			c.Write(noContent)
			c.ReadRequest()
		default:
			rawserver.Reply(noContent)(c)
		}
	})
}

func TestOnlyPlainReadsMoveToAFreshConnection(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		method, body, key string
		sent              int
	}{
		"GET":                      {"GET", "", "", 2},
		"HEAD":                     {"HEAD", "", "", 2},
		"GET with a body":          {"GET", "x", "", 1},
		"POST":                     {"POST", "x", "", 1},
		"POST without a body":      {"POST", "", "", 1},
		"POST with a key":          {"POST", "x", "Idempotency-Key", 1},
		"bodyless POST with a key": {"POST", "", "Idempotency-Key", 1},
		"bodyless POST, older key": {"POST", "", "X-Idempotency-Key", 1},
		"DELETE with a key":        {"DELETE", "", "Idempotency-Key", 1},
		"PUT that can be rewound":  {"PUT", "rewind", "Idempotency-Key", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := dying(t)
			client := newClient(t, upstream.Options{URL: s.URL()})
			res, err := get(t, client)
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()

			res, err = client.RoundTrip(keyed(t, c.method, c.body, c.key))
			if c.sent == 2 && err == nil {
				_ = res.Body.Close()
			} else {
				wantTerminated.check(t, res, err)
			}
			if sent := len(s.Requests()) - 1; sent != c.sent {
				t.Errorf("the request was sent %d times, want %d", sent, c.sent)
			}
		})
	}
}

func keyed(t *testing.T, method, body, key string) *http.Request {
	t.Helper()
	req := newRequest(t, method, "/", body)
	if body == "rewind" {
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(body))), nil }
	}
	if key != "" {
		req.Header.Set(key, "1")
	}

	return req
}

func TestAKeyArrivesAndAnEmptyPostStaysUnchunked(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(noContent))
	res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(keyed(t, "POST", "", "Idempotency-Key"))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()

	got := s.Requests()[0]
	if v := got.Values("Idempotency-Key"); len(v) != 1 || v[0] != "1" {
		t.Errorf("Idempotency-Key %q, want 1", v)
	}
	if v := got.Values("Content-Length"); len(v) != 1 || v[0] != "0" || len(got.Values("Transfer-Encoding")) > 0 {
		t.Errorf("request %q, want Content-Length: 0 and no chunks", got.Head)
	}
}
