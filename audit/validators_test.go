package audit_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// at serves one address of a healthy site by itself.
func at(path string, h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RequestURI() == path {
			h(w, r)
			return
		}
		site{path: goodPage("A", "Text")}.ServeHTTP(w, r)
	})
}

// raw writes bytes as the whole answer.
func raw(w http.ResponseWriter, answer string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	fmt.Fprint(conn, answer)
	conn.Close()
}

// expect audits a site with a fault and one that only looks like it.
func expect(t *testing.T, id string, hit, miss http.HandlerFunc) {
	t.Helper()
	if report := run(t, at("/v/a", hit)); find(report, id) == nil {
		t.Errorf("%s: planted fault: found %v", id, idsOf(report))
	}
	if report := run(t, at("/v/a", miss)); find(report, id) != nil {
		t.Errorf("%s: near miss: found %+v", id, find(report, id))
	}
}

func pageOf(body string) string { return goodPage("A", body).body }

func TestOneStrongETagForTwoCodingsIsFound(t *testing.T) {
	packed := func(tag, packedTag string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Etag", tag)
			if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
				fmt.Fprint(w, pageOf("Text"))
				return
			}
			w.Header().Set("Etag", packedTag)
			w.Header().Set("Content-Encoding", "gzip")
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			fmt.Fprint(z, pageOf("Text"))
			z.Close()
			_, _ = w.Write(b.Bytes())
		}
	}
	expect(t, "etag-weak-mismatch-encoding", packed(`"one"`, `"one"`), packed(`W/"one"`, `W/"one"`))
	expect(t, "etag-weak-mismatch-encoding", packed(`"one"`, `"one"`), packed(`"one"`, `"one-gzip"`))
}

func TestALastChangeThatGoesWithTheClockIsFound(t *testing.T) {
	start := time.Now()
	changing := func(at func() time.Time) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Last-Modified", at().UTC().Format(http.TimeFormat))
			fmt.Fprint(w, pageOf("Text"))
		}
	}
	expect(t, "last-modified-now", changing(time.Now), changing(func() time.Time { return start }))
}

func TestAStaleNotModifiedIsFound(t *testing.T) {
	rivers := []string{"The ferry leaves at noon for the island of birds.", "Nobody lives here since the great flood."}
	answering := func(text func(n int64) string) http.HandlerFunc {
		var asked atomic.Int64
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Etag", `"one"`)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if r.Header.Get("If-None-Match") == `"one"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			fmt.Fprint(w, pageOf(text(asked.Add(1))))
		}
	}
	other := func(n int64) string { return strings.Repeat(rivers[min(n/14, 1)]+" ", 5) }
	nonce := func(n int64) string { return strings.Repeat(rivers[0]+" ", 5) + fmt.Sprintf("Form %08d.", n) }
	expect(t, "304-changed", answering(other), answering(nonce))
}

func TestABodyBehindNotModifiedIsFound(t *testing.T) {
	answering := func(behind string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") == `"one"` {
				raw(w, "HTTP/1.1 304 Not Modified\r\nEtag: \"one\"\r\n\r\n"+behind)
				return
			}
			w.Header().Set("Etag", `"one"`)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, pageOf("Text"))
		}
	}
	expect(t, "304-with-body", answering("<p>Not modified.</p>"), answering(""))
}

func TestBodiesThatEndTooEarlyAreToldApart(t *testing.T) {
	short := func(w http.ResponseWriter, _ *http.Request) {
		raw(w, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<p>The start of it")
	}
	broken := func(w http.ResponseWriter, _ *http.Request) {
		raw(w, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n<p>The start of it")
	}
	expect(t, "content-length-mismatch", short, broken)
	expect(t, "body-truncated", broken, short)
	report := run(t, at("/v/a", broken))
	if find(report, "network-error") == nil { // of another group: the page is lost, whatever cut it off
		t.Error("network-error does not tell of a body that was cut off")
	}
}
