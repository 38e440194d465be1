package endurance_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
)

const swollen = 48 << 20 // what a bomb becomes when it is decoded without a bound

// What must become of a bomb.
type outcome string

const (
	page   outcome = "page"   // of the error's own status
	passes outcome = "passes" // as it came
	bad    outcome = "bad"    // 502, or an end that shows
)

// bomb is a body, or more than that, that costs little to send.
type bomb struct {
	name    string
	before  string // the status line
	header  string // behind that of its status
	body    func(c *rawserver.Conn)
	asError outcome // in the place of a 409
	asPage  outcome // in the place of a 200
}

// bombs are made once; the large ones are small until they are decoded.
var bombs = sync.OnceValue(func() []bomb {
	json, page1 := "Content-Type: application/json\r\n", "Content-Type: text/html\r\n"
	deep := strings.Repeat(`{"a":[`, 50_000)
	return append(packed(), []bomb{
		{"a body without end", "", page1 + "Transfer-Encoding: chunked\r\n", endless, passes, passes},
		{"a machine's body without end", "", json + "Transfer-Encoding: chunked\r\n", endless, passes, passes},
		{"a byte a second", "", json + "Transfer-Encoding: chunked\r\n", dripping("1\r\n{\r\n"), page, passes},
		{"a byte a second of a known length", "", json + "Content-Length: 100000\r\n", dripping("{"), page, passes},
		{"JSON of 100,000 levels", "", json, whole(deep), page, passes},
		{"closed JSON of 100,000 levels", "", json, whole(deep + strings.Repeat("]}", 50_000)), page, passes},
		{"entities of entities", "", "Content-Type: application/problem+xml\r\n", whole(entities()), page, passes},
		{"a detail of 1 MB", "", "Content-Type: application/problem+json\r\n", whole(`{"title":"No","detail":"` + strings.Repeat("very ", 200_000) + `"}`), page, passes},
		{"a key repeated 100,000 times", "", json, whole("{" + strings.Repeat(`"error":"no",`, 100_000) + `"a":1}`), page, passes},
		{"100,000 open elements", "", page1, whole(strings.Repeat("<b><i>", 50_000)), passes, passes},
		{"200,000 attributes", "", page1, whole("<p " + strings.Repeat("a=b ", 200_000) + ">"), page, passes},
		{"a trailer of 20 MB", "", page1 + "Transfer-Encoding: chunked\r\n", trailer, bad, bad},
		{"a header of 20 MB", "", "", longHeader, bad, bad},
		{"2,000 early hints", strings.Repeat(hint+"\r\n", 2000), page1, whole(strings.Repeat("<p>All our goods.", 500)), passes, passes},
		{"early hints of 1 MB", strings.Repeat(hint+"Link: "+strings.Repeat("x", 1<<10)+"\r\n\r\n", 1<<10), page1, whole(""), bad, bad},
	}...)
})

const hint = "HTTP/1.1 103 Early Hints\r\n"

// packed are those that swell.
func packed() []bomb {
	zip := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	once := pack(zip, zeros)
	twice := pack(zip, copyOf(once))
	var all []bomb
	for _, p := range []struct {
		name, coding string
		body         []byte
	}{
		{"gzip", "gzip", once},
		{"deflate", "deflate", pack(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }, zeros)},
		{"br", "br", pack(func(w io.Writer) io.WriteCloser {
			return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: 1, LGWin: 24})
		}, zeros)},
		{"zstd", "zstd", pack(func(w io.Writer) io.WriteCloser {
			z, err := zstd.NewWriter(w, zstd.WithWindowSize(8<<20), zstd.WithEncoderConcurrency(1))
			if err != nil {
				panic(err)
			}
			return z
		}, zeros)},
		{"gzip in gzip", "gzip, gzip", twice},
		{"gzip in gzip that says once", "gzip", twice},
		{"gzip in gzip in gzip", "gzip, gzip, gzip", pack(zip, copyOf(twice))},
	} {
		header := "Content-Type: text/html\r\nContent-Encoding: " + p.coding + "\r\n"
		all = append(all, bomb{p.name, "", header, whole(string(p.body)), passes, passes})
	}
	return all
}

func pack(by func(io.Writer) io.WriteCloser, fill func(io.Writer)) []byte {
	var b bytes.Buffer
	w := by(&b)
	fill(w)
	_ = w.Close()
	return b.Bytes()
}

func zeros(w io.Writer) {
	block := make([]byte, 1<<20)
	for range swollen / len(block) {
		_, _ = w.Write(block)
	}
}

func copyOf(b []byte) func(io.Writer) { return func(w io.Writer) { _, _ = w.Write(b) } }

func whole(body string) func(*rawserver.Conn) {
	return func(c *rawserver.Conn) { c.Write(fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)) + body) }
}

func endless(c *rawserver.Conn) {
	chunk := fmt.Sprintf("%x\r\n%s\r\n", 1<<16, strings.Repeat("more of ", 1<<13))
	c.Write("\r\n")
	for range swollen / len(chunk) {
		c.Write(chunk)
	}
}

// dripping sends one byte and then none: less is no more than a byte a second.
func dripping(drop string) func(*rawserver.Conn) {
	return func(c *rawserver.Conn) {
		c.Write("\r\n" + drop)
		c.AwaitClose()
	}
}

func trailer(c *rawserver.Conn) {
	c.Write("\r\n2000\r\n" + strings.Repeat("page ", 1<<13)[:1<<13] + "\r\n0\r\n")
	longLines(c)
}

func longHeader(c *rawserver.Conn) {
	longLines(c)
	c.Write("\r\n")
}

func longLines(c *rawserver.Conn) {
	for n := range 20 {
		c.Write(fmt.Sprintf("X-%d: %s\r\n", n, strings.Repeat("a", 1<<20)))
	}
}

func entities() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a0 "ha">`)
	for i := range 30 {
		fmt.Fprintf(&b, `<!ENTITY a%d "&a%d;&a%d;">`, i+1, i, i)
	}
	return b.String() + `]><problem xmlns="urn:ietf:rfc:7807"><title>&a30;</title><detail>&a30;</detail></problem>`
}

// arsenal is a server that sends the bomb whose number is in the address, behind
// the status that is in it too.
func arsenal(t *testing.T) string {
	t.Helper()
	return rawserver.Start(t, func(c *rawserver.Conn) {
		r, ok := c.ReadRequest()
		if !ok {
			return
		}
		var code, number int
		if _, err := fmt.Sscanf(r.Target(), "/%d/%d", &code, &number); err != nil {
			c.Write("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
			return
		}
		b := bombs()[number]
		c.Write(b.before + fmt.Sprintf("HTTP/1.1 %d Odd\r\nConnection: close\r\n", code) + b.header)
		b.body(c)
	}).URL()
}
