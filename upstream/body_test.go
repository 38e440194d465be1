package upstream_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

func readAll(t *testing.T, res *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("read the body: %v", err)
	}

	return string(body)
}

// A body where none is allowed is dropped, and the next request gets its own
// answer on a connection of its own.
func TestABodyThatIsNotAllowedNeverReachesTheNextRequest(t *testing.T) {
	t.Parallel()
	const poison = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
	for name, c := range map[string]struct{ method, answer string }{
		"HEAD with a body":              {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 46\r\n\r\n" + poison},
		"204 with an announced body":    {"GET", "HTTP/1.1 204 No Content\r\nContent-Length: 46\r\n\r\n" + poison},
		"204 with a chunked body":       {"GET", "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n" + poison},
		"204 with a silent body":        {"GET", "HTTP/1.1 204 No Content\r\n\r\n" + poison},
		"304 with a body":               {"GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 46\r\n\r\n" + poison},
		"304 with bare line feeds":      {"GET", "HTTP/1.1 304 Not Modified\n\n" + poison},
		"HEAD after 103":                {"HEAD", "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 404 No\r\n\r\n" + poison},
		"204 whose body is never sent":  {"GET", "HTTP/1.1 204 No Content\r\nContent-Length: 46\r\n\r\n"},
		"204 with a body of many bytes": {"GET", "HTTP/1.1 204 No Content\r\n\r\n" + poison + poison + poison},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, rawserver.Reply(c.answer))
			client := newClient(t, upstream.Options{URL: s.URL()})
			const rounds = 20
			for range rounds {
				res, err := client.RoundTrip(newRequest(t, c.method, "/", ""))
				if err != nil {
					t.Fatal(err)
				}
				if body := readAll(t, res); body != "" || res.StatusCode == http.StatusOK && c.method == "GET" {
					t.Fatalf("got %d with body %q", res.StatusCode, body)
				}
			}
			if n := s.Connections(); n != rounds {
				t.Errorf("%d connections for %d answers with a forbidden body, want one each", n, rounds)
			}
		})
	}
}

// The negative control of the guard: what it must not touch.
func TestProperAnswersWithoutABodyKeepTheirConnection(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ method, answer string }{
		"HEAD":               {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 46\r\n\r\n"},
		"HEAD of chunks":     {"HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"},
		"204":                {"GET", "HTTP/1.1 204 No Content\r\n\r\n"},
		"204 with length 0":  {"GET", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"},
		"304":                {"GET", "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nContent-Length: 46\r\n\r\n"},
		"304 after 103":      {"GET", "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 304 Not Modified\r\n\r\n"},
		"200 with a body":    {"GET", "HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\nHTTP/1.1 204 no\r\n\r\nmore"},
		"chunks":             {"GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n0\r\n\r\n"},
		"a 409 of length 0":  {"GET", "HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n"},
		"length said twice":  {"GET", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"},
		"HEAD answering 304": {"HEAD", "HTTP/1.1 304 Not Modified\r\nContent-Length: 46\r\n\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, rawserver.Reply(c.answer))
			client := newClient(t, upstream.Options{URL: s.URL()})
			for range 20 {
				res, err := client.RoundTrip(newRequest(t, c.method, "/", ""))
				if err != nil {
					t.Fatal(err)
				}
				readAll(t, res)
				_ = res.Body.Close()
			}
			if n := s.Connections(); n != 1 {
				t.Errorf("%d connections for 20 proper answers, want 1", n)
			}
		})
	}
}

func TestCodingWinsOverLengthAndEndsTheConnection(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(
		"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))
	client := newClient(t, upstream.Options{URL: s.URL()})
	for range 3 {
		res, err := get(t, client)
		if err != nil {
			t.Fatal(err)
		}
		if body := readAll(t, res); body != "hello" || res.Header.Get("Content-Length") != "" {
			t.Errorf("body %q, Content-Length %q, want hello and none", body, res.Header.Get("Content-Length"))
		}
	}
	if n := s.Connections(); n != 3 {
		t.Errorf("%d connections for 3 ambiguous answers, want 3", n)
	}
}

func TestABodyThatEndsShortIsAnErrorForItsReader(t *testing.T) {
	t.Parallel()
	reset := func(c *rawserver.Conn) {
		c.ReadRequest()
		c.Write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
		c.Stall()
		c.Reset()
	}
	coding := want{"http_response_transfer_coding", "protocol", 502, ""}
	short := want{"http_response_incomplete", "reset", 502, ""}
	for name, c := range map[string]struct {
		script rawserver.Script
		want   want
		short  bool
	}{
		"cut length":           {rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"), short, true},
		"cut chunk":            {rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello"), short, true},
		"no last chunk":        {rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), short, true},
		"reset":                {reset, short, false},
		"chunk of no number":   {rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello"), coding, false},
		"chunk of huge size":   {rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11112222333344445\r\nhello"), coding, false},
		"chunk without an end": {rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n"), coding, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, c.script)
			res, err := get(t, newClient(t, upstream.Options{URL: s.URL()}))
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			s.Release()

			_, err = io.ReadAll(res.Body)
			if err == nil {
				t.Fatal("the body ended cleanly, want an error")
			}
			if got := errors.Is(err, io.ErrUnexpectedEOF); got != c.short {
				t.Errorf("read error %v, is io.ErrUnexpectedEOF: %v, want %v", err, got, c.short)
			}
			c.want.check(t, nil, upstream.BodyFailure(err))
		})
	}
}

func TestADeadlineWhileTheBodyIsReadIsAReadTimeout(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		c.ReadRequest()
		c.Write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
		c.Stall()
	})
	ctx, cancel := context.WithTimeout(t.Context(), short)
	defer cancel()
	res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(newRequest(t, "GET", "/", "").WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()

	_, err = io.ReadAll(res.Body)
	want{"connection_read_timeout", "timeout", 504, ""}.check(t, nil, upstream.BodyFailure(err))
}
