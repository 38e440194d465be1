package lastgood_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// What a passing answer costs: of a site without copies, of one whose page has
// not changed, and of one whose page always changes.
func BenchmarkObserve(b *testing.B) {
	body := page + strings.Repeat("<p>Something to read.</p>", 1500)
	for _, c := range []struct {
		name    string
		policy  lastgood.Policy
		changes bool
	}{
		{"nothing kept", lastgood.Policy{Robots: time.Hour}, false},
		{"same page", day, false},
		{"new page", day, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			s, err := lastgood.Open(lastgood.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			pages := [2]string{body, strings.ToUpper(body)}
			buf := make([]byte, 32<<10)
			for i := 0; b.Loop(); i++ {
				text := pages[0]
				if c.changes {
					text = pages[i%2]
				}
				observeOnce(s, c.policy, text, buf)
			}
		})
	}
}

func observeOnce(s *lastgood.Store, p lastgood.Policy, body string, buf []byte) {
	res := &http.Response{
		StatusCode: http.StatusOK, Header: benchHeader, ContentLength: int64(len(body)),
		Body: io.NopCloser(strings.NewReader(body)),
	}
	s.Observe(benchAsk, res, p, noon)
	for {
		if _, err := res.Body.Read(buf); err != nil {
			break
		}
	}
	_ = res.Body.Close()
}

var (
	benchHeader = fields(isHTML, `Etag: "v1"`)
	benchAsk    = get("/a")
)

// What a start costs when the folder is full.
func BenchmarkOpen(b *testing.B) {
	folder := b.TempDir()
	s, err := lastgood.Open(lastgood.Options{Path: folder})
	if err != nil {
		b.Fatal(err)
	}
	body := page + strings.Repeat("x", 50_000)
	buf := make([]byte, 32<<10)
	for i := range 600 {
		a := get("/" + strings.Repeat("a", i))
		res := &http.Response{StatusCode: http.StatusOK, Header: benchHeader, ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body))}
		s.Observe(a, res, day, time.Now())
		for {
			if _, err := res.Body.Read(buf); err != nil {
				break
			}
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(600 * int64(len(body)))
	for b.Loop() {
		s, err := lastgood.Open(lastgood.Options{Path: folder})
		if err != nil {
			b.Fatal(err)
		}
		_ = s.Close()
	}
}
