package rule_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// BenchmarkLook is what each page of a crawl costs once it is there: parsed, and
// looked at by all who need its body.
func BenchmarkLook(b *testing.B) {
	at, err := crawl.ParseAddress("https://shop.example/p/1")
	if err != nil {
		b.Fatal(err)
	}
	var body strings.Builder
	body.WriteString("<!doctype html><html lang=en><head><title>Page 1 · Shop</title><link rel=canonical href=/p/1></head><body><main><h1>Page 1</h1>")
	for i := range 10 {
		fmt.Fprintf(&body, `<p>%s — <a class="link" href="/p/%d">to page %d</a></p>`, strings.Repeat("The words that people read on a page, in 12 lines. ", 14), i, i)
	}
	x := crawl.Exchange{
		Address: at, Status: 200, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body: []byte(body.String()), Size: int64(body.Len()),
	}
	b.SetBytes(x.Size)
	b.ReportAllocs()
	for b.Loop() {
		v := crawl.Visit{Exchange: &x, Page: crawl.ParsePage(&x)}
		if rule.Observe(v) == nil || rule.SaysMaintenance(v.Page) || rule.ReadErrorPage(v) != nil {
			b.Fatal("the page is not what it was")
		}
	}
}
