package handlers

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// How much of an error's body is looked at, and for how long.
const (
	lookBytes     = 4 << 10  // decides the class
	lookPageBytes = 64 << 10 // HTML under 5xx: debug pages carry their marks late
	readBytes     = 64 << 10 // for the sentence, the versions, …
	lookTime      = time.Second
	maxUnseen     = 2 << 10 // a HEAD that announces more is a page of the site
)

// bodyUnseen is the class of a HEAD: its body is announced and not sent.
const bodyUnseen problem.BodyClass = "unseen"

// seen is what was learned of the body of an error.
type seen struct {
	problem.Classification
	exchange   problem.Exchange
	recogniser *problem.Recogniser
	complete   bool // nothing follows what was held
}

// look reads the start of an error's body and classifies it. Nothing is lost:
// what was read is replayed when the answer passes.
func look(in *http.Request, res *http.Response) (seen, *http.Response, error) {
	s := seen{exchange: problem.Exchange{
		Method: in.Method, Path: in.URL.RequestURI(),
		Status: status.Code(res.StatusCode), Header: res.Header,
	}}
	switch {
	case res.ContentLength == 0 || in.Method != http.MethodHead && res.Body == http.NoBody:
		s.Class, s.complete = problem.Empty, true
		return s, res, nil
	case in.Method == http.MethodHead:
		s.Class = bodyUnseen
		if !isTextLike(res.Header) || res.ContentLength > maxUnseen {
			s.Class = problem.Opaque
		}
		return s, res, nil
	case !isTextLike(res.Header):
		s.Class = problem.Opaque
		res, err := hold(res)
		return s, res, err
	}
	res, ahead := readingAhead(res)
	return s, res, s.read(res, ahead)
}

func (s *seen) read(res *http.Response, ahead *readAhead) error {
	ctx, cancel := context.WithTimeout(res.Request.Context(), lookTime)
	defer cancel()

	err := ahead.fill(ctx, s.limit(res.Header))
	if unlessOver(err) != nil {
		return err
	}
	s.exchange.Body, s.complete = ahead.held(), errors.Is(err, io.EOF)
	s.classify(res.Header, s.complete, res.ContentLength)
	if !speaking.has(string(s.Class)) {
		return nil
	}
	err = ahead.fill(ctx, readBytes)
	s.exchange.Body, s.complete = ahead.held(), errors.Is(err, io.EOF)
	return unlessOver(err)
}

// classify judges the bytes that are held; size is what the header announces, -1
// for nothing.
func (s *seen) classify(h http.Header, complete bool, size int64) {
	s.Classification = problem.Classify(problem.Held{
		Status: s.exchange.Status, Header: h, Body: s.exchange.Body, Complete: complete, Size: size,
	})
}

// speaking are the classes of body that may hold a sentence for a person.
var speaking = newWordSet("machine bare")

func (s *seen) limit(h http.Header) int {
	if s.exchange.Status.IsServerError() && isHTMLType(mediaType(h.Get("Content-Type"))) {
		return lookPageBytes
	}
	return lookBytes
}

// forProblem leaves the body out where its words are those of a server or a
// debug page, and nobody's sentence.
func (s *seen) forProblem() problem.Exchange {
	ex := s.exchange
	if !speaking.has(string(s.Class)) && !s.stockConflict() {
		ex.Body = nil
	}
	return ex
}

// clashing are the statuses that tell of a conflict themselves.
var clashing = status.MustParseSet("409,412,423,424,428")

// stockConflict reports a server's stock page about a conflict. Its words are
// nobody's sentence, but which server's page it is tells the cause: a WebDAV
// server has no folder for what is put there.
func (s *seen) stockConflict() bool {
	return s.Class == problem.Default && clashing.Has(s.exchange.Status)
}

// problem reads what the body says. The words of a bare page are somebody's only
// where they tell of a conflict; elsewhere they repeat the status.
func (s *seen) problem() problem.Problem {
	p := readProblem(s.recogniser, s.forProblem())
	if s.Class == problem.Bare && p.Cause == "" || s.stockConflict() {
		p.Summary, p.Errors = "", nil
	}
	return p
}

// isTextLike reports types whose body may hold words; anything else passes
// unseen.
func isTextLike(h http.Header) bool {
	t := mediaType(h.Get("Content-Type"))
	return t == "" || strings.HasPrefix(t, "text/") || textTypes.has(t) || isJSONType(t) || isXMLType(t)
}

var textTypes = newWordSet("application/xhtml+xml application/javascript application/x-javascript application/octet-stream")
