package problem_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/problem"
)

// fuzzMethods and fuzzCodings are picked by a byte.
var (
	fuzzMethods = []string{"POST", "GET", "PUT", "DELETE", "MKCOL", ""}
	fuzzCodings = []string{"", "gzip", "br", "zstd", "deflate", "gzip, gzip"}
)

func FuzzRead(f *testing.F) {
	for _, c := range loadCorpus(f) {
		f.Add([]byte(c.Body), int(c.Status), c.ContentType, byte(2), byte(0))
	}
	for _, c := range loadUnseen(f) {
		f.Add([]byte(c.Body), int(c.Status), c.ContentType, byte(0), byte(0))
	}
	f.Add(gzipped(f, `{"error":"conflict","reason":"a b"}`), 409, "application/json", byte(0), byte(1))
	f.Fuzz(func(t *testing.T, body []byte, code int, contentType string, method, coding byte) {
		h := http.Header{"Content-Type": {contentType}}
		if name := fuzzCodings[int(coding)%len(fuzzCodings)]; name != "" {
			h.Set("Content-Encoding", name)
		}
		x := problem.Exchange{Method: fuzzMethods[int(method)%len(fuzzMethods)], Status: statusOf(code), Header: h, Body: body}
		p := problem.Read(x)
		checkProblem(t, p)
		if h.Get("Content-Encoding") == "" {
			checkVersions(t, p, string(body))
		}
		d := problem.Describe(p, problem.DescribeOptions{})
		j, m := decodeJSON(t, d.JSON()), decodeXML(t, d.XML())
		if j.Detail != m.Detail || j.Resource != m.Resource || j.CurrentVersion != m.CurrentVersion {
			t.Errorf("JSON %+v\nXML %+v", j, m)
		}
		if !utf8.Valid(d.Text()) || !utf8.Valid(d.Markdown()) {
			t.Error("invalid UTF-8 in a form for people")
		}
		if bytes.ContainsRune(d.Markdown(), '<') {
			t.Errorf("raw HTML in Markdown: %q", d.Markdown())
		}
	})
}

func checkProblem(t *testing.T, p problem.Problem) {
	t.Helper()
	for _, s := range []string{p.Summary, p.Title, p.Resource, p.CurrentVersion, p.YourVersion, p.Field, p.LockOwner, p.Reference} {
		if !utf8.ValidString(s) || len(s) > 4<<10 {
			t.Errorf("member of %d bytes, valid %v: %.100q", len(s), utf8.ValidString(s), s)
		}
	}
	if len(p.Errors) > 20 || len(p.UpstreamSteps) > 6 {
		t.Errorf("%d errors, %d steps", len(p.Errors), len(p.UpstreamSteps))
	}
	if p.Retryable && p.Cause == "" || p.Masked && p.Cause == "" {
		t.Errorf("%+v", p)
	}
}

// checkVersions holds every version to be a piece of the body, unless the body
// writes characters in escapes.
func checkVersions(t *testing.T, p problem.Problem, body string) {
	t.Helper()
	if strings.ContainsAny(body, `\&`) || !utf8.ValidString(body) {
		return
	}
	for _, v := range []string{p.CurrentVersion, p.YourVersion} {
		if !strings.Contains(body, v) {
			t.Errorf("version %q is not in the body", v)
		}
	}
	for piece := range strings.FieldsFuncSeq(p.Resource, func(r rune) bool { return r == '/' || r == '.' }) {
		if !strings.Contains(body, piece) {
			t.Errorf("piece %q of resource %q is not in the body", piece, p.Resource)
		}
	}
}

func FuzzParseResponse(f *testing.F) {
	f.Add([]byte("HTTP/1.1 409 Conflict\r\nA: b\r\n\r\n{}"))
	f.Add([]byte("HTTP/2 409\n\nx"))
	f.Add([]byte("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 409 C\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"))
	f.Add([]byte("HTTP/1.1 302 Found\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 404 N\r\n\r\n"))
	f.Add([]byte("HTTP/1.1 409 Conflict\r\nA: b\r\n c\r\nContent-Encoding: gzip\r\n\r\nplain"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		x, err := problem.ParseResponse(raw)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
			return
		}
		if !x.Status.Valid() || len(x.Body) > 64<<10 {
			t.Errorf("status %v, %d bytes", x.Status, len(x.Body))
		}
		for name, values := range x.Header {
			if http.CanonicalHeaderKey(name) != name || len(values) == 0 {
				t.Errorf("field %q: %q", name, values)
			}
		}
		problem.Read(x)
	})
}

func FuzzClassify(f *testing.F) {
	for _, s := range loadSignatures(f) {
		f.Add(s.held.Body, int(s.held.Status), s.held.Header.Get("Content-Type"), true, byte(0))
	}
	for _, c := range loadCorpus(f) {
		f.Add([]byte(c.Body), int(c.Status), c.ContentType, false, byte(0))
	}
	f.Fuzz(func(t *testing.T, body []byte, code int, contentType string, complete bool, coding byte) {
		h := held(statusOf(code), contentType, string(body))
		h.Complete = complete
		if name := fuzzCodings[int(coding)%len(fuzzCodings)]; name != "" {
			h.Header.Set("Content-Encoding", name)
		}
		c := problem.Classify(h)
		switch c.Class {
		case problem.Empty, problem.Default, problem.Bare, problem.Machine, problem.Leak, problem.Rich, problem.Opaque:
		default:
			t.Errorf("class %q", c.Class)
		}
		if c.Class == problem.Opaque && c.Signature != "" || c.Class == problem.Leak && c.Signature == "" {
			t.Errorf("%+v", c)
		}
	})
}
