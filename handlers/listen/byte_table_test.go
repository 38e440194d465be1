package listen_test

import (
	"fmt"
	"strings"
	"testing"
)

// Transfer-Encoding with one odd byte at four places, beside a length: whoever
// reads it as chunked and whoever does not would see two requests.
func TestACodingWithAnOddByteIsRefused(t *testing.T) {
	count := 0
	for b := range 0x100 {
		if b == 0 || b >= 0x20 && b < 0x7f {
			continue
		}
		for place, field := range []string{
			"Transfer-Encoding#: chunked\r\n", "Transfer-Encoding:#chunked\r\n",
			"Transfer-Encoding: chunked#\r\n", "#Transfer-Encoding: chunked\r\n",
		} {
			if b == '\n' && place == 3 {
				continue // an empty line: the header ends before the field
			}
			field = strings.Replace(field, "#", string([]byte{byte(b)}), 1)
			c := shape{verdict: refused}
			if isSpaceOrLineEnd(b, place) {
				c.verdict = either
			}
			count++
			r := replay(t, edgeFront, post("Content-Length: 15\r\n"+field, five))
			if why := r.complaint(c); why != "" {
				t.Errorf("%s: %s", fmt.Sprintf("%#x at place %d", b, place), why)
			}
		}
	}
	if count < 600 {
		t.Errorf("%d cases, want about 640", count)
	}
}

// isSpaceOrLineEnd names the bytes that do not change the meaning: white space
// around a value (RFC 9110 section 5.5), a folded line, and a bare LF as a line
// end (RFC 9112 section 2.2).
func isSpaceOrLineEnd(b, place int) bool {
	switch b {
	case '\t':
		return place > 0
	case '\n':
		return true
	case '\r':
		return place == 2
	}
	return false
}
