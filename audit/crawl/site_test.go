package crawl_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// journal is a site that writes down what it is asked.
type journal struct {
	http.Handler
	mu    sync.Mutex
	asked []string
}

func (j *journal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	j.mu.Lock()
	j.asked = append(j.asked, r.RequestURI)
	j.mu.Unlock()
	j.Handler.ServeHTTP(w, r)
}

func (j *journal) paths() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.asked)
}

func (j *journal) count(path string) (n int) {
	for _, asked := range j.paths() {
		if asked == path {
			n++
		}
	}
	return n
}

// serve starts a site on loopback.
func serve(t *testing.T, h http.Handler) (base string, j *journal) {
	t.Helper()
	j = &journal{Handler: h}
	s := httptest.NewServer(j)
	t.Cleanup(s.Close)
	return s.URL, j
}

// pages is a site of HTML pages by request target; all else is 404.
type pages map[string]string

func (p pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, ok := p[r.RequestURI]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.URL.Path == "/robots.txt" {
		w.Header().Set("Content-Type", "text/plain")
	} else {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	_, _ = w.Write([]byte(body))
}

// newCrawler makes a crawler that waits for nothing; it is closed with the test.
func newCrawler(t *testing.T, base string, adapt func(*crawl.Options)) *crawl.Crawler {
	t.Helper()
	pace := crawl.OwnPace(0)
	o := crawl.Options{Seeds: []crawl.Address{parse(t, base)}, Pace: &pace, Timeout: 20 * time.Second}
	if adapt != nil {
		adapt(&o)
	}
	c, err := crawl.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func ask(t *testing.T, address string) *crawl.Exchange {
	t.Helper()
	x, _ := newCrawler(t, address, nil).Ask(t.Context(), crawl.Question{Address: parse(t, address)})
	return x
}

// keysOf lists the addresses that were asked, without the base.
func keysOf(s *crawl.Site, base string) []string {
	var out []string
	for r := range s.All() {
		if r.Exchange != nil {
			out = append(out, r.Address.Key[len(base):])
		}
	}
	return out
}
