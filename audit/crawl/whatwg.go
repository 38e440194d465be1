package crawl

import (
	"fmt"
	"strings"
	"unicode/utf8"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// parser reads URLs as browsers do.
var parser = whatwg.NewParser()

// readURL reads a reference against a base, or an absolute URL when the base is
// nil. The parser panics on some hosts that are no UTF-8: such bytes are encoded
// before it sees them, and should it panic again, one reference is lost and not
// the run.
func readURL(base *whatwg.Url, ref string) (u *whatwg.Url, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			u, err = nil, fmt.Errorf("the address cannot be read: %v", fault)
		}
	}()
	ref = encodeInvalid(ref)
	if base == nil {
		return parser.Parse(ref)
	}
	return base.Parse(ref)
}

// encodeInvalid percent-encodes the bytes that are no UTF-8, as they stand: a
// path in an old encoding is asked for as it was written.
func encodeInvalid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if r != utf8.RuneError || strings.HasPrefix(s[i:], string(utf8.RuneError)) {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", s[i])
	}
	return b.String()
}
