package rawserver_test

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func dial(t *testing.T, s *rawserver.Server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })

	return conn
}

func send(t *testing.T, w io.Writer, raw string) {
	t.Helper()
	if _, err := io.WriteString(w, raw); err != nil {
		t.Fatal(err)
	}
}

func TestBytesOfAReplyArriveAsTheyAre(t *testing.T) {
	const odd = "HTTP/7 099\n\x00 no header at all"
	s := rawserver.Start(t, rawserver.ReplyAndClose(odd))
	conn := dial(t, s)
	send(t, conn, "GET / HTTP/1.1\r\n\r\n")

	got, err := io.ReadAll(conn)
	if err != nil || string(got) != odd {
		t.Errorf("read %q, %v, want %q", got, err, odd)
	}
}

func TestRequestsAreRecordedByteForByte(t *testing.T) {
	s := rawserver.Start(t, rawserver.Reply("ok\n"))
	conn := dial(t, s)
	in := bufio.NewReader(conn)

	plain := "PUT /a?b=%zz;1 HTTP/1.1\r\nhost: h\r\nX: 1\r\nx:  2 \r\nContent-Length: 3\r\n\r\n"
	chunked := "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
	send(t, conn, plain+"abc")
	answer(t, in)
	send(t, conn, chunked+"2\r\nde\r\n1\r\nf\r\n0\r\nTrailer: 1\r\n\r\n")
	answer(t, in)

	got := s.Requests()
	if len(got) != 2 {
		t.Fatalf("recorded %d requests, want 2", len(got))
	}
	if got[0].Head != plain || got[0].Body != "abc" || got[1].Head != chunked || got[1].Body != "def" {
		t.Errorf("recorded %+v", got)
	}
	if target := got[0].Target(); target != "/a?b=%zz;1" {
		t.Errorf("target %q, want /a?b=%%zz;1", target)
	}
	if values := got[0].Values("X"); len(values) != 2 || values[0] != "1" || values[1] != "2" {
		t.Errorf("values of X %q, want 1 and 2", values)
	}
	if n := s.Connections(); n != 1 {
		t.Errorf("%d connections, want 1", n)
	}
}

func answer(t *testing.T, in *bufio.Reader) {
	t.Helper()
	if line, err := in.ReadString('\n'); err != nil || line != "ok\n" {
		t.Fatalf("answer %q, %v, want ok", line, err)
	}
}

func TestAResetIsSeenAsAReset(t *testing.T) {
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		c.ReadRequest()
		c.Reset()
	})
	conn := dial(t, s)
	send(t, conn, "GET / HTTP/1.1\r\n\r\n")

	if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("read after a reset: %v, want ECONNRESET", err)
	}
}

func TestAnOrdinaryCloseIsNoReset(t *testing.T) {
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		c.ReadRequest()
		c.Close()
	})
	conn := dial(t, s)
	send(t, conn, "GET / HTTP/1.1\r\n\r\n")

	if _, err := conn.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("read after a close: %v, want EOF", err)
	}
}

func TestAStallEndsWhenItIsReleased(t *testing.T) {
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		c.Stall()
		c.Write("late")
	})
	conn := dial(t, s)
	s.Release()

	if got, err := io.ReadAll(conn); err != nil || string(got) != "late" {
		t.Errorf("read %q, %v, want late", got, err)
	}
}

func TestAStalledServerStopsWithItsTest(t *testing.T) {
	var s *rawserver.Server
	t.Run("inner", func(t *testing.T) {
		s = rawserver.Start(t, rawserver.Hang)
		send(t, dial(t, s), "GET / HTTP/1.1\r\n\r\n")
	})

	if _, err := net.Dial("tcp", s.Addr()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("dial after the end: %v, want connection refused", err)
	}
}

func TestAServerBehindTLSPlaysItsScriptAfterTheHandshake(t *testing.T) {
	lender := httptest.NewUnstartedServer(nil) // has a certificate
	lender.StartTLS()
	defer lender.Close()
	s := rawserver.StartTLS(t, &tls.Config{Certificates: lender.TLS.Certificates},
		rawserver.ReplyAndClose("HTTP/1.1 200 OK\r\n\r\nhello"))

	client := lender.Client()
	defer client.CloseIdleConnections()
	res, err := client.Get(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()

	body, err := io.ReadAll(res.Body)
	if err != nil || string(body) != "hello" || res.StatusCode != http.StatusOK {
		t.Errorf("got %d %q, %v, want 200 hello", res.StatusCode, body, err)
	}
	if !strings.HasPrefix(s.URL(), "https://127.0.0.1:") {
		t.Errorf("URL %s, want https", s.URL())
	}
}
