package upstream_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

func conflict(size int) string {
	return fmt.Sprintf("HTTP/1.1 409 Conflict\r\nContent-Length: %d\r\n\r\n%s", size, strings.Repeat("x", size))
}

// replaceErrors discards the bodies of n errors and returns how many
// connections they took.
func replaceErrors(t *testing.T, n int, answer string, discard func(io.Reader)) int {
	t.Helper()
	s := rawserver.Start(t, rawserver.Reply(answer))
	client := newClient(t, upstream.Options{URL: s.URL()})
	for range n {
		res, err := get(t, client)
		if err != nil {
			t.Fatal(err)
		}
		discard(res.Body)
		upstream.Discard(res)
	}

	return s.Connections()
}

// Not parallel: net/http gives a connection up whose request was not seen to be
// written within 50 ms, and Discard after 100 ms.
func TestAThousandReplacedErrorsTakeOneConnection(t *testing.T) {
	unread := func(io.Reader) {}
	if n := replaceErrors(t, 1000, conflict(300), unread); n != 1 {
		t.Errorf("1000 errors took %d connections, want 1", n)
	}
	if n := replaceErrors(t, 20, conflict(64<<10), unread); n != 1 {
		t.Errorf("20 errors of 64 KiB took %d connections, want 1", n)
	}
	if n := replaceErrors(t, 20, conflict(0), unread); n != 1 {
		t.Errorf("20 empty errors took %d connections, want 1", n)
	}
}

func TestABodyReadInPartIsDiscardedToo(t *testing.T) {
	t.Parallel()
	peek := func(r io.Reader) { _, _ = io.ReadFull(r, make([]byte, 100)) }
	if n := replaceErrors(t, 20, conflict(300), peek); n != 1 {
		t.Errorf("20 peeked errors took %d connections, want 1", n)
	}
}

func TestALargeOrEndlessBodyIsClosed(t *testing.T) {
	t.Parallel()
	unread := func(io.Reader) {}
	for name, answer := range map[string]string{
		"large":   conflict(64<<10 + 1),
		"unknown": "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
	} {
		if n := replaceErrors(t, 3, answer, unread); n != 3 {
			t.Errorf("%s: 3 errors took %d connections, want 3", name, n)
		}
	}
}

func TestAStalledBodyIsClosedInTime(t *testing.T) {
	t.Parallel()
	closed := make(chan struct{})
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		c.ReadRequest()
		c.Write("HTTP/1.1 409 Conflict\r\nContent-Length: 100\r\n\r\nx")
		c.AwaitClose()
		close(closed)
	})
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL()}))
	if err != nil {
		t.Fatal(err)
	}
	upstream.Discard(res)
	<-closed
}
