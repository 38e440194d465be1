package crawl_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// benchPage is a page of 8 KB with ten links.
func benchPage(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=en><head><title>Page %d</title><meta name=robots content=index><link rel=canonical href=/p/%d></head><body><main><h1>Page %d</h1>", n, n, n)
	for i := range 10 {
		fmt.Fprintf(&b, `<p>%s<a class="link" href="/p/%d">to page %d</a></p>`, strings.Repeat("words that people read on a page ", 24), (n*10+i+1)%1000000, i)
	}
	return b.String() + "</main></body></html>"
}

func BenchmarkParsePage(b *testing.B) {
	body := []byte(benchPage(1))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	x := crawl.Exchange{
		Address: parse(b, "https://shop.example/p/1"), Status: 200, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body: body, Size: int64(len(body)),
	}
	for b.Loop() {
		if len(crawl.ParsePage(&x).Links) != 10 {
			b.Fatal("links were lost")
		}
	}
}
