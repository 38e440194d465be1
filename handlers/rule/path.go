package rule

import (
	"strings"
)

// NormalizePath returns the form of a path that globs are matched against:
// unreserved characters decoded, other escapes in upper case, bytes that no
// path may hold escaped, slashes merged, dot segments resolved (RFC 3986
// section 6.2.2). An escaped slash or backslash stays escaped, so that it never
// forms a segment. The argument is the path as requested, still escaped,
// without a query. A path that is normal already is returned as it is, without
// an allocation.
func NormalizePath(escaped string) string {
	path := escaped
	if !isNormalText(path) {
		path = normalText(path)
	}
	if hasOddSegments(path) {
		path = resolveSegments(path)
	}
	return path
}

// isNormalText reports that no character has to be written otherwise.
func isNormalText(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%':
			if b, ok := unescape(s[i:]); !ok || isUnreserved(b) || isLowerHex(s[i+1]) || isLowerHex(s[i+2]) {
				return false
			}
			i += 2
		case !isPathByte(c):
			return false
		}
	}
	return true
}

func normalText(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' {
			if decoded, ok := unescape(s[i:]); ok {
				i += 2
				if isUnreserved(decoded) {
					b.WriteByte(decoded)
				} else {
					writeEscape(&b, decoded)
				}
				continue
			}
		}
		if c != '%' && isPathByte(c) {
			b.WriteByte(c)
		} else {
			writeEscape(&b, c)
		}
	}
	return b.String()
}

func writeEscape(b *strings.Builder, c byte) {
	const digits = "0123456789ABCDEF"
	b.WriteByte('%')
	b.WriteByte(digits[c>>4])
	b.WriteByte(digits[c&15])
}

// unescape reads the escape that s begins with.
func unescape(s string) (byte, bool) {
	if len(s) < 3 || s[0] != '%' {
		return 0, false
	}
	high, ok1 := hexValue(s[1])
	low, ok2 := hexValue(s[2])
	return high<<4 | low, ok1 && ok2
}

func hexValue(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	}
	return 0, false
}

func isLowerHex(c byte) bool { return c >= 'a' && c <= 'f' }

func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// isPathByte reports the bytes that stand for themselves in a path: unreserved,
// sub-delims, ":", "@" and the slash (RFC 3986 section 3.3).
func isPathByte(c byte) bool { return isUnreserved(c) || strings.IndexByte("/!$&'()*+,;=:@", c) >= 0 }

// hasOddSegments reports a double slash or a dot segment, or a missing slash at
// the start.
func hasOddSegments(path string) bool {
	if path == "" || path[0] != '/' {
		return true
	}
	for i := 0; i < len(path); i++ {
		if path[i] != '/' {
			continue
		}
		rest := path[i+1:]
		if rest != "" && rest[0] == '/' || startsWithDots(rest, ".") || startsWithDots(rest, "..") {
			return true
		}
	}
	return false
}

func startsWithDots(rest, dots string) bool {
	after, ok := strings.CutPrefix(rest, dots)
	return ok && (after == "" || after[0] == '/')
}

// resolveSegments merges slashes and applies the dots. It is linear: each
// segment is written and cut off at most once.
func resolveSegments(path string) string {
	kept := make([]string, 0, strings.Count(path, "/")+1)
	for segment := range strings.SplitSeq(path, "/") {
		switch segment {
		case "", ".":
		case "..":
			kept = kept[:max(0, len(kept)-1)]
		default:
			kept = append(kept, segment)
		}
	}
	resolved := "/" + strings.Join(kept, "/")
	last := path[strings.LastIndexByte(path, '/')+1:]
	if len(kept) > 0 && (last == "" || last == "." || last == "..") {
		resolved += "/"
	}
	return resolved
}
