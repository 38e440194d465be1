package upstream_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// version answers with the protocol of the request.
var version = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) })

func TestAServerBehindTLSChoosesHTTP2(t *testing.T) {
	t.Parallel()
	for _, h2 := range []bool{true, false} {
		s := httptest.NewUnstartedServer(version)
		s.EnableHTTP2 = h2
		s.StartTLS()
		t.Cleanup(s.Close)
		roots := x509.NewCertPool()
		roots.AddCert(s.Certificate())

		res, err := get(t, newClient(t, upstream.Options{URL: s.URL, TLS: &tls.Config{RootCAs: roots}}))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if body := readAll(t, res); (body == "HTTP/2.0") != h2 {
			t.Errorf("server with HTTP/2 %v was asked in %s", h2, body)
		}
	}
}

func TestH2CSpeaksHTTP2WithoutTLS(t *testing.T) {
	t.Parallel()
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	s := httptest.NewUnstartedServer(version)
	s.Config.Protocols = &protocols
	s.Start()
	t.Cleanup(s.Close)

	res, err := get(t, newClient(t, upstream.Options{URL: s.URL, H2C: true}))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body := readAll(t, res); body != "HTTP/2.0" {
		t.Errorf("asked in %s, want HTTP/2.0", body)
	}
}

// frames is a script that reads one request in HTTP/2 and answers with raw
// frames. Errors of the framer cannot happen on a buffer.
func frames(answer func(*http2.Framer)) rawserver.Script {
	return func(c *rawserver.Conn) {
		if open(c) {
			c.Write(framed(answer))
			c.AwaitClose()
		}
	}
}

// open reads until the client has sent a request and has seen the settings.
func open(c *rawserver.Conn) bool {
	c.Read(len(http2.ClientPreface))
	c.Write(framed(func(f *http2.Framer) { _ = f.WriteSettings() }))
	for asked, settled := false, false; !asked || !settled; {
		head := c.Read(9)
		if len(head) < 9 {
			return false
		}
		c.Read(int(head[0])<<16 | int(head[1])<<8 | int(head[2]))
		kind, flags := http2.FrameType(head[3]), http2.Flags(head[4])
		asked = asked || kind == http2.FrameHeaders
		settled = settled || kind == http2.FrameSettings && flags.Has(http2.FlagSettingsAck)
	}

	return true
}

func framed(write func(*http2.Framer)) string {
	var out bytes.Buffer
	f := http2.NewFramer(&out, nil)
	f.AllowIllegalWrites = true
	write(f)

	return out.String()
}

// writeHeaders writes fields given as name and value in turn.
func writeHeaders(f *http2.Framer, end bool, fields ...string) {
	var block bytes.Buffer
	e := hpack.NewEncoder(&block)
	for i := 0; i < len(fields); i += 2 {
		_ = e.WriteField(hpack.HeaderField{Name: fields[i], Value: fields[i+1]})
	}
	first, rest := block.Bytes(), []byte(nil)
	const frame = 16 << 10
	if len(first) > frame {
		first, rest = first[:frame], first[frame:]
	}
	_ = f.WriteHeaders(http2.HeadersFrameParam{
		StreamID: 1, BlockFragment: first, EndStream: end, EndHeaders: len(rest) == 0,
	})
	for len(rest) > 0 {
		n := min(len(rest), frame)
		_ = f.WriteContinuation(1, n == len(rest), rest[:n])
		rest = rest[n:]
	}
}

