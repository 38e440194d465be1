package handlers_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
)

// rawAsk writes bytes to an edge and returns the answer.
func rawAsk(t *testing.T, edge, raw string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(edge, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(conn, raw); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// arriving sends raw bytes through an edge and returns what the site's server
// got, as text.
func arriving(t *testing.T, raw string) string {
	t.Helper()
	srv := rawserver.Start(t, rawserver.Reply("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
	res := rawAsk(t, startEdge(t, srv.URL()), raw)
	_ = res.Body.Close()
	requests := srv.Requests()
	if len(requests) != 1 {
		t.Fatalf("%d requests arrived, want 1; the answer was %s", len(requests), res.Status)
	}
	return requests[0].Head + requests[0].Body
}

func TestTheRequestLineArrivesAsSent(t *testing.T) {
	for _, target := range []string{
		"/a?a=%2F&b=1;2&c=%zz", "/a%2Fb/../c//d/%2e%2e/", "/a;b=c?x", "//double", "/?", "/a?" + strings.Repeat("a=1&", 11000), "/%E4%F6",
	} {
		for _, method := range []string{"GET", "PURGE", "PROPFIND", "QUERY", "FOO"} {
			got := arriving(t, method+" "+target+" HTTP/1.1\r\nHost: shop.example\r\n\r\n")
			if want := method + " " + target + " HTTP/1.1\r\n"; !strings.HasPrefix(got, want) {
				t.Errorf("got %.80q, want %.80q", got, want)
			}
			if !strings.Contains(got, "\r\nHost: shop.example\r\n") {
				t.Errorf("the host is lost: %.200q", got)
			}
		}
	}
}

func TestWhatMustNotReachTheServerIsTakenOut(t *testing.T) {
	got := arriving(t, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"+
		"Transfer_Encoding: chunked\r\nContent_Length: 3\r\nX_Any: 1\r\n"+
		"Forwarded: for=1.2.3.4\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Host: evil\r\nX-Forwarded-Port: 1\r\nX-Real-IP: 1.2.3.4\r\n"+
		"Connection: upgrade, X-Forwarded-For, HTTP2-Settings, X-Mine\r\nX-Mine: 1\r\n"+
		"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nProxy-Authorization: Basic x\r\nTE: gzip\r\n\r\nhi")
	for _, gone := range []string{
		"_", "1.2.3.4", "evil", "X-Forwarded-Port", "X-Real-Ip", "Forwarded: for", "h2c", "Http2-Settings", "X-Mine", "Proxy-Auth", "Upgrade", "Te:",
	} {
		if strings.Contains(got, gone) {
			t.Errorf("%q arrived:\n%s", gone, got)
		}
	}
	for _, there := range []string{
		"X-Forwarded-For: 127.0.0.1\r\n", "X-Forwarded-Host: a\r\n", "X-Forwarded-Proto: http\r\n", "Via: 1.1 signpost\r\n", "X-Request-Id: ", "\r\n\r\nhi",
	} {
		if !strings.Contains(got, there) {
			t.Errorf("%q did not arrive:\n%s", there, got)
		}
	}
}

func TestTheRequestIDIsKeptOnlyWhenItIsPlain(t *testing.T) {
	for sent, kept := range map[string]bool{
		"abc-123_4.5": true, "0193a1f2-6c1e-7c55-9d0b-3a3c1b6f2e10": true, strings.Repeat("a", 64): true,
		strings.Repeat("a", 65): false, "a b": false, "<script>": false, "ä": false,
	} {
		got := arriving(t, "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: "+sent+"\r\n\r\n")
		if strings.Contains(got, "X-Request-Id: "+sent+"\r\n") != kept {
			t.Errorf("id %q, want it kept: %t\n%s", sent, kept, got)
		}
	}
}

func TestAWebSocketHandshakeKeepsItsUpgrade(t *testing.T) {
	got := arriving(t, "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	if !strings.Contains(got, "Upgrade: websocket\r\n") || !strings.Contains(got, "Connection: Upgrade\r\n") {
		t.Errorf("got %s", got)
	}
}

func TestExpectContinueGetsOneInterimAndOneFinalAnswer(t *testing.T) {
	edge := startEdge(t, failing(t))
	conn, err := net.Dial("tcp", strings.TrimPrefix(edge, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprint(conn, "PUT /put HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
	in := bufio.NewReader(conn)
	if line, err := in.ReadString('\n'); err != nil || line != "HTTP/1.1 100 Continue\r\n" {
		t.Fatalf("interim answer %q, %v", line, err)
	}
	fmt.Fprint(conn, "hello")
	_, _ = in.ReadString('\n')
	if line, err := in.ReadString('\n'); err != nil || line != "HTTP/1.1 200 OK\r\n" {
		t.Fatalf("final answer %q, %v", line, err)
	}
}

func TestEarlyHintsPassAndAreLimited(t *testing.T) {
	hint := "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
	edge := startEdge(t, rawserver.Start(t, rawserver.Reply(strings.Repeat(hint, 20)+"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")).URL())
	for proto, want := range map[string]int{"HTTP/1.1": 8, "HTTP/1.0": 0} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(edge, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		fmt.Fprintf(conn, "GET / %s\r\nHost: a\r\nConnection: close\r\n\r\n", proto)
		all, _ := io.ReadAll(conn)
		_ = conn.Close()
		if got := strings.Count(string(all), " 103 Early Hints"); got != want || !strings.HasSuffix(string(all), "ok") {
			t.Errorf("%s: %d hints, want %d: %.300q", proto, got, want, all)
		}
	}
}
