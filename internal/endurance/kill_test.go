package endurance_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	robots     = "User-agent: *\nDisallow: /cart\n"
	addresses  = 20
	markOfCopy = "Everything about article"
)

// article is the page of an address.
func article(path string) string {
	return "<!doctype html><title>" + path + "</title><h1>" + markOfCopy + " " + path + "</h1>" +
		strings.Repeat("<p>It is good.</p>", 50)
}

// library is a site of articles, which a test may end early.
func library(t *testing.T) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			w.Header().Set("Content-Type", "text/plain")
			_, _ = w.Write([]byte(robots))
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(article(r.URL.Path)))
	}))
	t.Cleanup(srv.Close)
	return srv
}

// keeping is a configuration that keeps copies in a folder.
func keeping(t *testing.T, upstream, folder string) string {
	t.Helper()
	return configure(t, fmt.Sprintf(`version: 1
listen: { http: "127.0.0.1:0" }
admin: { listen: "127.0.0.1:0" }
log: { access: { output: none }, format: json }
storage: { path: %s }
sites:
  - host: "*"
    upstream: %s
    last_good: { if_error: 24h }
`, folder, upstream))
}

// answer asks for an address and returns the status and the body.
func (p *process) answer(path string) (int, string) {
	p.t.Helper()
	c, err := dial(p.at)
	if err != nil {
		p.t.Fatal(err)
	}
	defer c.close()
	res, body, err := c.exchange(request(http.MethodGet, "a.example", path, navigation, ""))
	if err != nil {
		p.t.Fatalf("%s: %v", path, err)
	}
	return res.StatusCode, string(body)
}

// fill asks for everything once, and waits until all of it is on disk.
func (p *process) fill(folder string) {
	p.t.Helper()
	want := append([]string{robots}, make([]string, addresses)...)
	p.answer("/robots.txt")
	for i := range addresses {
		path := fmt.Sprintf("/%d", i)
		p.answer(path)
		want[i+1] = article(path)
	}
	late := time.After(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds(p.t, folder, want) {
		select {
		case <-tick.C:
		case <-late:
			p.t.Fatal("the copies do not reach the disk")
		}
	}
}

// holds reports whether the files of a folder hold each of the texts.
func holds(t *testing.T, folder string, texts []string) bool {
	t.Helper()
	var all []byte
	for _, name := range files(t, folder) {
		b, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	for _, text := range texts {
		if !bytes.Contains(all, []byte(text)) {
			return false
		}
	}
	return true
}

func files(t *testing.T, folder string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// survivors counts the addresses that are answered with their copy; a changed
// copy is an error.
func (p *process) survivors() (n int) {
	p.t.Helper()
	want := map[string]string{"/robots.txt": robots}
	for i := range addresses {
		path := fmt.Sprintf("/%d", i)
		want[path] = article(path)
	}
	for path, body := range want {
		switch code, got := p.answer(path); {
		case code == http.StatusOK && got == body:
			n++
		case code == http.StatusOK:
			p.t.Errorf("%s is answered with a changed copy: %.300q", path, got)
		}
	}
	return n
}

func TestCopiesAreServedAfterTheProcessWasKilled(t *testing.T) {
	site, folder := library(t), t.TempDir()
	file := keeping(t, site.URL, folder)
	first := start(t, file)
	first.fill(folder)
	first.kill()
	site.Close()
	for range 3 { // without the site, killed again and again
		next := start(t, file)
		if n := next.survivors(); n != addresses+1 {
			t.Errorf("%d of %d copies are there", n, addresses+1)
		}
		next.kill()
	}
	if n := start(t, keeping(t, site.URL, t.TempDir())).survivors(); n != 0 {
		t.Errorf("%d copies come from an empty folder: the test sees nothing", n)
	}
}

// Whatever happened to the file of the copies, the program starts, serves no
// changed copy, and keeps new ones.
func TestADamagedFileOfCopiesHindersNothing(t *testing.T) {
	site, folder := library(t), t.TempDir()
	first := start(t, keeping(t, site.URL, folder))
	first.fill(folder)
	first.kill()
	intact := map[string][]byte{}
	for _, name := range files(t, folder) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		intact[filepath.Base(name)] = b
	}
	random := rand.New(rand.NewPCG(3, 5))
	lost := 0
	for name, damage := range map[string]func([]byte) []byte{
		"some bytes are flipped": func(b []byte) []byte {
			for range 1 + len(b)/5000 {
				b[random.IntN(len(b))] ^= 0x55
			}
			return b
		},
		"the head is gone":   func(b []byte) []byte { clear(b[:min(len(b), 64)]); return b },
		"the end is torn":    func(b []byte) []byte { return b[:len(b)*2/3] },
		"all is noise":       func([]byte) []byte { return bytes.Repeat([]byte("no store "), 900) },
		"there is a hole":    func(b []byte) []byte { clear(b[len(b)/3 : len(b)/2]); return b },
		"nothing is in them": func([]byte) []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			lost += serveDamaged(t, intact, damage)
		})
	}
	if lost == 0 {
		t.Error("no copy was lost: nothing was damaged")
	}
}

func serveDamaged(t *testing.T, intact map[string][]byte, damage func([]byte) []byte) (lost int) {
	t.Helper()
	folder := t.TempDir()
	for name, b := range intact {
		if err := os.WriteFile(filepath.Join(folder, name), damage(bytes.Clone(b)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	site := library(t)
	p := start(t, keeping(t, site.URL, folder))
	if code, _ := p.answer("/new"); code != http.StatusOK {
		t.Errorf("an address is answered with %d", code)
	}
	site.Close()
	lost = addresses + 1 - p.survivors()
	if code, got := p.answer("/new"); code != http.StatusOK || got != article("/new") {
		t.Errorf("a new copy is not kept: %d", code)
	}
	p.stop()
	return lost
}
