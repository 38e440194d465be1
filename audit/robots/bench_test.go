package robots_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/robots"
)

// shopRules resembles the robots.txt of a large shop.
func shopRules() []byte {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for i := range 100 {
		fmt.Fprintf(&b, "Disallow: /account/section-%d/\nDisallow: /*?sort=%d&\nAllow: /shop/%d/*.html$\n", i, i, i)
	}
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	body := shopRules()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		robots.Parse(body)
	}
}

func BenchmarkDecide(b *testing.B) {
	file := robots.Parse(shopRules())
	b.ReportAllocs()
	for b.Loop() {
		file.Decide("Signpost", "https://shop.example/shop/99/garden/hoses-and-fittings/hose-25m.html?colour=green&sort=7")
	}
}

func BenchmarkDecideHostile(b *testing.B) {
	file := robots.Parse([]byte("User-agent: *\n" + strings.Repeat("Disallow: /"+strings.Repeat("*a", 400)+"b\n", 600)))
	url := "/" + strings.Repeat("a", 2000)
	b.ReportAllocs()
	for b.Loop() {
		file.Decide("Signpost", url)
	}
}
