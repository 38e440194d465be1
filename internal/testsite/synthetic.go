package testsite

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// Options describe a synthetic site.
type Options struct {
	Pages  int      // 0: 1,000
	Seed   uint64   // other seeds give other texts and links
	Faults []string // ids of planted faults, or "all"; none is a clean site
}

const defaultPages = 1000

// Synthetic is a site of any size that is computed from the address asked for:
// it holds no page in memory. Each page has ten links to others and about 8 KB;
// every page is reached from the home page and stands in a sitemap. Without
// faults an audit has nothing to say about it. It is safe for concurrent use.
type Synthetic struct {
	pages   int
	seed    uint64
	text    [paragraphs]string
	answers map[string]Answer
	trees   []tree
	known   map[string]Answer // of crawler-test.com
	home    additions
	robots  *Answer
	unknown *Answer
	every   *Answer
	bodies  sync.Pool
}

// New makes a synthetic site. The error names faults that nobody knows.
func New(o Options) (*Synthetic, error) {
	if o.Pages < 0 {
		return nil, fmt.Errorf("%d pages: use 1 or more, or 0 for %d", o.Pages, defaultPages)
	}
	s := &Synthetic{pages: o.Pages, seed: o.Seed, answers: map[string]Answer{}, known: crawlerTestAnswers()}
	if s.pages == 0 {
		s.pages = defaultPages
	}
	s.bodies.New = func() any { b := make([]byte, 0, 12<<10); return &b }
	for i := range s.text {
		s.text[i] = paragraph(mix(s.seed, uint64(i)))
	}
	chosen, err := choose(o.Faults)
	if err != nil {
		return nil, err
	}
	for _, f := range chosen {
		s.plant(f)
	}
	return s, nil
}

// ServeHTTP answers any address of the site.
func (s *Synthetic) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch a, ok := s.planted(r); {
	case ok && a.Home:
		s.page(w, r, 0)
		return
	case ok:
		a.serve(w, r)
		return
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		s.get(w, r)
	case http.MethodOptions:
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		w.WriteHeader(204)
	default:
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		errorPage(405).serve(w, r)
	}
}

// planted finds the answer of a fault: by the exact address, or by the
// beginning of its path.
func (s *Synthetic) planted(r *http.Request) (Answer, bool) {
	if len(s.answers) == 0 && len(s.trees) == 0 {
		return Answer{}, false
	}
	if a, ok := s.answers[r.URL.RequestURI()]; ok {
		return a, true
	}
	for _, t := range s.trees {
		if strings.HasPrefix(r.URL.Path, t.prefix) {
			return t.answer, true
		}
	}
	return Answer{}, false
}

func (s *Synthetic) get(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	if n, ok := s.number(path); ok && s.every == nil && (r.URL.RawQuery == "" || n == 0) {
		s.page(w, r, n)
		return
	}
	switch {
	case path == "/robots.txt":
		s.serveRobots(w, r)
	case path == "/sitemap.xml":
		s.serveIndex(w, r)
	case strings.HasPrefix(path, "/sitemap-"):
		s.serveSitemap(w, r)
	case path == "/assets/site.css":
		stylesheet.serve(w, r)
	case path == "/assets/logo.svg":
		logo.serve(w, r)
	case s.known[r.URL.RequestURI()].Header != nil:
		s.known[r.URL.RequestURI()].serve(w, r)
	case s.every != nil:
		s.every.serve(w, r)
	case s.unknown != nil:
		s.unknown.serve(w, r)
	default:
		errorPage(404).serve(w, r)
	}
}

// sections are the first segments of paths; page n belongs to section n mod 20.
var sections = [...]string{
	"gardens", "rivers", "bridges", "kitchens", "harbours", "forests", "libraries", "markets", "gliders", "orchards",
	"villages", "museums", "workshops", "meadows", "stations", "lighthouses", "theatres", "bakeries", "mountains", "canals",
}

// appendPath writes the path of a page; page 0 is the home page.
func appendPath(b []byte, n int) []byte {
	if n == 0 {
		return append(b, '/')
	}
	b = append(b, '/')
	b = append(b, sections[n%len(sections)]...)
	b = append(b, '/')
	b = strconv.AppendInt(b, int64(n), 10)
	return append(b, ".html"...)
}

// number is the page with a path.
func (s *Synthetic) number(path string) (int, bool) {
	if path == "/" {
		return 0, true
	}
	dir, name, ok := strings.Cut(path[1:], "/")
	digits, isPage := strings.CutSuffix(name, ".html")
	if !ok || !isPage {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n >= s.pages || sections[n%len(sections)] != dir || digits[0] == '0' || digits[0] == '+' {
		return 0, false
	}
	return n, true
}
