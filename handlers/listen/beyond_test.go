package listen_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
)

// asked is a GET of a target, as it is given.
func asked(target string, fields ...string) string {
	return "GET " + target + " HTTP/1.1\r\n" + host + strings.Join(fields, "") + "\r\n"
}

// What others read in a query or a path in two ways arrives as it was sent.
func TestTargetsArriveByteForByte(t *testing.T) {
	for name, target := range map[string]string{
		"a semicolon":                   "/case?a=1;b=2&c",
		"bad escapes":                   "/case?a=%zz&b=%&c=%4",
		"a space as plus and as escape": "/case?a=+%20",
		"over 10,000 parameters":        "/case?" + strings.Repeat("a=1&", 10_001),
		"the same name again":           "/case?id=1&id=2",
		"a query of escaped CRLF":       "/case?a=%0d%0aX:%20y",
		"dot segments":                  "/..//%2e%2e/%2f/%5c/;x",
		"double encoding":               "/%252e%252e%252fetc",
		"overlong UTF-8":                "/%c0%ae%c0%ae%c0%af",
		"a parameter of a segment":      "/a;v=1/..;/b",
		"a bare question mark":          "/case?",
	} {
		r := replay(t, edgeFront, asked(target))
		if why := r.complaint(shape{verdict: passes, sees: "GET " + target + " HTTP/1.1\r\n"}); why != "" {
			t.Errorf("%s: %s", name, why)
		}
	}
}

func TestManyCookiesAreForwardedUntouchedOrRefused(t *testing.T) {
	for name, c := range map[string]struct {
		cookie string
		verdict
		sees string
	}{
		"as many as fit":        {"Cookie: " + strings.Repeat("a=1;", 15_000) + "\r\n", passes, strings.Repeat("a=1;", 15_000)},
		"a hundred thousand":    {"Cookie: " + strings.Repeat("a=1;", 100_000) + "\r\n", refused, ""},
		"on lines of their own": {strings.Repeat("Cookie: a=1\r\n", 100_000), refused, ""},
		"of broken form":        {"Cookie: ;;=;a;\"=,\r\n", passes, "Cookie: ;;=;a;\"=,\r\n"},
	} {
		r := replay(t, edgeFront, asked("/case", c.cookie))
		if why := r.complaint(shape{verdict: c.verdict, sees: c.sees}); why != "" {
			t.Errorf("%s: %s", name, why)
		}
		if c.verdict == refused && (len(r.answers) == 0 || r.answers[0].code != http.StatusRequestHeaderFieldsTooLarge) {
			t.Errorf("%s: answers %v, want 431", name, r.answers)
		}
	}
}

// A server that decodes what a visitor sent, and puts it into a field, would
// split its answer in two.
func TestALineBreakThatAServerReflectsIsNotPassedOn(t *testing.T) {
	for name, c := range map[string]struct {
		field string
		code  int
	}{
		"escaped":        {"Location: /a%0d%0aX-Evil:%20y\r\n", 302},
		"a bare CR":      {"Location: /a\rX-Evil: y\r\n", 502},
		"a NUL":          {"Location: /a\x00b\r\n", 502},
		"CR in a cookie": {"Set-Cookie: a=b\rX-Evil: y\r\n", 502},
		"CR in a link":   {"Link: </a>\r; rel=x\r\n", 502},
	} {
		site := rawserver.Start(t, rawserver.ReplyAndClose("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"+c.field+"\r\n"))
		address, stop := edgeFront(t, strings.TrimPrefix(site.URL(), "http://"))
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, asked("/"))
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		_ = conn.Close()
		stop()
		if res.StatusCode != c.code || res.Header.Get("X-Evil") != "" {
			t.Errorf("%s: %d %v, want %d", name, res.StatusCode, res.Header, c.code)
		}
	}
}

// A client that leaves in the middle of its upload does not leave the site's
// server with a half request that waits for the rest.
func TestAnUploadThatEndsEarlyEndsAtTheServer(t *testing.T) {
	began, ended := make(chan struct{}), make(chan error, 1)
	_, address := startServer(t, edgeOver(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadFull(r.Body, make([]byte, 5))
		close(began)
		_, err := io.Copy(io.Discard, r.Body)
		ended <- err
	})))
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhello")
	<-began
	_ = conn.Close()
	if err := <-ended; err == nil {
		t.Error("the server read a whole body")
	}
}
