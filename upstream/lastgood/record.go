package lastgood

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Observe looks at an answer that passes to the client. A good one is read
// along with the client, and kept when its body has ended cleanly; the body is
// handed on byte by byte as it comes. A 304 confirms a copy, a page that is gone
// for good takes its copy along, and so does a change by an unsafe method
// (RFC 9111 sections 4.3.4 and 4.4). Errors that a request may have caused
// change nothing. Where the policy keeps nothing of the address, Observe costs
// a comparison of the path. asked is when the request went to the site.
func (s *Store) Observe(ask Ask, res *http.Response, p Policy, asked time.Time) {
	subject := s.subjectOf(ask, p)
	if p.Limit(subject) <= 0 {
		return
	}
	code := status.Code(res.StatusCode)
	switch {
	case !isSafe(ask.Request.Method):
		if subject.isPage() && !code.IsError() {
			s.Forget(ask)
		}
	case ask.Request.Method != http.MethodGet:
	case code.Is(status.NotModified):
		s.confirm(ask, p, res.Header, asked)
	case goneSet.Has(code):
		if subject.isPage() {
			s.Forget(ask)
		}
	default:
		s.readAlong(ask, subject, res, p, asked)
	}
}

// goneSet are answers that take the place of a page: it is gone or has moved.
var goneSet = status.MustParseSet("301,308,404,410,451")

func isSafe(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, "QUERY", "PROPFIND", "REPORT", "SEARCH":
		return true
	}
	return false
}

func (s *Store) readAlong(ask Ask, subject Subject, res *http.Response, p Policy, asked time.Time) {
	k := p.keeping(ask, status.Code(res.StatusCode), res.Header, res.ContentLength)
	k.subject = subject
	if k.against(requestRules, answerRules, bodyRules) != "" {
		return
	}
	r := &recording{
		ReadCloser: res.Body,
		store:      s,
		keeping:    k,
		asked:      asked,
		header:     keptHeader(res.Header),
		limit:      p.maxObject(subject),
		unframed:   isUnframed(res),
	}
	if res.ContentLength == 0 || res.Body == http.NoBody {
		r.finish()
		return
	}
	if res.ContentLength > 0 && !r.grow(res.ContentLength) {
		return
	}
	res.Body = r
}

// recording is a body that remembers what went through it. It belongs to the
// goroutine that reads the body.
type recording struct {
	io.ReadCloser
	store   *Store
	keeping *keeping
	asked   time.Time
	header  http.Header
	limit   int64
	// unframed bodies end with their connection, or when the server dies.
	unframed bool

	buf   []byte
	taken int64 // of the store's room
	over  bool
}

// Read gives on what the body gives.
func (r *recording) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if r.over {
		return n, err
	}
	r.add(p[:n])
	switch {
	case r.over:
	case int64(len(r.buf)) == r.keeping.size, errors.Is(err, io.EOF) && r.keeping.size < 0:
		r.finish()
	case err != nil:
		r.abandon()
	}
	return n, err
}

// Close ends the recording: what has not ended by now ended short.
func (r *recording) Close() error {
	r.abandon()
	return r.ReadCloser.Close()
}

func (r *recording) add(p []byte) {
	if !r.grow(int64(len(r.buf) + len(p))) {
		r.abandon()
		return
	}
	r.buf = append(r.buf, p...)
}

// minGrow is the least that a buffer of unknown length grows to.
const minGrow = 4 << 10

// grow makes room for n bytes in all.
func (r *recording) grow(n int64) bool {
	if n > r.limit {
		return false
	}
	if n <= int64(cap(r.buf)) {
		return true
	}
	if r.keeping.size < 0 {
		n = min(max(n, 2*int64(cap(r.buf)), minGrow), r.limit)
	}
	if !r.store.room.take(n - r.taken) {
		return false
	}
	r.taken = n
	buf := make([]byte, len(r.buf), n)
	copy(buf, r.buf)
	r.buf = buf
	return true
}

func (r *recording) abandon() {
	if !r.over {
		r.over, r.buf = true, nil
		r.store.room.give(r.taken)
	}
}

// finish keeps the body, which is all there.
func (r *recording) finish() {
	body := r.buf
	defer r.abandon()
	k := r.keeping
	now := r.store.now()
	c := Copy{Subject: k.subject, Header: r.header, Body: body, Asked: r.asked, Stored: now, Validated: now}
	if cap(body) > len(body)+len(body)/8 {
		c.Body = bytes.Clone(body)
	}
	r.store.put(k.ask, k.Policy, c, func() Reason {
		if r.unframed && !isWhole(k.subject, r.header, body) {
			return "short"
		}
		return k.KeepsBody(k.subject, r.header, body)
	})
}
