package crawl_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

type packer func(io.Writer) io.WriteCloser

func packers() map[string]packer {
	return map[string]packer{
		"gzip":   func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
		"x-gzip": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
		"br":     func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
		"zstd": func(w io.Writer) io.WriteCloser {
			z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
			if err != nil {
				panic(err)
			}
			return z
		},
	}
}

func pack(t *testing.T, p packer, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := p(&out)
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// coded is a site with one answer in some content coding.
func coded(coding string, body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		if coding != "" {
			w.Header().Set("Content-Encoding", coding)
		}
		_, _ = w.Write(body)
	})
}

func TestPackedBodiesAreUnpacked(t *testing.T) {
	const page = "<title>Packed</title><p>Hello"
	for coding, p := range packers() {
		base, _ := serve(t, coded(coding, pack(t, p, []byte(page))))
		if x := ask(t, base); string(x.Body) != page || x.Reason != "" || x.Cut || x.Hash == "" {
			t.Errorf("%s: %q, reason %q (%s), cut %v", coding, x.Body, x.Reason, x.Cause, x.Cut)
		}
	}
}

func TestABombIsStoppedByItsRatio(t *testing.T) {
	zeros := make([]byte, 8<<20)
	for coding, p := range packers() {
		base, _ := serve(t, coded(coding, pack(t, p, zeros)))
		x := ask(t, base)
		if x.Reason != crawl.Ratio || x.Size > 4<<20 || x.Broken() {
			t.Errorf("%s: reason %q (%s) after %d bytes, broken %v", coding, x.Reason, x.Cause, x.Size, x.Broken())
		}
	}
}

func TestABodyIsCutAtItsCap(t *testing.T) {
	noise := make([]byte, 3<<20) // does not pack
	source := rand.NewChaCha8([32]byte{1})
	_, _ = source.Read(noise)
	for coding, p := range packers() {
		base, _ := serve(t, coded(coding, pack(t, p, noise)))
		c := newCrawler(t, base, func(o *crawl.Options) { o.MaxBody = 1 << 20 })
		x, _ := c.Ask(t.Context(), crawl.Question{Address: parse(t, base)})
		if x.Size != 1<<20 || !x.Cut || x.Reason != "" {
			t.Errorf("%s: %d bytes, cut %v, reason %q (%s)", coding, x.Size, x.Cut, x.Reason, x.Cause)
		}
	}
}

func TestABodyOfExactlyTheCapIsWhole(t *testing.T) {
	base, _ := serve(t, coded("", bytes.Repeat([]byte("x"), 1000)))
	c := newCrawler(t, base, func(o *crawl.Options) { o.MaxBody = 1000 })
	if x, _ := c.Ask(t.Context(), crawl.Question{Address: parse(t, base)}); x.Cut || x.Size != 1000 {
		t.Errorf("%d bytes, cut %v", x.Size, x.Cut)
	}
}

func TestAnEndlessBodyIsCut(t *testing.T) {
	base, _ := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		for {
			if _, err := io.WriteString(w, strings.Repeat("endless ", 1000)); err != nil {
				return
			}
		}
	}))
	c := newCrawler(t, base, func(o *crawl.Options) { o.MaxBody = 1 << 20 })
	if x, _ := c.Ask(t.Context(), crawl.Question{Address: parse(t, base)}); !x.Cut || x.Size != 1<<20 || x.Reason != "" {
		t.Errorf("%d bytes, cut %v, reason %q", x.Size, x.Cut, x.Reason)
	}
}

func TestOtherTypesAreReadForAShortWhileOnly(t *testing.T) {
	base, _ := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "video/mp4")
		_, _ = w.Write(make([]byte, 1<<20))
	}))
	if x := ask(t, base); x.Size != 64<<10 || !x.Cut {
		t.Errorf("%d bytes, cut %v, want 64 KiB", x.Size, x.Cut)
	}
}

func TestABodyThatIsNotWhatItsCodingSaysHasThatReason(t *testing.T) {
	whole := pack(t, packers()["gzip"], bytes.Repeat([]byte("some text "), 100))
	twice := pack(t, packers()["gzip"], whole)
	for name, c := range map[string]struct {
		coding string
		body   []byte
	}{
		"plain as gzip":   {"gzip", []byte("<p>plain, and long enough for a header")},
		"plain as br":     {"br", []byte("<p>plain, and long enough for a header")},
		"plain as zstd":   {"zstd", []byte("<p>plain, and long enough for a header")},
		"cut gzip":        {"gzip", whole[:len(whole)-9]},
		"two layers":      {"gzip, gzip", twice},
		"unknown coding":  {"compress", whole},
		"gzip with noise": {"gzip", append(bytes.Clone(whole), "noise behind it"...)},
	} {
		base, _ := serve(t, coded(c.coding, c.body))
		if x := ask(t, base); x.Reason != crawl.Encoding || x.Cause == "" || !x.Status.IsSuccess() {
			t.Errorf("%s: reason %q (%s)", name, x.Reason, x.Cause)
		}
	}
}

func TestAnEmptyBodyThatIsLabelledAsPackedIsEmpty(t *testing.T) {
	for coding := range packers() {
		base, _ := serve(t, coded(coding, nil))
		if x := ask(t, base); x.Reason != "" || x.Size != 0 || x.Hash != "" {
			t.Errorf("%s: reason %q (%s), %d bytes", coding, x.Reason, x.Cause, x.Size)
		}
	}
}

func TestTheMediaTypeDecidesWhatIsAPage(t *testing.T) {
	for _, c := range []struct {
		contentType, body string
		want              bool
	}{
		{"text/html", "", true},
		{"TEXT/HTML ; charset=x", "", true},
		{"text/html;;", "", true},
		{"application/xhtml+xml", "", true},
		{"", "<!doctype html><p>x", true},
		{"", "plain", false},
		{"text/plain", "<!doctype html>", false},
		{"application/json", "{}", false},
	} {
		x := crawl.Exchange{Header: http.Header{}, Body: []byte(c.body)}
		if c.contentType != "" {
			x.Header.Set("Content-Type", c.contentType)
		}
		if got := x.IsHTML(); got != c.want {
			t.Errorf("type %q and body %q: page %v, want %v", c.contentType, c.body, got, c.want)
		}
	}
}

func TestHowARequestLooks(t *testing.T) {
	seen := make(chan *http.Request, 2)
	base, _ := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			seen <- r
		}
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		fmt.Fprint(w, "x")
	}))
	c := newCrawler(t, base, func(o *crawl.Options) { o.UserAgent = "Signpost/1" })
	for range 2 {
		c.Ask(t.Context(), crawl.Question{Address: parse(t, base+"//a|b?%zz?"), Header: http.Header{"Accept": {"text/plain"}}})
		r := <-seen
		if !strings.HasSuffix(r.RequestURI, "//a|b?%zz?") || r.Method != http.MethodGet {
			t.Errorf("request line: %s %s", r.Method, r.RequestURI)
		}
		if r.UserAgent() != "Signpost/1" || r.Header.Get("Accept") != "text/plain" || r.Header.Get("Cookie") != "" {
			t.Errorf("header: %v", r.Header)
		}
	}
}
