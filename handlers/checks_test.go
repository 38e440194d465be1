package handlers_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// check is one thing that must hold for a client of a site behind an edge. It
// compares with the same request made directly.
type check struct {
	name string
	run  func(t *testing.T, direct, edge string) error
}

var checks = []check{
	{"a program's 409 keeps its bytes", sameAsDirect("GET", "/api/409", "Accept", "application/json")},
	{"a library that accepts anything keeps its bytes", sameAsDirect("GET", "/api/409", "Accept", "*/*")},
	{"curl without Accept keeps its bytes", sameAsDirect("POST", "/api/409")},
	{"JSON sent as text/plain keeps its bytes", sameAsDirect("PUT", "/text409")},
	{"an empty error stays empty for programs", sameAsDirect("GET", "/empty/404", "Accept", "application/json")},
	{"a no-transform answer is left alone", sameAsDirect("GET", "/notransform", browser...)},
	{"the site's own page is left alone", sameAsDirect("GET", "/rich", browser...)},
	{"a conflict told as 200 is left alone", sameAsDirect("GET", "/soft", browser...)},
	{"a redirect is left alone", sameAsDirect("GET", "/moved", browser...)},
	{"WebDAV is left alone", sameAsDirect("PROPFIND", "/dav/x", "Accept", "text/html")},
	{"an unknown method is left alone", sameAsDirect("PURGE", "/dav/x")},
	{"a range is left alone", sameAsDirect("GET", "/file", "Range", "bytes=0-9")},
	{"an impossible range is left alone", sameAsDirect("GET", "/file", "Range", "bytes=9999-")},
	{"a conditional request is left alone", sameAsDirect("GET", "/file", "If-None-Match", `"v1"`)},
	{"HEAD is left alone", sameAsDirect("HEAD", "/file")},
	{"the raw query arrives", sameAsDirect("GET", "/echo?a=%2F&b=1;2&c=%zz")},
	{"the raw path arrives", sameAsDirect("GET", "/echo?")},
	{"a preflight is left alone", sameAsDirect("OPTIONS", "/empty/403",
		"Origin", "https://a.example", "Access-Control-Request-Method", "PUT")},
	{"a 401 keeps both challenges", checkChallenges},
	{"fields survive a page", checkFields},
	{"a person gets a page with the same status", checkPage},
	{"a missing script gets no HTML", checkScript},
	{"a missing picture stays empty", sameAsDirect("GET", "/gone.png", "Sec-Fetch-Dest", "image", "Sec-Fetch-Mode", "no-cors")},
	{"a WebSocket echoes and closes with its code", checkWebSocket},
	{"a plain GET of a socket still says which protocol", checkUpgradeRequired},
	{"the first event comes at once", checkEvents},
	{"trailers pass", checkTrailers},
	{"an upload with 100-continue passes", checkExpect},
	{"an early 409 is delivered while the upload goes on", checkEarly},
	{"the user agent changes nothing", checkUserAgents},
}

func TestEveryClientKeepsWorkingThroughTheEdge(t *testing.T) {
	direct := failing(t)
	edge := startEdge(t, direct)
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			if err := c.run(t, direct, edge); err != nil {
				t.Error(err)
			}
		})
	}
}

// The negative control: an interceptor as people write it must fail.
func TestTheChecksCatchANaiveInterceptor(t *testing.T) {
	direct := failing(t)
	naive := httptest.NewServer(naiveInterceptor(t, direct))
	t.Cleanup(naive.Close)
	failed := 0
	for _, c := range checks {
		if err := c.run(t, direct, naive.URL); err != nil {
			failed++
		}
	}
	if failed < 9 {
		t.Errorf("the naive interceptor failed %d checks, want at least 9", failed)
	}
}

// naiveInterceptor answers every error with HTML and drops its header.
func naiveInterceptor(t *testing.T, target string) http.Handler {
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	return &httputil.ReverseProxy{
		ErrorLog: log.New(io.Discard, "", 0),
		Rewrite:  func(pr *httputil.ProxyRequest) { pr.SetURL(u) },
		ModifyResponse: func(res *http.Response) error {
			if res.StatusCode >= 400 {
				page := "<h1>" + res.Status + "</h1>"
				res.Header = http.Header{"Content-Type": {"text/html"}, "Content-Length": {strconv.Itoa(len(page))}}
				res.Body = io.NopCloser(strings.NewReader(page))
			}
			return nil
		},
	}
}

