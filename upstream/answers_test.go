package upstream_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

func TestEveryBrokenAnswerHasItsName(t *testing.T) {
	t.Parallel()
	const ok = "HTTP/1.1 200 OK\r\n"
	for name, c := range map[string]struct {
		answer string
		want   want
	}{
		"nothing before the end of the connection": {"", wantTerminated},
		"an end within the status line":            {"HTTP/1.1 2", wantTerminated},
		"an end within the header":                 {ok + "Content-Ty", wantTerminated},
		"a garbage status line":                    {"I am no web server\r\n\r\n", wantProtocol},
		"a status that is no number":               {"HTTP/1.1 two OK\r\n\r\n", wantProtocol},
		"an answer of another protocol":            {"SSH-2.0-OpenSSH_9.2\r\n", wantProtocol},
		"status 099":                               {"HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n", wantProtocol},
		"status 000":                               {"HTTP/1.1 000 None\r\nContent-Length: 0\r\n\r\n", wantProtocol},
		"status 600":                               {"HTTP/1.1 600 High\r\nContent-Length: 0\r\n\r\n", wantProtocol},
		"status 999":                               {"HTTP/1.1 999 High\r\nContent-Length: 0\r\n\r\n", wantProtocol},
		"status 1000":                              {"HTTP/1.1 1000 Long\r\nContent-Length: 0\r\n\r\n", wantProtocol},
		"status -10":                               {"HTTP/1.1 -10 Less\r\nContent-Length: 0\r\n\r\n", wantProtocol},
		"a field without a colon":                  {ok + "no colon here\r\n\r\n", wantProtocol},
		"a NUL in Location":                        {ok + "Location: /a\x00b\r\nContent-Length: 0\r\n\r\n", wantProtocol},
		"a CR in Set-Cookie":                       {ok + "Set-Cookie: a=b\rX: y\r\nContent-Length: 0\r\n\r\n", wantProtocol},
		"two different lengths":                    {ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", wantProtocol},
		"a negative length":                        {ok + "Content-Length: -1\r\n\r\n", wantProtocol},
		"an unknown transfer coding":               {ok + "Transfer-Encoding: cow\r\n\r\n", wantCoding},
		"two transfer codings":                     {ok + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", wantCoding},
		"a list of transfer codings":               {ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", wantCoding},
		"a header of 20 MB":                        {ok + strings.Repeat("X: "+strings.Repeat("x", 1020)+"\r\n", 20<<10) + "\r\n", wantHeaderSize},
		"one field of 20 MB":                       {ok + "X: " + strings.Repeat("x", 20<<20) + "\r\n\r\n", wantHeaderSize},
		"a switch of protocols unasked":            {"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", wantUpgrade},
		"a 101 that names no protocol":             {"HTTP/1.1 101 Switching Protocols\r\n\r\n", wantUpgrade},
		"size text quoted from the server":         {"net/http: server response headers exceeded 1\r\n\r\n", wantProtocol},
		"coding text quoted from the server":       {ok + "unsupported transfer encoding: x\x00\r\n\r\n", wantProtocol},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, rawserver.ReplyAndClose(c.answer))
			res, err := get(t, newClient(t, upstream.Options{URL: s.URL()}))
			c.want.check(t, res, err)
		})
	}
}

// The negative control of the table above: the same machinery, an answer
// without fault.
func TestAGoodAnswerIsNoFailure(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.ReplyAndClose("HTTP/1.1 599 Odd but legal\r\nContent-Length: 2\r\n\r\nhi"))
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL()}))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 599 {
		t.Errorf("status %d, want 599", res.StatusCode)
	}
}

func TestASwitchOfProtocolsMustMatchTheOffer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		asked, given string
		fails        bool
	}{
		"the same":                   {"websocket", "websocket", false},
		"the same in other letters":  {"websocket", "WebSocket", false},
		"one of several":             {"foo/2, websocket", "websocket", false},
		"another":                    {"websocket", "h2c", true},
		"none":                       {"websocket", "", true},
		"part of the word":           {"websocket", "web", true},
		"two where one was offered":  {"websocket", "websocket, h2c", true},
		"none offered, one answered": {"", "websocket", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, rawserver.ReplyAndClose(
				"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: "+c.given+"\r\n\r\n"))
			req := newRequest(t, http.MethodGet, "/", "")
			req.Header.Set("Connection", "Upgrade")
			req.Header.Set("Upgrade", c.asked)

			res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(req)
			if c.fails {
				wantUpgrade.check(t, res, err)

				return
			}
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
		})
	}
}

func TestATunnelCarriesBytesBothWays(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		c.ReadRequest()
		c.Write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nHTTP/1.1 204 no\r\n\r\n!")
		c.Write(c.Read(4))
	})
	req := newRequest(t, http.MethodGet, "/", "")
	req.Header.Set("Connection", "Upgrade")
	req.Header.Set("Upgrade", "echo")

	res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	tunnel, ok := res.Body.(interface{ Write([]byte) (int, error) })
	if !ok {
		t.Fatalf("the body of a switch is a %T, want one that can be written", res.Body)
	}
	if _, err := tunnel.Write([]byte("ping")); err != nil {
		t.Fatal(err)
	}
	if got := readAll(t, res); got != "HTTP/1.1 204 no\r\n\r\n!ping" {
		t.Errorf("read %q through the tunnel", got)
	}
}

func TestFieldsOf426And407StayInTheAnswer(t *testing.T) {
	t.Parallel()
	for answer, field := range map[string]string{
		"HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade\r\nUpgrade: TLS/1.0\r\nContent-Length: 0\r\n\r\n": "Upgrade",
		"HTTP/1.1 407 Proxy\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n":                          "Proxy-Authenticate",
	} {
		s := rawserver.Start(t, rawserver.Reply(answer))
		res, err := get(t, newClient(t, upstream.Options{URL: s.URL()}))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.Header.Get(field) == "" {
			t.Errorf("%s is missing in the answer %d", field, res.StatusCode)
		}
	}
}
