package testsite

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// perSitemap is the most that one file may list (sitemaps.org).
const perSitemap = 50000

const sitemapSpace = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`

func (s *Synthetic) serveRobots(w http.ResponseWriter, r *http.Request) {
	if s.robots != nil {
		s.robots.serve(w, r)
		return
	}
	Answer{
		Header: map[string]string{"Content-Type": "text/plain; charset=utf-8"},
		Body:   "User-agent: *\nDisallow: /private/\n" + s.home.rules + "\nSitemap: http://{host}/sitemap.xml\n",
	}.serve(w, r)
}

func (s *Synthetic) serveIndex(w http.ResponseWriter, r *http.Request) {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<sitemapindex " + sitemapSpace + ">\n")
	for i := 0; i*perSitemap < s.pages; i++ {
		fmt.Fprintf(&b, "<sitemap><loc>http://%s/sitemap-%d.xml.gz</loc></sitemap>\n", r.Host, i)
	}
	for _, file := range s.home.sitemaps {
		fmt.Fprintf(&b, "<sitemap><loc>http://%s%s</loc></sitemap>\n", r.Host, file)
	}
	b.WriteString("</sitemapindex>\n")
	Answer{Header: map[string]string{"Content-Type": "application/xml"}, Body: b.String()}.serve(w, r)
}

// serveSitemap writes one compressed file as it is computed.
func (s *Synthetic) serveSitemap(w http.ResponseWriter, r *http.Request) {
	digits, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/sitemap-"), ".xml.gz")
	i, err := strconv.Atoi(digits)
	if !ok || err != nil || i < 0 || i*perSitemap >= s.pages {
		errorPage(404).serve(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/gzip")
	if r.Method == http.MethodHead {
		return
	}
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	fmt.Fprintf(z, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset %s>\n", sitemapSpace)
	var line []byte
	for n := i * perSitemap; n < min((i+1)*perSitemap, s.pages); n++ {
		line = append(line[:0], "<url><loc>http://"...)
		line = append(line, r.Host...)
		line = appendPath(line, n)
		line = append(line, "</loc></url>\n"...)
		if _, err := z.Write(line); err != nil {
			return
		}
	}
	if i == 0 {
		for _, path := range s.home.listed {
			fmt.Fprintf(z, "<url><loc>http://%s%s</loc></url>\n", r.Host, path)
		}
	}
	fmt.Fprint(z, "</urlset>\n")
	_ = z.Close()
}
