package handlers_test

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// broken is a server that gives no usable answer, and what visitors get then.
type broken struct {
	name      string
	script    rawserver.Script
	code      int
	errorType string // in Proxy-Status
	inBody    bool   // only seen by those who read the body
}

var brokenServers = []broken{
	{"garbage instead of a status line", rawserver.ReplyAndClose("SSH-2.0-OpenSSH\r\n\r\n"), 502, "http_protocol_error", false},
	{"a status below 100", rawserver.ReplyAndClose("HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n"), 502, "http_protocol_error", false},
	{"a status above 599", rawserver.ReplyAndClose("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"), 502, "http_protocol_error", false},
	{"an end before the status", func(c *rawserver.Conn) { c.ReadRequest() }, 502, "connection_terminated", false},
	{"a reset before the status", func(c *rawserver.Conn) { c.ReadRequest(); c.Reset() }, 502, "connection_terminated", false},
	{
		"an end right after the header",
		rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"), 502, "http_response_incomplete", true,
	},
	{
		"an end after a few bytes of a small body",
		rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello"), 502, "http_response_incomplete", true,
	},
	{
		"a cut chunk at once",
		rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"), 502, "http_response_incomplete", true,
	},
	{
		"an end in the body of an error",
		rawserver.ReplyAndClose("HTTP/1.1 409 Conflict\r\nContent-Length: 500\r\n\r\n{"), 502, "http_response_incomplete", true,
	},
	{
		"two lengths",
		rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"), 502, "http_protocol_error", false,
	},
	{
		"an unasked switch of protocols",
		rawserver.ReplyAndClose("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"), 502, "http_upgrade_failed", false,
	},
	{
		"a header of 20 MB",
		func(c *rawserver.Conn) {
			c.ReadRequest()
			c.Write("HTTP/1.1 200 OK\r\n")
			line := "X-Long: " + strings.Repeat("a", 1<<16) + "\r\n"
			for range 320 {
				c.Write(line)
			}
		},
		502, "http_response_header_section_size", false,
	},
}

func TestABrokenServerBecomesAPageForPeopleAndAProblemForPrograms(t *testing.T) {
	for _, b := range brokenServers {
		t.Run(b.name, func(t *testing.T) {
			edge := startEdge(t, rawserver.Start(t, b.script).URL())
			checkOwnError(t, edge, b.code, b.errorType, b.inBody)
		})
	}
}

func TestARefusedConnectionIs502(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	checkOwnError(t, startEdge(t, "http://"+l.Addr().String()), 502, "connection_refused", false)
}

func TestASilentServerIs504(t *testing.T) {
	client := newClient(t, upstream.Options{URL: rawserver.Start(t, rawserver.Hang).URL(), HeaderTimeout: 50 * time.Millisecond})
	checkOwnError(t, startEdgeOver(t, client), 504, "http_response_timeout", false)
}

func checkOwnError(t *testing.T, edge string, code int, errorType string, inBody bool) {
	t.Helper()
	for accept, contentType := range map[string]string{
		"text/html":        "text/html; charset=utf-8",
		"application/json": "application/problem+json",
		"application/xml":  "application/problem+xml",
		"text/markdown":    "text/markdown; charset=utf-8",
		"":                 "text/plain; charset=utf-8",
		"*/*":              "text/plain; charset=utf-8",
	} {
		for _, method := range []string{"GET", "HEAD"} {
			if inBody && method == "HEAD" {
				continue
			}
			e := ask(t, method, edge+"/x", "Accept", accept)
			if e.StatusCode != code || e.Header.Get("Content-Type") != contentType {
				t.Errorf("%s, Accept %q: %d %s, want %d %s", method, accept, e.StatusCode, e.Header.Get("Content-Type"), code, contentType)
			}
			if got, want := e.Header.Get("Proxy-Status"), "signpost; error="+errorType; got != want {
				t.Errorf("Proxy-Status %q, want %q", got, want)
			}
			length, _ := strconv.Atoi(e.Header.Get("Content-Length"))
			if length == 0 || method == "GET" && length != len(e.body) || method == "HEAD" && e.body != "" {
				t.Errorf("%s: length %d, %d bytes", method, length, len(e.body))
			}
			if e.Header.Get("Cache-Control") != "no-store" || e.Header.Get("X-Request-Id") == "" ||
				e.Header.Get("X-Robots-Tag") != "" || e.Header.Get("Retry-After") != "" {
				t.Errorf("header %v", e.Header)
			}
			if strings.Contains(e.body, "127.0.0.1") {
				t.Errorf("the body tells an address: %q", e.body)
			}
		}
	}
}

// After the first byte has left, an error must be visible: never a clean end.
func TestACutAnswerIsNeverEndedCleanly(t *testing.T) {
	long := strings.Repeat("a", 8<<10)
	for name, raw := range map[string]string{
		"a cut chunk":      fmt.Sprintf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n5\r\nhe", len(long), long),
		"a short length":   fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(long)+5, long),
		"a cut rich error": fmt.Sprintf("HTTP/1.1 404 Gone\r\nContent-Length: %d\r\n\r\n%s", len(long)+5, long),
	} {
		t.Run(name, func(t *testing.T) {
			edge := startEdge(t, rawserver.Start(t, rawserver.ReplyAndClose(raw)).URL())
			req, err := http.NewRequestWithContext(t.Context(), "GET", edge, nil)
			if err != nil {
				t.Fatal(err)
			}
			res, err := plain.Do(req)
			if err != nil {
				return // the connection ended before the header: visible
			}
			defer res.Body.Close()
			n, err := res.Body.Read(make([]byte, 64<<10))
			for err == nil {
				_, err = res.Body.Read(make([]byte, 64<<10))
			}
			if err.Error() == "EOF" {
				t.Errorf("a clean end after %d bytes", n)
			}
		})
	}
}

func TestASlowOrEndlessErrorBodyStillBecomesAPage(t *testing.T) {
	for name, script := range map[string]rawserver.Script{
		"a body that stalls": func(c *rawserver.Conn) {
			c.ReadRequest()
			c.Write("HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"error\":\"conflict\",")
			rawserver.Hang(c)
		},
		"a body without end": func(c *rawserver.Conn) {
			c.ReadRequest()
			c.Write("HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
			c.Write("d\r\n{\"error\":\"x\",\r\n")
			chunk := "1000\r\n" + strings.Repeat(" ", 4096) + "\r\n"
			for range 4 << 10 {
				c.Write(chunk)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			edge := startEdge(t, rawserver.Start(t, script).URL())
			start := time.Now()
			e := ask(t, "GET", edge, browser...)
			if e.StatusCode != 409 || e.Header.Get("Content-Type") != "text/html; charset=utf-8" || time.Since(start) > 5*time.Second {
				t.Errorf("%d %s after %s", e.StatusCode, e.Header.Get("Content-Type"), time.Since(start))
			}
		})
	}
}

func TestAHeaderTooLargeIs431(t *testing.T) {
	edge := startEdge(t, failing(t))
	e := ask(t, "GET", edge+"/echo", "X-Long", strings.Repeat("a", 100<<10))
	if e.StatusCode != 431 {
		t.Errorf("status %d, want 431", e.StatusCode)
	}
}
