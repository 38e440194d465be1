package crawl

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// sitemapRoots says by the outermost element what a file is, and which
// elements hold its addresses.
var sitemapRoots = map[string]struct {
	kind SitemapKind
	loc  map[string]bool // as parent/element
}{
	"urlset":       {SitemapURLs, map[string]bool{"url/loc": true}},
	"sitemapindex": {SitemapIndex, map[string]bool{"sitemap/loc": true}},
	"rss":          {SitemapFeed, map[string]bool{"item/link": true}},
	"feed":         {SitemapFeed, map[string]bool{"entry/link": true}},
}

// readXMLSitemap reads on behind a fault at the next entry; the first fault is
// the one that is reported.
func readXMLSitemap(r io.Reader, each func(string) bool) (SitemapKind, error) {
	s := xmlSitemap{each: each, kind: NoSitemap, in: bufio.NewReader(r)}
	first := s.read()
	err := first
	for faults := 1; err != nil && !errors.Is(err, errStop) && faults < maxFaults && s.resume(); faults++ {
		err = s.read()
	}
	return s.kind, first
}

// read reads to the end or to a fault.
func (s *xmlSitemap) read() error {
	d := xml.NewDecoder(s.in)
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		plain, err := xmlCharset(label, r)
		if err != nil {
			return nil, err
		}
		s.in = bufio.NewReader(plain) // where the decoder reads from now on
		return s.in, nil
	}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if err = s.end(); err == nil {
				return nil
			}
		}
		if err == nil && token != nil {
			err = s.token(token)
		}
		if err != nil {
			line, column := d.InputPos()
			return fmt.Errorf("read sitemap: line %d, column %d: %w", line, column, err)
		}
	}
}

// resume looks behind a fault for the start of the next entry. It returns false
// when there is none.
func (s *xmlSitemap) resume() bool {
	if s.kind == NoSitemap {
		return false
	}
	s.text.Reset()
	s.path = s.path[:min(len(s.path), 1)]
	if s.kind == SitemapFeed && len(s.path) > 0 && strings.EqualFold(s.path[0], "rss") {
		s.path = append(s.path, "channel")
	}
	for {
		_, err := s.in.ReadSlice('<')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil || s.in.UnreadByte() != nil {
			return false
		}
		head, _ := s.in.Peek(maxEntryName + 2)
		if entryStart.Match(head) {
			return true
		}
		_, _ = s.in.Discard(1)
	}
}

// maxFaults bounds how often a file is resumed.
const maxFaults = 1000

const maxEntryName = len("sitemap")

// entryStart matches the start tag of an entry of any kind.
var entryStart = regexp.MustCompile(`^<(url|sitemap|item|entry)[\s>]`)

type xmlSitemap struct {
	in   *bufio.Reader
	each func(string) bool
	kind SitemapKind
	loc  map[string]bool
	path []string
	text strings.Builder
}

func (s *xmlSitemap) end() error {
	if len(s.path) > 0 {
		return fmt.Errorf("the file ends inside %s", s.path[len(s.path)-1])
	}
	return nil
}

func (s *xmlSitemap) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		return s.start(t)
	case xml.CharData:
		if s.loc[s.here()] && s.text.Len() < 2*MaxAddress {
			s.text.Write(t)
		}
	case xml.EndElement:
		if len(s.path) == 0 || s.path[len(s.path)-1] != t.Name.Local {
			return fmt.Errorf("%s ends where it was not open", t.Name.Local)
		}
		loc := strings.TrimSpace(s.text.String())
		if s.loc[s.here()] && loc != "" && !s.each(loc) {
			return errStop
		}
		s.text.Reset()
		s.path = s.path[:len(s.path)-1]
	}
	return nil
}

func (s *xmlSitemap) start(t xml.StartElement) error {
	if len(s.path) == 0 {
		root, ok := sitemapRoots[strings.ToLower(t.Name.Local)]
		if !ok {
			return fmt.Errorf("%s is no sitemap", t.Name.Local)
		}
		s.kind, s.loc = root.kind, root.loc
	}
	if len(s.path) == maxSitemapDepth {
		return fmt.Errorf("elements are nested more than %d deep", maxSitemapDepth)
	}
	s.path = append(s.path, t.Name.Local)
	s.text.Reset()
	if s.kind != SitemapFeed || t.Name.Local != "link" || !s.loc[s.here()] {
		return nil
	}
	if href := atomLink(t.Attr); href != "" && !s.each(href) {
		return errStop
	}
	return nil
}

// atomLink is the address of an entry, which Atom keeps in an attribute; empty
// for links that lead to something else (RFC 4287 section 4.2.7.2).
func atomLink(attrs []xml.Attr) string {
	href := ""
	for _, a := range attrs {
		switch {
		case a.Name.Local == "href":
			href = strings.TrimSpace(a.Value)
		case a.Name.Local == "rel" && a.Value != "alternate":
			return ""
		}
	}
	return href
}

// here is the element that is open and its parent.
func (s *xmlSitemap) here() string {
	if len(s.path) < 2 || s.loc == nil {
		return ""
	}
	return s.path[len(s.path)-2] + "/" + s.path[len(s.path)-1]
}
