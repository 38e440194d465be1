package lastgood_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(childFolder); folder != "" {
		child(folder)
		return
	}
	goleak.VerifyTestMain(m)
}

// day is the policy of most tests: everything is kept for a day.
var day = lastgood.Policy{IfError: 24 * time.Hour, Robots: 24 * time.Hour, Sitemaps: 24 * time.Hour}

const page = "<!doctype html><html><head><title>Shoes</title></head><body><main><h1>Shoes</h1><p>All our shoes.</p></main></body></html>"

// clock is a time that stands until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func open(t *testing.T, opts lastgood.Options) *lastgood.Store {
	t.Helper()
	s, err := lastgood.Open(opts)
	if err != nil {
		t.Fatalf("Open(%+v): %v", opts, err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// fields writes a header as "Name: value" lines.
func fields(lines ...string) http.Header {
	h := http.Header{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		h.Add(name, strings.TrimSpace(value))
	}
	return h
}

func ask(method, target string, lines ...string) lastgood.Ask {
	r := httptest.NewRequest(method, "http://shop.example"+target, nil)
	r.Header = fields(lines...)
	return lastgood.Ask{Site: "shop", Scheme: "http", Request: r}
}

func get(target string, lines ...string) lastgood.Ask { return ask("GET", target, lines...) }

// reply is an answer of the site.
type reply struct {
	status int
	header http.Header
	body   string
	broken bool // ends short
	length bool // says how long it is

	unframed bool // ends with its connection
}

func html(body string, lines ...string) reply {
	return reply{status: 200, header: fields(append([]string{"Content-Type: text/html"}, lines...)...), body: body}
}

func text(body string, lines ...string) reply {
	return reply{status: 200, header: fields(append([]string{"Content-Type: text/plain"}, lines...)...), body: body}
}

func code(status int, lines ...string) reply { return reply{status: status, header: fields(lines...)} }

// breaking fails after its bytes.
type breaking struct{ io.Reader }

func (b breaking) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// pass lets an answer go by the store to a client, and returns what the client
// read.
func pass(t *testing.T, s *lastgood.Store, a lastgood.Ask, re reply, p lastgood.Policy, now time.Time) string {
	t.Helper()
	var body io.Reader = strings.NewReader(re.body)
	if re.broken {
		body = breaking{body}
	}
	res := &http.Response{StatusCode: re.status, Header: re.header, Body: io.NopCloser(body), ContentLength: -1}
	if re.unframed {
		res.ProtoMajor = 1
	}
	if re.length {
		res.ContentLength = int64(len(re.body))
	}
	s.Observe(a, res, p, now)
	var got bytes.Buffer
	_, err := got.ReadFrom(res.Body)
	if (err != nil) != re.broken {
		t.Fatalf("read the passing body: %v", err)
	}
	if err := res.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return got.String()
}

// found is the body of the copy that would be served; empty: none.
func found(s *lastgood.Store, a lastgood.Ask, p lastgood.Policy) string {
	c, _ := s.Find(a, p)
	return string(c.Body)
}
