// Command widesite serves a site of any size for measurements: numbered pages
// of 8 KB with ten links each, computed from the address.
package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	addr := flag.String("listen", "127.0.0.1:8099", "address to listen on")
	pages := flag.Int("pages", 1_000_000, "number of pages")
	flag.Parse()
	server := &http.Server{Addr: *addr, Handler: site(*pages), ReadHeaderTimeout: 10 * time.Second}
	fmt.Fprintln(os.Stderr, server.ListenAndServe())
	os.Exit(1)
}

type site int

var filler = strings.Repeat("words that people read on a page of a shop ", 18)

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/p/"))
	if r.URL.Path == "/" {
		n, err = 0, nil
	}
	if err != nil || n < 0 || n >= int(s) {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(s.page(n)) // a crawler that went away needs no answer
}

// page leads to the ten pages whose numbers begin with its own.
func (s site) page(n int) []byte {
	b := make([]byte, 0, 10<<10)
	b = fmt.Appendf(b, "<!doctype html><html lang=en><head><title>Page %d</title><meta name=robots content=index></head><body><main><h1>Page %d</h1>", n, n)
	for i := range 10 {
		to := 10*n + i + 1
		if to >= int(s) {
			to = (n*7 + i) % int(s)
		}
		b = append(b, "<p>"...)
		b = append(b, filler...)
		b = append(b, `<a class="more" href="/p/`...)
		b = strconv.AppendInt(b, int64(to), 10)
		b = append(b, `">another page</a></p>`...)
	}
	return append(b, "</main></body></html>"...)
}
