package handlers_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/views"
)

var designed = "<!doctype html><html><body><header>Shop</header><main><h1>Nothing here</h1><form><input name=q></form></main>" +
	strings.Repeat("<p>words of the site</p>", 400) + "</body></html>"

// program is a handler as programs have them, errors by path.
func program(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	switch r.URL.Path {
	case "/ok":
		_, _ = io.WriteString(w, "fine")
	case "/nothing":
	case "/notfound":
		http.NotFound(w, r)
	case "/conflict":
		h.Set("Content-Type", "application/json")
		h.Set("Retry-After", "7")
		body := `{"error":"The document was changed by somebody else meanwhile"}`
		h.Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, body)
	case "/designed":
		w.WriteHeader(http.StatusNotFound)
		for part := range strings.SplitAfterSeq(designed, ">") {
			_, _ = io.WriteString(w, part)
		}
	case "/long":
		h.Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"error":"That is too much","dump":%q}`, strings.Repeat("x", 200<<10))
	case "/keep":
		h.Set("Signpost-Page", "keep")
		http.Error(w, "mine", http.StatusConflict)
	case "/image":
		h.Set("Content-Type", "image/png")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte{0x89, 'P', 'N', 'G'})
	case "/flushed":
		w.WriteHeader(http.StatusInternalServerError)
		_ = http.NewResponseController(w).Flush()
		_, _ = io.WriteString(w, "late words")
	case "/legacy":
		w.WriteHeader(http.StatusServiceUnavailable)
		w.(http.Flusher).Flush()
	case "/trailer":
		h.Set("Trailer", "X-Sum")
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, "<!doctype html><title>x</title><main>"+designed)
		h.Set("X-Sum", "42")
	case "/hints":
		h.Set("Link", "</a.css>; rel=preload")
		w.WriteHeader(http.StatusEarlyHints)
		http.Error(w, "gone", http.StatusGone)
	}
}

func intercepted(t *testing.T, h http.HandlerFunc) (with, without string) {
	t.Helper()
	mw := handlers.Intercept(handlers.Site{Brand: views.Brand{Name: "Shop"}})
	return serve(t, mw(h)), serve(t, h)
}

func TestAProgramsPoorErrorsBecomePages(t *testing.T) {
	with, _ := intercepted(t, program)
	for path, want := range map[string]int{"/notfound": 404, "/conflict": 409, "/long": 400, "/hints": 410} {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			e := ask(t, method, with+path, browser...)
			if e.StatusCode != want || e.Header.Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("%s %s: %d %q", method, path, e.StatusCode, e.Header.Get("Content-Type"))
			}
			if method == "GET" && strings.Count(e.body, "<h1>") != 1 {
				t.Errorf("%s: %s", path, e.body)
			}
			if e.Header.Get("Via") != "" || e.Header.Get("Proxy-Status") != "" {
				t.Errorf("%s: a middleware is no hop: %v", path, e.Header)
			}
		}
	}
	e := ask(t, "GET", with+"/conflict", browser...)
	if !strings.Contains(e.body, "The document was changed by somebody else meanwhile") || e.Header.Get("Retry-After") != "7" {
		t.Errorf("the sentence or a field is lost: %v\n%s", e.Header, e.body)
	}
}

func TestWhatAProgramWroteForOthersIsUntouched(t *testing.T) {
	with, without := intercepted(t, program)
	people := browser
	programs := []string{"Accept", "application/json"}
	for _, c := range []struct {
		path   string
		fields []string
	}{
		{"/ok", people},
		{"/nothing", people},
		{"/designed", people},
		{"/keep", people},
		{"/image", people},
		{"/flushed", people},
		{"/legacy", people},
		{"/trailer", people},
		{"/conflict", programs},
		{"/long", programs},
		{"/notfound", nil},
	} {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			got, want := ask(t, method, with+c.path, c.fields...), ask(t, method, without+c.path, c.fields...)
			if got.StatusCode != want.StatusCode || got.body != want.body {
				t.Errorf("%s %s: %d %.80q, without the middleware %d %.80q", method, c.path, got.StatusCode, got.body, want.StatusCode, want.body)
			}
			for _, h := range []http.Header{got.Header, want.Header} {
				h.Del("Date")
				h.Del("Vary") // of errors, because people get another answer
				h.Del("Signpost-Page")
			}
			if a, b := fmt.Sprint(got.Header, got.Trailer), fmt.Sprint(want.Header, want.Trailer); a != b {
				t.Errorf("%s %s: %s\nwithout the middleware %s", method, c.path, a, b)
			}
		}
	}
}

func TestAnInterceptedHandlerMayTakeTheConnection(t *testing.T) {
	with, _ := intercepted(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
		_ = conn.Close()
	})
	if e := ask(t, "GET", with+"/"); e.body != "hi" {
		t.Errorf("body %q", e.body)
	}
}

func TestTheProblemPagesOfAProgramAreThere(t *testing.T) {
	with, _ := intercepted(t, program)
	e := ask(t, "GET", with+"/conflict", "Accept", "application/problem+json", "Sec-Fetch-Mode", "navigate")
	if e.StatusCode != 409 {
		t.Fatalf("status %d", e.StatusCode)
	}
	if g := ask(t, "GET", with+"/_signpost/problems/edit-conflict", browser...); g.StatusCode != 200 || strings.Count(g.body, "<h1>") != 1 {
		t.Errorf("guide: %d %s", g.StatusCode, g.body)
	}
}

func TestAPanicOfAnInterceptedHandlerIsNotSwallowed(t *testing.T) {
	h := handlers.Intercept(handlers.Site{})(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("mine") }))
	defer func() {
		if v := recover(); v != "mine" {
			t.Errorf("recovered %v", v)
		}
	}()
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", http.NoBody))
}

// Whatever a handler writes, in whatever pieces, a program gets it unchanged.
func FuzzIntercept(f *testing.F) {
	f.Add(404, "text/html", []byte("<h1>x</h1>"), 3)
	f.Add(500, "", []byte("\x00\xff"), 1)
	f.Add(409, "application/json", []byte(`{"error":"conflict"}`), 7)
	f.Add(200, "text/plain", bytes.Repeat([]byte("a"), 70<<10), 4096)
	f.Fuzz(func(t *testing.T, code int, kind string, body []byte, piece int) {
		if code < 200 || code > 599 || piece < 1 {
			return
		}
		h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if kind != "" {
				w.Header().Set("Content-Type", kind)
			}
			w.WriteHeader(code)
			for rest := body; len(rest) > 0; rest = rest[min(piece, len(rest)):] {
				if n, err := w.Write(rest[:min(piece, len(rest))]); n != min(piece, len(rest)) || err != nil {
					t.Fatalf("Write = %d, %v", n, err)
				}
			}
		})
		got, want := httptest.NewRecorder(), httptest.NewRecorder()
		request := httptest.NewRequest("POST", "/api", http.NoBody)
		request.Header.Set("Accept", "application/json")
		handlers.Intercept(handlers.Site{})(h).ServeHTTP(got, request)
		h.ServeHTTP(want, request)
		if replaced := got.Header().Get("X-Request-Id") != ""; replaced {
			return // a debug page in HTML, or a status of another hop
		}
		if got.Code != want.Code || !bytes.Equal(got.Body.Bytes(), want.Body.Bytes()) {
			t.Errorf("%d %q, want %d %q", got.Code, got.Body, want.Code, want.Body)
		}
	})
}
