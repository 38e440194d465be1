package crawl_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// The home page leads to sixty pages, all of which are behind a gateway that
// fails; or answer 500, which is an answer.
func TestAHostThatFailsAllTheTimeIsLeftAlone(t *testing.T) {
	for code, want := range map[int]bool{http.StatusBadGateway: true, http.StatusInternalServerError: false} {
		base, _ := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/":
			case "/robots.txt":
				http.NotFound(w, r)
				return
			default:
				http.Error(w, "no", code)
				return
			}
			w.Header().Set("Content-Type", "text/html")
			for i := range 60 {
				fmt.Fprintf(w, "<a href=/%d>%d</a>", i, i)
			}
		}))
		c, err := crawl.New(crawl.Options{Seeds: []crawl.Address{parse(t, base+"/")}, Sitemaps: []crawl.Address{}, Concurrency: 1})
		if err != nil {
			t.Fatal(err)
		}
		site := c.Run(t.Context())
		c.Close()
		left := 0
		for r := range site.All() {
			if r.Exchange != nil && r.Exchange.Reason == crawl.BreakerOpen {
				left++
			}
		}
		host := c.Stats().Hosts[0]
		if host.Broken != want || left != host.BrokenLeft || want && left != 40 {
			t.Errorf("all answer %d: %d addresses left, host %+v", code, left, host)
		}
	}
}
