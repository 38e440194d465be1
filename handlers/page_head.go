package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// How much of a page that is no error is held for the owner's rules, and for
// how long.
const (
	headBytes = 16 << 10
	headTime  = 250 * time.Millisecond
)

// lookAtPage holds the head of a page that a rule may correct. What is no text,
// or must leave at once, is not held.
func lookAtPage(in *http.Request, res *http.Response) (seen, *http.Response, error) {
	s := seen{exchange: problem.Exchange{
		Method: in.Method, Path: in.URL.RequestURI(),
		Status: status.Code(res.StatusCode), Header: res.Header,
	}}
	s.Class = problem.Opaque
	if res.ContentLength == 0 {
		s.Class, s.complete = problem.Empty, true
		return s, res, nil
	}
	if !isHeld(res) || !isTextLike(res.Header) {
		res, err := hold(res)
		return s, res, err
	}
	res, ahead := readingAhead(res)
	ctx, cancel := context.WithTimeout(res.Request.Context(), headTime)
	defer cancel()

	err := ahead.fill(ctx, headBytes)
	s.exchange.Body, s.complete = ahead.held(), errors.Is(err, io.EOF)
	s.Classification = problem.Classify(problem.Held{
		Status: s.exchange.Status, Header: res.Header, Body: s.exchange.Body,
		Complete: s.complete, Size: res.ContentLength,
	})
	return s, res, unlessOver(err)
}

// lookBehindHead asks for the page itself where a rule must see it: HEAD has the
// status of GET (RFC 9110 section 9.3.2), so a page that is corrected for one is
// corrected for the other. The answer to go on with is that to HEAD.
func (ex *exchange) lookBehindHead(in *http.Request, res *http.Response) (seen, *http.Response, error) {
	get := res.Request.Clone(res.Request.Context())
	get.Method = http.MethodGet
	page, err := ex.site.upstream.RoundTrip(get)
	if err != nil {
		return lookAtPage(in, res)
	}
	page.Request = get
	s, page, err := lookAtPage(in, page)
	upstream.Discard(page)
	if err != nil {
		return lookAtPage(in, res)
	}
	return s, res, nil
}

// decoded is what was held, without its content coding; nil when that cannot be
// read.
func (s *seen) decoded() []byte {
	body, err := problem.Decode(s.exchange.Header.Get("Content-Encoding"), s.exchange.Body)
	if err != nil {
		return nil
	}
	return body
}

// content is what rules may ask of the body.
func (s *seen) content() Content {
	body := s.decoded()
	c := Content{Size: int64(len(s.exchange.Body)), Complete: s.complete, Cause: readProblem(s.recogniser, s.exchange).Cause}
	switch s.Kind {
	case problem.KindHTML:
		form := false
		c.Title, form = readHead(body)
		c.Wall = form || challenges(s.exchange.Header, body)
	case problem.KindJSON:
		c.Object = s.complete && isObject(body)
	}
	return c
}

// isObject reports bytes that are one JSON object and nothing else.
func isObject(body []byte) bool {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	return len(body) > 0 && body[0] == '{' && json.Valid(body)
}

// readHead reads the title of a page, and whether it asks for a password.
func readHead(page []byte) (title string, passwords bool) {
	t := html.NewTokenizer(bytes.NewReader(page))
	t.SetMaxBuf(headBytes)
	titled := false
	for {
		kind := t.Next()
		switch kind {
		case html.ErrorToken:
			return title, passwords
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := t.TagName()
			switch atom.Lookup(name) {
			case atom.Title:
				if !titled && t.Next() == html.TextToken {
					title, titled = strings.Join(strings.Fields(string(t.Text())), " "), true
				}
			case atom.Input:
				passwords = passwords || isPassword(t)
			}
		}
	}
}

func isPassword(t *html.Tokenizer) bool {
	for {
		key, value, more := t.TagAttr()
		if string(key) == "type" && strings.EqualFold(string(value), "password") {
			return true
		}
		if !more {
			return false
		}
	}
}

// challengeMarks are in the pages by which networks and guards tell people from
// programs, in lower case.
var challengeMarks = []string{
	"/cdn-cgi/challenge-platform/", "window._cf_chl_opt", "_incapsula_resource", "captcha-delivery.com/", "px-captcha",
	"awswafintegration", "sucuri_cloudproxy_js", "id=\"anubis_challenge\"", "/.within.website/x/cmd/anubis/",
	"g-recaptcha", "h-captcha", "cf-turnstile",
}

// challenges reports a page that wants a visitor to prove something.
func challenges(h http.Header, page []byte) bool {
	if hasToken(h["Cf-Mitigated"], "challenge") {
		return true
	}
	lower := strings.ToLower(string(page))
	for _, mark := range challengeMarks {
		if strings.Contains(lower, mark) {
			return true
		}
	}
	return false
}