// sameAsDirect wants the same status, body and header, but for Vary on errors
// and what every server stamps.
func sameAsDirect(method, path string, fields ...string) func(*testing.T, string, string) error {
	return func(t *testing.T, direct, edge string) error {
		want, err := tryAsk(t, method, direct+path, fields...)
		if err != nil {
			return err
		}
		got, err := tryAsk(t, method, edge+path, fields...)
		if err != nil {
			return err
		}
		if got.StatusCode != want.StatusCode || got.body != want.body {
			return fmt.Errorf("%s %s: %d %q, want %d %q", method, path, got.StatusCode, got.body, want.StatusCode, want.body)
		}
		return sameHeader(got, want)
	}
}

func sameHeader(got, want exchange) error {
	g, w := got.Header.Clone(), want.Header.Clone()
	g.Del("Date")
	w.Del("Date")
	if want.StatusCode >= 400 {
		g.Del("Vary")
		w.Del("Vary")
	}
	for name := range g {
		if !slices.Equal(g[name], w[name]) {
			return fmt.Errorf("%s: %q, want %q", name, g[name], w[name])
		}
	}
	for name := range w {
		if len(g[name]) == 0 {
			return fmt.Errorf("%s is lost: %q", name, w[name])
		}
	}
	return nil
}

func tryAsk(t *testing.T, method, url string, fields ...string) (exchange, error) {
	return trySend(t, method, url, nil, fields...)
}

func trySend(t *testing.T, method, url string, body io.Reader, fields ...string) (exchange, error) {
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		return exchange{}, err
	}
	for i := 0; i+1 < len(fields); i += 2 {
		req.Header.Add(fields[i], fields[i+1])
	}
	res, err := plain.Do(req)
	if err != nil {
		return exchange{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return exchange{res, string(b)}, err
}

func checkChallenges(t *testing.T, _, edge string) error {
	e, err := tryAsk(t, "GET", edge+"/401", browser...)
	if err != nil {
		return err
	}
	if got := e.Header["Www-Authenticate"]; len(got) != 2 || e.StatusCode != 401 {
		return fmt.Errorf("%d with challenges %q, want 401 and two", e.StatusCode, got)
	}
	return nil
}

func checkFields(t *testing.T, _, edge string) error {
	for _, method := range []string{"GET", "HEAD", "POST"} {
		e, err := tryAsk(t, method, edge+"/fields", browser...)
		if err != nil {
			return err
		}
		for name, want := range map[string][]string{
			"Set-Cookie": {"a=1", "b=2; Path=/"}, "Retry-After": {"7"}, "Access-Control-Allow-Origin": {"*"},
			"X-Transmission-Session-Id": {"s1"}, "X-Request-Id": {"up-1"},
		} {
			if got := e.Header[name]; !slices.Equal(got, want) || e.StatusCode != 409 {
				return fmt.Errorf("%s %d: %s is %q, want %q", method, e.StatusCode, name, got, want)
			}
		}
	}
	return nil
}

func checkPage(t *testing.T, _, edge string) error {
	for _, path := range []string{"/api/409", "/text409", "/empty/404", "/empty/500", "/nginx/503"} {
		for _, method := range []string{"GET", "POST"} {
			e, err := tryAsk(t, method, edge+path, browser...)
			if err != nil {
				return err
			}
			want := path[len(path)-3:]
			if strconv.Itoa(e.StatusCode) != want || !strings.HasPrefix(e.Header.Get("Content-Type"), "text/html") ||
				strings.Count(e.body, "<h1") != 1 {
				return fmt.Errorf("%s %s: %d %s with %d h1, want a page with %s", method, path,
					e.StatusCode, e.Header.Get("Content-Type"), strings.Count(e.body, "<h1"), want)
			}
		}
	}
	return nil
}

func checkScript(t *testing.T, _, edge string) error {
	e, err := tryAsk(t, "GET", edge+"/app.js", "Sec-Fetch-Dest", "script", "Sec-Fetch-Mode", "no-cors", "Accept", "*/*")
	if err != nil {
		return err
	}
	if e.StatusCode != 404 || e.body != "404 Not Found\n" || e.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		return fmt.Errorf("%d %s %q, want a short text", e.StatusCode, e.Header.Get("Content-Type"), e.body)
	}
	return nil
}