func TestEveryBrokenAnswerInHTTP2HasItsName(t *testing.T) {
	t.Parallel()
	many := want{"http_protocol_error", "protocol", 502, "1xx"}
	reset := func(code http2.ErrCode) func(*http2.Framer) {
		return func(f *http2.Framer) { _ = f.WriteRSTStream(1, code) }
	}
	header := func(fields ...string) func(*http2.Framer) {
		return func(f *http2.Framer) { writeHeaders(f, true, fields...) }
	}
	for name, c := range map[string]struct {
		answer func(*http2.Framer)
		want   want
	}{
		"stream ended with an internal error": {reset(http2.ErrCodeInternal), wantTerminated},
		"stream cancelled":                    {reset(http2.ErrCodeCancel), wantTerminated},
		"stream ended with a size error":      {reset(http2.ErrCodeFrameSize), wantProtocol},
		"every connection given up":           {func(f *http2.Framer) { _ = f.WriteGoAway(0, http2.ErrCodeNo, nil) }, wantTerminated},
		"stream ended with a protocol error":  {reset(http2.ErrCodeProtocol), wantTerminated},
		"frame on an unknown stream":          {func(f *http2.Framer) { _ = f.WriteData(7, true, nil) }, wantProtocol},
		"status 999":                          {header(":status", "999"), wantProtocol},
		"status 099":                          {header(":status", "99"), wantProtocol},
		"no status":                           {header("a", "b"), wantProtocol},
		"a status that is no number":          {header(":status", "two"), wantProtocol},
		"an upper-case name":                  {header(":status", "200", "Location", "x"), wantProtocol},
		"a NUL in location":                   {header(":status", "200", "location", "/a\x00b"), wantProtocol},
		"a CR in set-cookie":                  {header(":status", "200", "set-cookie", "a\r\nb"), wantProtocol},
		"a header above 256 KiB":              {largeHeader(255), wantHeaderSize},
		"a header of 1 MB":                    {largeHeader(1000), wantProtocol},
		"a storm of informational answers":    {hintStorm, many},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, frames(c.answer))
			res, err := get(t, newClient(t, upstream.Options{URL: s.URL(), H2C: true}))
			c.want.check(t, res, err)
		})
	}
}

// largeHeader answers with a header of so many kilobytes.
func largeHeader(size int) func(*http2.Framer) {
	return func(f *http2.Framer) {
		fields := []string{":status", "200"}
		for i := range size {
			fields = append(fields, fmt.Sprintf("x-%d", i), strings.Repeat("x", 1000))
		}
		writeHeaders(f, true, fields...)
	}
}

func hintStorm(f *http2.Framer) {
	for range 10_000 {
		writeHeaders(f, false, ":status", "103", "link", "</a.css>; rel=preload")
	}
	writeHeaders(f, true, ":status", "204")
}

func TestASilentServerInHTTP2TimesOut(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, frames(func(*http2.Framer) {}))
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL(), H2C: true, HeaderTimeout: short}))
	wantAnswerTimeout.check(t, res, err)
}

func TestAnEndInHTTP2IsATerminatedConnection(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		open(c)
		c.Reset()
	})
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL(), H2C: true}))
	wantTerminated.check(t, res, err)
}

func TestHTTP1WhereHTTP2IsExpectedIsAProtocolError(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		c.Write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		c.AwaitClose()
	})
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL(), H2C: true}))
	wantProtocol.check(t, res, err)
}

func TestABodyThatIsNotAllowedInHTTP2IsDropped(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, frames(func(f *http2.Framer) {
		writeHeaders(f, false, ":status", "204")
		_ = f.WriteData(1, true, []byte("surplus"))
	}))
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL(), H2C: true}))
	if err != nil {
		t.Fatal(err)
	}
	if body := readAll(t, res); body != "" {
		t.Errorf("body %q, want none", body)
	}
}

func TestABodyResetInHTTP2IsIncomplete(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, frames(func(f *http2.Framer) {
		writeHeaders(f, false, ":status", "200")
		_ = f.WriteData(1, false, []byte("hello"))
		_ = f.WriteRSTStream(1, http2.ErrCodeInternal)
	}))
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL(), H2C: true}))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	_, err = io.ReadAll(res.Body)
	if err == nil {
		t.Fatal("the body ended cleanly")
	}
	want{"http_response_incomplete", "reset", 502, ""}.check(t, nil, upstream.BodyFailure(err))
}
