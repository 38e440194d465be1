package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

func TestABinaryBodyIsExplained(t *testing.T) {
	answer := append([]byte("HTTP/1.1 409 Conflict\r\nContent-Type: text/html\r\n\r\n"), 0, 1, 2, 0xff, 0xfe, 0, 0x1b, '[', '2', 'J')
	var out, log bytes.Buffer
	code := run(t.Context(), []string{"explain"}, streams{bytes.NewReader(answer), &out, &log})
	if code != exitFine || log.Len() > 0 || !strings.Contains(out.String(), "opaque -> pass") {
		t.Errorf("exit %d, stderr %q, stdout %q", code, log.String(), out.String())
	}
	if strings.ContainsAny(out.String(), "\x00\x1b") {
		t.Errorf("control characters reached the terminal: %q", out.String())
	}
}

func TestAnUnreachableServerGivesAPage(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	edge := startEdge(t, closed.URL)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, edge+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "text/html")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusBadGateway || !bytes.Contains(page, []byte("<h1>")) ||
		res.Header.Get("Proxy-Status") != "signpost; error=connection_refused" {
		t.Errorf("got %s, Proxy-Status %q\n%s", res.Status, res.Header.Get("Proxy-Status"), page)
	}
}

// A client that sends 20 MB of header is told so long before the end.
func TestAHeaderOf20MBIsRefused(t *testing.T) {
	site := httptest.NewServer(testsite.Failing())
	defer site.Close()
	conn, err := net.Dial("tcp", strings.TrimPrefix(startEdge(t, site.URL), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: library.example\r\n")
		line := "X-Padding: " + strings.Repeat("a", 1<<12) + "\r\n"
		for sent := 0; sent < 20<<20; sent += len(line) {
			if _, err := io.WriteString(conn, line); err != nil {
				return // the edge has hung up, as it should
			}
		}
	}()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("got %s, want 431", res.Status)
	}
}
