package crawl

import (
	"fmt"
	"strings"
	"unicode/utf8"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// MaxAddress is how many bytes of an address are accepted; longer ones are
// left out as the traps that they mostly are.
const MaxAddress = 2048

// Address is the identity of a URL. Two spellings with one Key are one page.
// The zero Address is no address.
type Address struct {
	// Key is the normal form: host without trailing dot, percent-encoding in
	// upper case, unreserved characters decoded, no fragment, no user info.
	// Nothing else is changed: case, slashes and the query count.
	Key string
	// Raw is what a browser would ask for, percent-encoding untouched.
	Raw string
	// Scheme is http or https.
	Scheme string
	// Host is the name or literal address with its port, when that is not the
	// scheme's own; no trailing dot.
	Host string
	// Fragment is what stood behind the number sign, undecoded.
	Fragment string
}

// Origin is scheme and host: what a robots.txt is responsible for.
func (a Address) Origin() string { return a.Scheme + "://" + a.Host }

// Hostname is Host without a port; IPv6 literals keep their brackets.
func (a Address) Hostname() string {
	if i := strings.LastIndexByte(a.Host, ':'); i > strings.LastIndexByte(a.Host, ']') {
		return a.Host[:i]
	}
	return a.Host
}

// PathQuery is the part of the Key behind the host; it starts with a slash.
func (a Address) PathQuery() string { return a.Key[len(a.Scheme)+3+len(a.Host):] }

// Path is PathQuery without the query.
func (a Address) Path() string {
	path, _, _ := strings.Cut(a.PathQuery(), "?")
	return path
}

// parser reads URLs as browsers do, when they are UTF-8. Use parseURL.
var parser = whatwg.NewParser()

func parseURL(raw string) (*whatwg.Url, error) { return parser.Parse(encodeInvalid(raw)) }

// encodeInvalid percent-encodes bytes that are no UTF-8, as browsers do with
// those of a Location.
func encodeInvalid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, "%%%02X", s[0])
		} else {
			b.WriteString(s[:size])
		}
		s = s[size:]
	}
	return b.String()
}

// ParseAddress reads an absolute http or https URL by the WHATWG rules.
func ParseAddress(raw string) (Address, error) {
	if len(raw) > MaxAddress {
		return Address{}, fmt.Errorf("read address: longer than %d bytes", MaxAddress)
	}
	u, err := parseURL(raw)
	if err != nil {
		return Address{}, fmt.Errorf("read address %q: %w", raw, err)
	}
	return addressOf(u)
}

func addressOf(u *whatwg.Url) (Address, error) {
	scheme := strings.TrimSuffix(u.Protocol(), ":")
	if scheme != "http" && scheme != "https" {
		return Address{}, fmt.Errorf("address has the scheme %q: only http and https are asked", scheme)
	}
	name := strings.TrimSuffix(u.Hostname(), ".")
	if name == "" || strings.HasSuffix(name, ".") {
		return Address{}, fmt.Errorf("address has no host, or one that ends in two dots")
	}
	host := name
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	start := scheme + "://" + host
	pathQuery := u.Pathname() + u.Search()
	return Address{
		Key: start + normalEscapes(pathQuery), Raw: start + pathQuery,
		Scheme: scheme, Host: host, Fragment: strings.TrimPrefix(u.Hash(), "#"),
	}, nil
}

// normalEscapes writes percent-encoding in one way: upper-case digits, and
// unreserved characters (RFC 3986 section 2.3) as themselves in the path. In
// the query they stay encoded: servers may read it byte by byte.
func normalEscapes(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	inQuery := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		inQuery = inQuery || c == '?'
		hi, lo := -1, -1
		if c == '%' && i+2 < len(s) {
			hi, lo = hexDigit(s[i+1]), hexDigit(s[i+2])
		}
		if hi < 0 || lo < 0 {
			b.WriteByte(c)
			continue
		}
		if decoded := byte(hi<<4 | lo); !inQuery && unreserved(decoded) && !endsInBareEscape(b.String()) {
			b.WriteByte(decoded)
		} else {
			b.WriteByte('%')
			b.WriteByte(upperHex[hi])
			b.WriteByte(upperHex[lo])
		}
		i += 2
	}
	return b.String()
}

// endsInBareEscape reports a percent sign, or one with a single digit, at the
// end: what is decoded behind it would become part of another escape.
func endsInBareEscape(s string) bool {
	n := len(s)
	return n > 0 && s[n-1] == '%' || n > 1 && s[n-2] == '%'
}

const upperHex = "0123456789ABCDEF"

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}