func checkWebSocket(t *testing.T, _, edge string) error {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	c, _, err := websocket.Dial(ctx, edge+"/ws", nil)
	if err != nil {
		return err
	}
	defer c.CloseNow()
	if err := c.Write(ctx, websocket.MessageText, []byte("hello")); err != nil {
		return err
	}
	if _, b, err := c.Read(ctx); err != nil || string(b) != "hello" {
		return fmt.Errorf("echo %q, %w", b, err)
	}
	_, _, err = c.Read(ctx)
	if code := websocket.CloseStatus(err); code != 4009 {
		return fmt.Errorf("close code %d, want 4009", code)
	}
	return nil
}

func checkUpgradeRequired(t *testing.T, _, edge string) error {
	for _, fields := range [][]string{nil, browser} {
		e, err := tryAsk(t, "GET", edge+"/ws", fields...)
		if err != nil {
			return err
		}
		if e.StatusCode != 426 || e.Header.Get("Upgrade") != "websocket" || e.Header.Get("Connection") != "Upgrade" {
			return fmt.Errorf("%d Upgrade %q Connection %q", e.StatusCode, e.Header["Upgrade"], e.Header["Connection"])
		}
	}
	return nil
}

func checkEvents(t *testing.T, _, edge string) error {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, "GET", edge+"/events", nil)
	res, err := plain.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	line, err := bufio.NewReader(res.Body).ReadString('\n')
	if line != "data: first\n" {
		return fmt.Errorf("first line %q, %w", line, err)
	}
	return nil
}

func checkTrailers(t *testing.T, _, edge string) error {
	e, err := tryAsk(t, "GET", edge+"/trailers")
	if err != nil {
		return err
	}
	if e.body != "body" || e.Trailer.Get("X-Sum") != "42" {
		return fmt.Errorf("body %q, trailer %v", e.body, e.Trailer)
	}
	return nil
}

func checkExpect(t *testing.T, _, edge string) error {
	e, err := trySend(t, "PUT", edge+"/put", bytes.NewReader(make([]byte, 1<<20)), "Expect", "100-continue")
	if err != nil {
		return err
	}
	if e.body != "1048576" {
		return fmt.Errorf("%d bytes arrived: %s", e.StatusCode, e.body)
	}
	return nil
}

// endless is an upload that goes on until the test lets it end.
type endless struct{ stop chan struct{} }

func (e endless) Read(p []byte) (int, error) {
	select {
	case <-e.stop:
		return 0, errors.New("stopped")
	case <-time.After(5 * time.Millisecond):
		return copy(p, "some bytes of a slow upload\n"), nil
	}
}

func checkEarly(t *testing.T, _, edge string) error {
	stop := make(chan struct{})
	defer close(stop)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, "POST", edge+"/early409", endless{stop})
	res, err := plain.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != 409 {
		return fmt.Errorf("status %d, want 409", res.StatusCode)
	}
	return nil
}

func checkUserAgents(t *testing.T, _, edge string) error {
	var bodies []string
	for _, agent := range []string{"curl/8", "Googlebot/2.1", "Mozilla/5.0"} {
		e, err := tryAsk(t, "GET", edge+"/nginx/404", append(slices.Clone(browser),
			"User-Agent", agent, "X-Request-Id", "same")...)
		if err != nil {
			return err
		}
		bodies = append(bodies, strconv.Itoa(e.StatusCode)+timeless(e.body))
	}
	if bodies[0] != bodies[1] || bodies[1] != bodies[2] {
		return errors.New("the answer depends on the user agent")
	}
	return nil
}
