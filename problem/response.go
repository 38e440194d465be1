package problem

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpguts"

	"github.com/seed-3913a1bb/signpost/status"
)

// ErrNoResponse says that a text is no raw HTTP response. The error that wraps
// it tells what is missing.
var ErrNoResponse = errors.New("no HTTP response")

const (
	maxRawHeader    = 256 << 10 // bytes of one header section
	maxRawResponses = 64        // interim and redirect responses before the last
)

// ParseResponse reads a raw HTTP response as `curl -i` or `curl -si -L` prints
// it. Lines may end in LF or CRLF, the reason phrase may be missing ("HTTP/2
// 409"), and of several responses in a row (1xx, redirects, a proxy's answer to
// CONNECT) the last one counts. A chunked body is joined, unless the tool did
// so already; a Content-Encoding that the tool undid is dropped from the
// header. At most 64 KiB of the body are kept.
//
// Method and Path stay empty: a response does not tell them. The error is one
// line with a hint.
func ParseResponse(raw []byte) (Exchange, error) {
	rest := bytes.TrimLeft(bytes.TrimPrefix(raw, []byte(byteOrderMark)), "\r\n\t ")
	if err := refuse(rest); err != nil {
		return Exchange{}, err
	}
	for range maxRawResponses {
		x, body, err := parseHead(rest)
		if err != nil {
			return Exchange{}, err
		}
		next, ok := nextResponse(x.Header, body)
		if !ok {
			x.Body = parseBody(x.Header, body)
			return x, nil
		}
		rest = next
	}
	return Exchange{}, fmt.Errorf("%w: more than %d responses in a row", ErrNoResponse, maxRawResponses)
}

// refuse explains what a text is that has no status line.
func refuse(raw []byte) error {
	const expected = `expected what "curl -i" prints, beginning with a line like "HTTP/1.1 409 Conflict"`
	line, _, _ := bytes.Cut(raw, []byte("\n"))
	switch {
	case len(raw) == 0:
		return fmt.Errorf("%w: the input is empty; %s", ErrNoResponse, expected)
	case bytes.HasPrefix(raw, []byte("HTTP/")):
		return nil
	case bytes.HasPrefix(raw, []byte("* ")) || bytes.HasPrefix(raw, []byte("> ")) || bytes.HasPrefix(raw, []byte("< HTTP/")):
		return fmt.Errorf(`%w: this looks like the output of "curl -v"; use "curl -i"`, ErrNoResponse)
	case bytes.Contains(line, []byte(" HTTP/1.")):
		return fmt.Errorf("%w: this is a request; %s", ErrNoResponse, expected)
	}
	return fmt.Errorf(`%w: this looks like a body alone (%s); %s`, ErrNoResponse, Sniff(raw), expected)
}

