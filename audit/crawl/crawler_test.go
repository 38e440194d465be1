package crawl_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"go.uber.org/goleak"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func walk(t *testing.T, h http.HandlerFunc, o crawl.Options) *crawl.Site {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	o.Seeds = []crawl.Address{address(t, server.URL)}
	c, err := crawl.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c.Run(t.Context())
}

func at(s *crawl.Site, path string) *crawl.Resource { return s.Resource(s.Seeds[0].Origin() + path) }

func page(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprint(w, body)
}

func TestBodiesAreDecodedWithinBounds(t *testing.T) {
	pack := map[string]func(string) []byte{
		"gzip": func(s string) []byte {
			var b bytes.Buffer
			w := gzip.NewWriter(&b)
			_, _ = w.Write([]byte(s))
			_ = w.Close()
			return b.Bytes()
		},
		"br": func(s string) []byte {
			var b bytes.Buffer
			w := brotli.NewWriter(&b)
			_, _ = w.Write([]byte(s))
			_ = w.Close()
			return b.Bytes()
		},
		"zstd": func(s string) []byte {
			w, _ := zstd.NewWriter(nil)
			defer w.Close()
			return w.EncodeAll([]byte(s), nil)
		},
	}
	bomb := strings.Repeat("a", 8<<20)
	site := walk(t, func(w http.ResponseWriter, r *http.Request) {
		kind, coding, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "-")
		w.Header().Set("Content-Type", "text/html")
		switch {
		case kind == "page":
			w.Header().Set("Content-Encoding", coding)
			_, _ = w.Write(pack[coding]("<title>" + coding + "</title>"))
		case kind == "bomb":
			w.Header().Set("Content-Encoding", coding)
			_, _ = w.Write(pack[coding](bomb))
		case kind == "broken":
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "this is no gzip")
		case r.URL.Path == "/":
			page(w, "<a href=page-gzip><a href=page-br><a href=page-zstd><a href=bomb-gzip><a href=bomb-br><a href=bomb-zstd><a href=broken>")
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}, crawl.Options{})
	for coding := range pack {
		if r := at(site, "/page-"+coding); r.Page == nil || r.Page.Title != coding {
			t.Errorf("%s: page %+v, reason %q", coding, r.Page, r.Exchange.Reason)
		}
		if r := at(site, "/bomb-"+coding); r.Exchange.Reason != crawl.Ratio {
			t.Errorf("%s: a bomb has the reason %q, want ratio", coding, r.Exchange.Reason)
		}
	}
	if r := at(site, "/broken"); r.Exchange.Reason != crawl.Encoding {
		t.Errorf("a broken coding has the reason %q, want encoding", r.Exchange.Reason)
	}
}

func TestAnEndlessBodyIsCut(t *testing.T) {
	site := walk(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for r.Context().Err() == nil && r.URL.Path == "/" {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 32<<10)); err != nil {
				return
			}
		}
	}, crawl.Options{MaxBody: 100 << 10})
	if x := at(site, "/").Exchange; !x.Cut || x.Size != 100<<10 || x.Reason != "" {
		t.Errorf("size %d, cut %v, reason %q; want 100 KiB, cut", x.Size, x.Cut, x.Reason)
	}
}

func TestPrivateNeighboursAreNeverAsked(t *testing.T) {
	var reached atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	defer other.Close()
	port := other.URL[strings.LastIndexByte(other.URL, ':'):]
	for _, target := range []string{other.URL, "http://localhost" + port, "http://[::ffff:127.0.0.1]" + port, "http://0x7f.1" + port, "http://169.254.169.254/"} {
		seed := address(t, "http://shop.example/")
		c, err := crawl.New(crawl.Options{Seeds: []crawl.Address{seed}})
		if err != nil {
			t.Fatal(err)
		}
		x, _ := c.Ask(t.Context(), crawl.Question{Address: address(t, target)})
		c.Close()
		if x.Reason != crawl.AddressRefused {
			t.Errorf("%s: reason %q (%s), want address-refused", target, x.Reason, x.Cause)
		}
	}
	if reached.Load() {
		t.Error("a private neighbour was reached")
	}
}

func TestNoFollowTargetsAreAskedButNotCrawledOn(t *testing.T) {
	for path, want := range map[string]bool{"": false, "<a href=/fine>": true} {
		site := walk(t, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/":
				page(w, "<a rel=nofollow href=/once>x</a>"+path)
			case "/fine":
				page(w, "<a href=/once>x</a>")
			case "/once":
				page(w, "<a href=/behind>x</a>")
			default:
				w.WriteHeader(http.StatusNotFound)
			}
		}, crawl.Options{})
		if at(site, "/once").Exchange == nil {
			t.Error("the target was not asked for its status")
		}
		if got := at(site, "/behind") != nil; got != want {
			t.Errorf("with %q: the page behind is known = %v, want %v", path, got, want)
		}
	}
}

func TestRobotsRulesAreObeyedOnEveryHop(t *testing.T) {
	var asked atomic.Bool
	site := walk(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: signpost\nDisallow: /no\n")
		case "/":
			page(w, "<a href=/go>x</a>")
		case "/go":
			http.Redirect(w, r, "/no", http.StatusFound)
		case "/no":
			asked.Store(true)
		}
	}, crawl.Options{})
	if end := site.Chain(at(site, "/go")).End(); end.Exchange.Reason != crawl.RobotsBlocked || asked.Load() {
		t.Errorf("the end of the chain has the reason %q, asked %v; want robots-blocked, not asked", end.Exchange.Reason, asked.Load())
	}
}

func TestWhatIsAskedIsWhatIsWritten(t *testing.T) {
	asked := make(chan string, 20)
	walk(t, func(w http.ResponseWriter, r *http.Request) {
		asked <- r.RequestURI
		if r.URL.Path == "/" {
			page(w, `<a href="/%7eme/?x=%41&b;c=%zz"><a href="//`+r.Host+`//double"><a href="/?">`)
		}
	}, crawl.Options{})
	close(asked)
	var got []string
	for uri := range asked {
		got = append(got, uri)
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"/%7eme/?x=%41&b;c=%zz", "//double"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q was not asked as written; asked:\n%s", want, all)
		}
	}
}
