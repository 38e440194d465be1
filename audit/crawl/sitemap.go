package crawl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Limits of a sitemap file (sitemaps.org protocol), and of its XML.
const (
	MaxSitemapBytes = 50 << 20
	MaxSitemapLocs  = 50000
	maxSitemapDepth = 8
)

// SitemapKind says what a file is.
type SitemapKind string

// Kinds of sitemap files.
const (
	SitemapURLs  SitemapKind = "urlset"
	SitemapIndex SitemapKind = "index"
	SitemapText  SitemapKind = "text"
	SitemapFeed  SitemapKind = "feed" // RSS or Atom
	NoSitemap    SitemapKind = "none" // something else, such as a page
)

// ErrSitemapTooLarge is the error of a file beyond the limits. What stands
// before them is given out.
var ErrSitemapTooLarge = errors.New("the file is larger than a sitemap may be")

// errStop ends reading when the caller wants no more.
var errStop = errors.New("stop")

// ReadSitemap streams the locations of a sitemap file of any kind, packed by
// gzip or not, to a function, until that returns false. Entities other than
// those of XML are refused, depth and size are bounded. The error carries the
// line of the first fault; the entries before and behind it are given out, but
// for the one that has it.
func ReadSitemap(r io.Reader, each func(loc string) bool) (SitemapKind, error) {
	plain, err := unpacked(r)
	if err != nil {
		return NoSitemap, fmt.Errorf("unpack sitemap: %w", err)
	}
	head, _ := plain.Peek(512)
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), asciiSpace)
	n := 0
	counted := func(loc string) bool {
		n++
		return n <= MaxSitemapLocs && each(loc)
	}
	var kind SitemapKind
	if len(head) > 0 && head[0] != '<' && !isUTF16(head) {
		kind, err = readTextSitemap(plain, counted)
	} else {
		kind, err = readXMLSitemap(asUTF8(plain, head), counted)
	}
	switch {
	case n > MaxSitemapLocs:
		err = fmt.Errorf("read sitemap: %w", ErrSitemapTooLarge)
	case errors.Is(err, errStop):
		err = nil
	}
	return kind, err
}

// boundedReader is the error of a file that is too large in place of its end.
type boundedReader struct {
	r    io.Reader
	left int
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.left == 0 {
		if n, err := b.r.Read(p[:min(len(p), 1)]); n == 0 {
			return 0, err
		}
		return 0, ErrSitemapTooLarge
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

func isUTF16(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
}

// asUTF8 turns UTF-16, known by its byte order mark, into UTF-8.
func asUTF8(r io.Reader, head []byte) io.Reader {
	if isUTF16(head) {
		return transform.NewReader(r, unicode.BOMOverride(transform.Nop))
	}
	return r
}

// xmlCharset decodes what an XML declaration names. UTF-16 was decoded before:
// a declaration could not have been read otherwise.
func xmlCharset(label string, r io.Reader) (io.Reader, error) {
	if strings.HasPrefix(strings.ToLower(label), "utf-16") {
		return r, nil
	}
	return charset.NewReaderLabel(label, r)
}

func unpacked(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(&boundedReader{r, MaxSitemapBytes}, 4096)
	if magic, _ := in.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return in, nil
	}
	gz, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	return bufio.NewReaderSize(&boundedReader{gz, MaxSitemapBytes}, 4096), nil
}

func readTextSitemap(r *bufio.Reader, each func(string) bool) (SitemapKind, error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 64<<10)
	kind := NoSitemap
	for line := 1; scanner.Scan(); line++ {
		loc := strings.TrimSpace(strings.TrimPrefix(scanner.Text(), "\ufeff"))
		if loc == "" {
			continue
		}
		if !strings.HasPrefix(loc, "http://") && !strings.HasPrefix(loc, "https://") {
			return kind, fmt.Errorf("read sitemap: line %d is no address", line)
		}
		kind = SitemapText
		if !each(loc) {
			return kind, nil
		}
	}
	if err := scanner.Err(); err != nil {
		return kind, fmt.Errorf("read sitemap: %w", err)
	}
	return kind, nil
}
