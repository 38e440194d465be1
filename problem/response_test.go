package problem_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

func TestParseResponseReadsWhatCurlPrints(t *testing.T) {
	const conflict = `{"error":"conflict"}`
	for _, c := range []struct {
		name, raw string
		status    status.Code
		body      string
	}{
		{"CRLF", "HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\n\r\n" + conflict, 409, conflict},
		{"LF", "HTTP/1.1 409 Conflict\nContent-Type: application/json\n\n" + conflict, 409, conflict},
		{"HTTP/2 without a reason", "HTTP/2 409 \r\ncontent-type: application/json\r\n\r\n" + conflict, 409, conflict},
		{"HTTP/3 without anything", "HTTP/3 409\n\n" + conflict, 409, conflict},
		{"no fields", "HTTP/1.1 409 Conflict\n\n" + conflict, 409, conflict},
		{"no body", "HTTP/1.1 409 Conflict\r\nA: b\r\n\r\n", 409, ""},
		{"cut inside the header", "HTTP/1.1 409 Conflict\r\nA: b", 409, ""},
		{"a byte order mark before", "\ufeffHTTP/1.1 409 Conflict\n\nx", 409, "x"},
		{"interim responses", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 409 Conflict\r\n\r\nx", 409, "x"},
		{"redirects", "HTTP/1.1 301 Moved\r\nLocation: /b\r\nContent-Length: 5\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\nx", 404, "x"},
		{"a redirect with its body", "HTTP/1.1 302 Found\r\nContent-Length: 5\r\n\r\nmoved\r\nHTTP/1.1 404 Not Found\r\n\r\nx", 404, "x"},
		{"CONNECT", "HTTP/1.1 200 Connection established\r\n\r\nHTTP/2 503\r\n\r\nx", 503, "x"},
		{"chunked and joined already", "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n" + conflict, 409, conflict},
		{"chunked and raw", "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"err\r\nf\r\nor\":\"conflict\"}\r\n0\r\n\r\n", 409, conflict},
		{"a body that begins like a chunk", "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\nabc\r\nis taken", 409, "abc\r\nis taken"},
		{"a body that speaks of HTTP", "HTTP/1.1 409 Conflict\r\n\r\nHTTP/ is a protocol", 409, "HTTP/ is a protocol"},
		{"TRACE", "HTTP/1.1 200 OK\r\nContent-Type: message/http\r\n\r\nHTTP/1.1 409 Conflict\r\n\r\n", 200, "HTTP/1.1 409 Conflict\r\n\r\n"},
		{"binary", "HTTP/1.1 409 Conflict\r\n\r\n\x89PNG\r\n\x1a\n\x00\xff", 409, "\x89PNG\r\n\x1a\n\x00\xff"},
	} {
		x, err := problem.ParseResponse([]byte(c.raw))
		if err != nil || x.Status != c.status || string(x.Body) != c.body {
			t.Errorf("%s: status %v, body %q, %v", c.name, x.Status, x.Body, err)
		}
	}
}

func TestParseResponseKeepsSeveralValuesInTheirOrder(t *testing.T) {
	x, err := problem.ParseResponse([]byte("HTTP/2 409\r\nset-cookie: a=1\r\nLink: <x>;\r\n  rel=help\r\nset-cookie: b=2\r\nEmpty:\r\n\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := x.Header["Set-Cookie"]; !slices.Equal(got, []string{"a=1", "b=2"}) {
		t.Errorf("Set-Cookie = %q", got)
	}
	if got := x.Header.Get("Link"); got != "<x>; rel=help" {
		t.Errorf("a folded field = %q", got)
	}
	if _, ok := x.Header["Empty"]; !ok {
		t.Error("an empty field is lost")
	}
}

func TestParseResponseForgetsACodingThatTheToolUndid(t *testing.T) {
	const body = `{"error":"conflict","reason":"Document update conflict."}`
	head := "HTTP/2 409\r\ncontent-encoding: gzip\r\n\r\n"
	x, err := problem.ParseResponse([]byte(head + body))
	if err != nil || x.Header.Get("Content-Encoding") != "" || problem.Read(x).Cause != problem.EditConflict {
		t.Errorf("decoded by the tool: %v %v", x.Header, err)
	}
	x, err = problem.ParseResponse([]byte(head + string(gzipped(t, body))))
	if err != nil || x.Header.Get("Content-Encoding") != "gzip" || problem.Read(x).Cause != problem.EditConflict {
		t.Errorf("still coded: %v %v", x.Header, err)
	}
}

func TestParseResponseExplainsInOneLineWhatItIsNot(t *testing.T) {
	for _, c := range []struct{ name, raw, says string }{
		{"nothing", "", "empty"},
		{"white space", " \r\n ", "empty"},
		{"a body alone", `{"error":"conflict"}`, "body alone (json)"},
		{"a page alone", "<!doctype html><p>x", "body alone (html)"},
		{"curl -v", "* Trying 127.0.0.1\n< HTTP/1.1 409 Conflict\n", `curl -v`},
		{"curl -v, answer only", "< HTTP/1.1 409 Conflict\n< A: b\n", `curl -v`},
		{"a request", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "request"},
		{"status 999", "HTTP/1.1 999 Odd\r\n\r\n", "999"},
		{"status 099", "HTTP/1.1 099 Odd\r\n\r\n", "099"},
		{"no status", "HTTP/1.1\r\n\r\n", "status line"},
		{"no version", "HTTP/x 409\r\n\r\n", "status line"},
		{"a field without colon", "HTTP/1.1 409 Conflict\r\nA: b\r\nhello there\r\n\r\n", "line 3"},
		{"no empty line before the body", "HTTP/1.1 409 Conflict\r\n{\"a b\":1}\r\n", "line 2"},
		{"a huge header", "HTTP/1.1 409 Conflict\r\n" + strings.Repeat("A: "+strings.Repeat("x", 1000)+"\r\n", 400), "256 KiB"},
		{"one huge line", "HTTP/1.1 409 Conflict\r\nA: " + strings.Repeat("x", 1<<20), "256 KiB"},
		{"a fold before any field", "HTTP/1.1 409 Conflict\r\n b\r\n\r\n", "line 2"},
		{"interim responses without end", strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 100), "in a row"},
	} {
		_, err := problem.ParseResponse([]byte(c.raw))
		if !errors.Is(err, problem.ErrNoResponse) {
			t.Errorf("%s: %v, want ErrNoResponse", c.name, err)
			continue
		}
		if text := err.Error(); !strings.Contains(text, c.says) || strings.Contains(text, "\n") || len(text) > 300 {
			t.Errorf("%s: %q does not say %q in one line", c.name, text, c.says)
		}
	}
}

func TestParseResponseKeepsAtMost64KiB(t *testing.T) {
	x, err := problem.ParseResponse([]byte("HTTP/1.1 409 Conflict\r\n\r\n" + strings.Repeat("x", 1<<20)))
	if err != nil || len(x.Body) != 64<<10 {
		t.Errorf("%d bytes, %v", len(x.Body), err)
	}
}

func TestACapturedAnswerIsExplained(t *testing.T) {
	raw := "HTTP/1.1 409 Conflict\r\nX-Powered-By: Express\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: keep-alive\r\n\r\n" +
		`{"error":"conflict","reason":"Document update conflict"}`
	x, err := problem.ParseResponse([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	x.Method = http.MethodPut
	if p := problem.Read(x); p.Cause != problem.EditConflict || p.Rule != "couchdb" {
		t.Errorf("%+v", p)
	}
}
