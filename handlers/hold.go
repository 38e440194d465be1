package handlers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// How much of a passing answer is held back before its header leaves, and for
// how long: a server that dies right after its header still becomes a page.
const (
	holdBytes = 1 << 10
	holdTime  = 10 * time.Millisecond
)

// hold reads the first bytes of an answer that will pass, and returns the
// answer to send. A small answer of known length is sent whole or not at all.
func hold(res *http.Response) (*http.Response, error) {
	if !isHeld(res) {
		return res, nil
	}
	if res.ContentLength > 0 && res.ContentLength <= holdBytes {
		return res, holdWhole(res)
	}
	res, ahead := readingAhead(res)
	ctx, cancel := context.WithTimeout(res.Request.Context(), holdTime)
	defer cancel()
	return res, unlessOver(ahead.fill(ctx, holdBytes))
}

// isHeld leaves out what has no body and what must leave at once.
func isHeld(res *http.Response) bool {
	kind := mediaType(res.Header.Get("Content-Type"))
	switch {
	case !status.Code(res.StatusCode).HasBody(), res.ContentLength == 0, res.Body == http.NoBody,
		res.Request.Method == http.MethodHead,
		kind == eventStream,
		strings.HasPrefix(kind, "application/grpc"),
		isUnbuffered(res.Header):
		return false
	}
	return true
}

const eventStream = "text/event-stream"

// isUnbuffered reports the wish of a server that nothing of its answer waits.
func isUnbuffered(h http.Header) bool { return hasToken(h["X-Accel-Buffering"], "no") }

func holdWhole(res *http.Response) error {
	body := make([]byte, res.ContentLength)
	if _, err := io.ReadFull(res.Body, body); err != nil {
		return err
	}
	res.Body = &replayed{Reader: io.MultiReader(bytes.NewReader(body), res.Body), Closer: res.Body}
	return nil
}

// replayed gives on what was read before.
type replayed struct {
	io.Reader
	io.Closer
}

// unlessOver keeps only errors that mean a broken body.
func unlessOver(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, errHeldTooLong) {
		return nil
	}
	return err
}

func newBody(b []byte) io.Reader { return bytes.NewReader(b) }
