package testsite

import (
	"net/http"
	"strconv"
	"strings"
)

const (
	paragraphs   = 64 // of which each page shows some
	perPage      = 11
	childrenEach = 8
	linksEach    = 10
	changed      = "Tue, 03 Nov 2026 08:00:00 GMT" // when every page was written
)

// page answers page n, and 304 to those who have it.
func (s *Synthetic) page(w http.ResponseWriter, r *http.Request, n int) {
	h := w.Header()
	tag := `"` + strconv.FormatUint(mix(s.seed, uint64(n)), 36) + `"`
	h["Etag"] = []string{tag}
	h["Last-Modified"] = []string{changed}
	h["Cache-Control"] = []string{"no-cache"}
	if isFresh(r, tag) {
		w.WriteHeader(304)
		return
	}
	buffer := s.bodies.Get().(*[]byte)
	defer s.bodies.Put(buffer)
	body := s.appendPage((*buffer)[:0], r.Host, n)
	*buffer = body
	h["Content-Type"] = []string{"text/html; charset=utf-8"}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// isFresh compares validators as RFC 9110 section 13.2.2 orders them.
func isFresh(r *http.Request, tag string) bool {
	if match := r.Header.Get("If-None-Match"); match != "" {
		return match == "*" || strings.Contains(match, tag)
	}
	return r.Header.Get("If-Modified-Since") == changed
}

func (s *Synthetic) appendPage(b []byte, host string, n int) []byte {
	b = append(b, `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>`...)
	b = appendTitle(b, n)
	b = append(b, ` – The atlas</title><link rel="stylesheet" href="/assets/site.css">`...)
	if n > 0 {
		b = append(b, `<link rel="canonical" href="http://`...)
		b = append(b, host...)
		b = appendPath(b, n)
		b = append(b, `">`...)
	}
	if n == 0 {
		b = append(b, s.home.head...)
	}
	b = append(b, `</head><body><header><img src="/assets/logo.svg" alt="The atlas" width="32" height="32"></header><main><h1>`...)
	b = appendTitle(b, n)
	b = append(b, "</h1>"...)
	h := mix(s.seed, uint64(n))
	for i := range perPage {
		b = append(b, s.text[mix(h, uint64(i))%paragraphs]...)
		if i < linksEach {
			b = s.appendLink(b, n, i, h)
		}
	}
	if n == 0 {
		b = append(b, s.home.body...)
	}
	return append(b, "</main></body></html>\n"...)
}

// appendTitle names a page after its section.
func appendTitle(b []byte, n int) []byte {
	if n == 0 {
		return append(b, "Welcome to the atlas"...)
	}
	b = append(b, "About "...)
	b = append(b, sections[n%len(sections)]...)
	b = append(b, ", part "...)
	return strconv.AppendInt(b, int64(n), 10)
}

// appendLink writes link i of page n: home, the page above, those below, and
// any other page where there are none below. The pages form a tree, so each is
// reached from the home page in few clicks.
func (s *Synthetic) appendLink(b []byte, n, i int, h uint64) []byte {
	to := int(mix(h, uint64(i)+paragraphs) % uint64(s.pages))
	switch child := childrenEach*n + i - 1; {
	case i == 0:
		to = 0
	case i == linksEach-1:
		to = max(n-1, 0) / childrenEach
	case child < s.pages:
		to = child
	}
	b = append(b, `<p>See also <a href="`...)
	b = appendPath(b, to)
	b = append(b, `">`...)
	b = appendTitle(b, to)
	return append(b, "</a>.</p>\n"...)
}

// mix scatters two numbers into one (the finaliser of SplitMix64).
func mix(seed, n uint64) uint64 {
	x := seed*0x9e3779b97f4a7c15 + n + 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

var words = strings.Fields(`the old water stone light under morning market window garden road keeps slow small green
	paper walk river bright near house every season bread winter wooden path above quiet people carry field
	letter open tower blue across island second harvest bell turning narrow silver long boat north clay`)

// paragraph makes some sentences of about 650 bytes.
func paragraph(seed uint64) string {
	var b strings.Builder
	b.WriteString("<p>")
	for i := 0; b.Len() < 640; i++ {
		word := words[mix(seed, uint64(i))%uint64(len(words))]
		if i%12 == 0 {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		b.WriteString(word)
		if i%12 == 11 {
			b.WriteByte('.')
		}
		b.WriteByte(' ')
	}
	b.WriteString("and so it ends.</p>\n")
	return b.String()
}
