package crawl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	maxRatio     = 100       // decoded bytes for each byte received …
	ratioAfter   = 1 << 20   // … once so many were decoded
	zstdWindow   = 8 << 20   // largest window that a decoder may ask for (RFC 9659)
	believed     = 256 << 10 // of an announced size
	acceptCoding = "gzip, br, zstd"
)

// decodeError is a body that could not be decoded within the bounds.
type decodeError struct {
	reason Reason
	err    error
}

func (e *decodeError) Error() string { return e.err.Error() }
func (e *decodeError) Unwrap() error { return e.err }

// readBody reads an answer's body to its end or to a number of decoded bytes,
// undoing one layer of content coding.
func readBody(resp *http.Response, limit int64) (body []byte, cut bool, err error) {
	if !statusOf(resp).HasBody() {
		return nil, false, nil // after 101 the connection goes on without an end
	}
	received := &counter{r: resp.Body}
	decoded, done, err := decoder(resp.Header.Get("Content-Encoding"), received)
	if err != nil {
		return nil, false, err
	}
	defer done()
	capped := &ratioReader{r: decoded, received: received}
	body, err = readAll(io.LimitReader(capped, limit+1), min(resp.ContentLength, limit))
	if int64(len(body)) > limit {
		return body[:limit], true, nil
	}
	if err == nil { // what follows the packed data: a connection is used again when it was read to its end
		_, _ = io.CopyN(io.Discard, resp.Body, drainBody)
	}
	return body, false, codingError(err, received)
}

// readAll is io.ReadAll for a body that has announced its size, packed or not.
// The announcement may be a lie, so not all of it is believed.
func readAll(r io.Reader, size int64) ([]byte, error) {
	body := bytes.NewBuffer(make([]byte, 0, min(max(size, 0), believed)+bytes.MinRead))
	_, err := body.ReadFrom(r)
	return body.Bytes(), err
}

// codingError tells a failing decoder from a failing network.
func codingError(err error, received *counter) error {
	if err == nil || received.err != nil && !errors.Is(received.err, io.EOF) {
		return err
	}
	if _, ok := errors.AsType[*decodeError](err); ok {
		return err
	}
	return &decodeError{Encoding, fmt.Errorf("decode body: %w", err)}
}

func decoder(coding string, received *counter) (io.Reader, func(), error) {
	nothing := func() {}
	coding = strings.ToLower(strings.TrimSpace(coding))
	if coding == "" || coding == "identity" {
		return received, nothing, nil
	}
	r := bufio.NewReader(received)
	if _, err := r.Peek(1); err != nil {
		return r, nothing, nil // an empty body is one, even when it is labelled as packed
	}
	switch coding {
	case "gzip", "x-gzip":
		d, err := gzip.NewReader(r)
		return d, nothing, codingError(err, received)
	case "br":
		return brotli.NewReader(r), nothing, nil
	case "zstd":
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, nothing, &decodeError{Encoding, err}
		}
		return d, d.Close, nil
	}
	return nil, nothing, &decodeError{Encoding, fmt.Errorf("decode body: coding %q was not asked for", coding)}
}

type counter struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.err = err
	return n, err
}

// ratioReader stops a body that unpacks to far more than was sent.
type ratioReader struct {
	r        io.Reader
	received *counter
	n        int64
}

func (b *ratioReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	if b.n > ratioAfter && b.n > maxRatio*b.received.n {
		return n, &decodeError{Ratio, fmt.Errorf("decode body: %d bytes unpack to more than %d", b.received.n, b.n)}
	}
	return n, err
}
