package upstream_test

import (
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// BenchmarkRoundTrip compares a client with a pool of one over it: alone, where
// nothing but the pool costs, and over the loopback.
func BenchmarkRoundTrip(b *testing.B) {
	nothing := answers(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
	})
	s := rawserver.Start(b, rawserver.Reply("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
	client, err := upstream.New(upstream.Options{URL: s.URL()})
	if err != nil {
		b.Fatal(err)
	}
	pool, err := upstream.NewPool(upstream.PoolOptions{Servers: []string{s.URL()}})
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	defer client.(interface{ CloseIdleConnections() }).CloseIdleConnections()

	for _, c := range []struct {
		name   string
		client upstream.Client
	}{
		{"alone", nothing},
		{"alone in a pool", upstream.NewPoolOver(upstream.PoolOptions{}, nil, nothing)},
		{"one of three", upstream.NewPoolOver(upstream.PoolOptions{}, nil, nothing, nothing, nothing)},
		{"loopback", client},
		{"loopback in a pool", pool},
	} {
		b.Run(c.name, func(b *testing.B) {
			req, _ := http.NewRequestWithContext(b.Context(), http.MethodGet, "/", nil)
			b.ReportAllocs()
			for b.Loop() {
				res, err := c.client.RoundTrip(req)
				if err != nil {
					b.Fatal(err)
				}
				upstream.Discard(res)
			}
		})
	}
}
