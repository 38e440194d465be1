package rawserver

import (
	"io"
	"net/http/httputil"
	"net/textproto"
	"strconv"
	"strings"
)

// Request is a request as it came over the wire.
type Request struct {
	Line string // the request line, without its line end
	Head string // all of the header, byte for byte, with the empty line
	Body string // without the framing of chunks
}

// Target returns what stands between method and version.
func (r Request) Target() string {
	_, rest, _ := strings.Cut(r.Line, " ")
	target, _, _ := strings.Cut(rest, " HTTP/")

	return target
}

// Values returns the values of a field in the order of their lines.
func (r Request) Values(name string) []string {
	var values []string
	for line := range strings.Lines(r.Head) {
		key, value, found := strings.Cut(line, ":")
		if found && strings.EqualFold(key, name) {
			values = append(values, textproto.TrimString(value))
		}
	}

	return values
}

// ReadRequest reads and records the next request with its body. It returns
// false when the peer has ended before the request was whole.
func (c *Conn) ReadRequest() (Request, bool) {
	r, ok := c.ReadHead()
	if !ok {
		return r, false
	}
	r.Body, ok = c.readBody(r)
	if ok {
		c.server.record(r)
	}

	return r, ok
}

// ReadHead reads the header of the next request and leaves its body unread
// and the request unrecorded.
func (c *Conn) ReadHead() (Request, bool) {
	var head strings.Builder
	for {
		line, err := c.in.ReadString('\n')
		head.WriteString(line)
		if err != nil {
			return Request{}, false
		}
		if line == "\r\n" || line == "\n" {
			break
		}
	}
	line, _, _ := strings.Cut(head.String(), "\n")

	return Request{Line: strings.TrimSuffix(line, "\r"), Head: head.String()}, true
}

func (c *Conn) readBody(r Request) (string, bool) {
	if len(r.Values("Transfer-Encoding")) > 0 {
		return c.readChunks()
	}
	length := r.Values("Content-Length")
	if len(length) == 0 {
		return "", true
	}
	n, err := strconv.Atoi(length[0])
	if err != nil || n < 0 {
		return "", false
	}
	body := c.Read(n)

	return body, len(body) == n
}

func (c *Conn) readChunks() (string, bool) {
	body, err := io.ReadAll(httputil.NewChunkedReader(c.in))
	if err != nil {
		return "", false
	}
	for { // trailers, up to the empty line
		line, err := c.in.ReadString('\n')
		if err != nil {
			return "", false
		}
		if strings.TrimRight(line, "\r\n") == "" {
			return string(body), true
		}
	}
}