// parseHead reads a status line and the header section behind it.
func parseHead(raw []byte) (x Exchange, body []byte, err error) {
	line, rest := cutLine(raw)
	if x.Status, err = parseStatusLine(line); err != nil {
		return Exchange{}, nil, err
	}
	x.Header = http.Header{}
	size, last := 0, ""
	for n := 2; len(rest) > 0; n++ {
		line, rest = cutLine(rest)
		if line == "" {
			break
		}
		if size += len(line) + 2; size > maxRawHeader {
			return Exchange{}, nil, fmt.Errorf("%w: the header is larger than %d KiB", ErrNoResponse, maxRawHeader>>10)
		}
		if last, err = addField(x.Header, line, last); err != nil {
			return Exchange{}, nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return x, rest, nil
}

// cutLine returns the next line without its end. What is longer than a header
// may be is not copied.
func cutLine(raw []byte) (line string, rest []byte) {
	end := bytes.IndexByte(raw, '\n')
	next := end + 1
	if end < 0 {
		end, next = len(raw), len(raw)
	}
	return strings.TrimSuffix(string(raw[:min(end, maxRawHeader+1)]), "\r"), raw[next:]
}

func parseStatusLine(line string) (status.Code, error) {
	version, rest, _ := strings.Cut(line, " ")
	number, ok := strings.CutPrefix(version, "HTTP/")
	word, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if !ok || number == "" || strings.Trim(number, "0123456789.") != "" {
		return 0, fmt.Errorf("%w: status line %.60q", ErrNoResponse, line)
	}
	code, err := status.Parse(word)
	if err != nil {
		return 0, fmt.Errorf("%w: status line %.60q: %w", ErrNoResponse, line, err)
	}
	return code, nil
}

// addField adds one header line; a line that begins with white space goes on
// the one before (RFC 9112 5.2).
func addField(h http.Header, line, last string) (name string, err error) {
	if line[0] == ' ' || line[0] == '\t' {
		values := h[last]
		if len(values) == 0 {
			return last, fmt.Errorf("%w: a header line begins with a space", ErrNoResponse)
		}
		values[len(values)-1] += " " + strings.TrimSpace(line)
		return last, nil
	}
	name, value, ok := strings.Cut(line, ":")
	if !ok || !httpguts.ValidHeaderFieldName(name) {
		return last, fmt.Errorf("%w: %.60q is no header field; an empty line must stand before the body", ErrNoResponse, line)
	}
	name = http.CanonicalHeaderKey(name)
	h[name] = append(h[name], strings.TrimSpace(value))
	return name, nil
}

// nextResponse returns what follows when body is, or ends in, another response.
func nextResponse(h http.Header, body []byte) ([]byte, bool) {
	if strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "message/http") {
		return nil, false // the body is itself a message (TRACE)
	}
	if startsResponse(body) {
		return body, true
	}
	n, err := strconv.Atoi(h.Get("Content-Length"))
	if err != nil || n < 0 || n >= len(body) {
		return nil, false
	}
	rest := bytes.TrimLeft(body[n:], "\r\n")
	return rest, startsResponse(rest)
}

func startsResponse(raw []byte) bool {
	if !bytes.HasPrefix(raw, []byte("HTTP/")) {
		return false
	}
	line, _ := cutLine(raw)
	_, err := parseStatusLine(line)
	return err == nil
}

// parseBody undoes what curl may have left of the transfer, and notes in the
// header what it has undone itself.
func parseBody(h http.Header, body []byte) []byte {
	if strings.EqualFold(strings.TrimSpace(h.Get("Transfer-Encoding")), "chunked") {
		if joined, ok := joinChunks(body); ok {
			body = joined
		}
	}
	body = body[:min(len(body), maxBody)]
	if h.Get("Content-Encoding") != "" && len(body) > 0 && isPlainText(body) {
		h.Del("Content-Encoding") // curl --compressed keeps the field and decodes the body
	}
	return body
}

// isPlainText reports bytes that are no compressed stream.
func isPlainText(body []byte) bool {
	text := strings.ToValidUTF8(string(body[:cutAt(string(body), 512)]), "\x00")
	return strings.IndexByte(text, 0) < 0 && isPrintable(text)
}

// joinChunks undoes the chunked coding (RFC 9112 7.1). It is false for a body
// that has no such framing. A last chunk that was cut short is kept.
func joinChunks(body []byte) ([]byte, bool) {
	var joined []byte
	for whole := 0; len(body) > 0 && len(joined) < maxBody; whole++ {
		line, rest := cutLine(body)
		digits, _, _ := strings.Cut(line, ";")
		size, err := strconv.ParseUint(strings.TrimSpace(digits), 16, 31)
		if err != nil {
			return nil, false
		}
		if size == 0 {
			return joined, true
		}
		if int(size) >= len(rest) {
			return append(joined, rest...), whole > 0
		}
		joined = append(joined, rest[:size]...)
		end, next := cutLine(rest[size:])
		if end != "" {
			return nil, false
		}
		body = next
	}
	return joined, len(joined) > 0
}
