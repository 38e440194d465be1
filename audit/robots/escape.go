package robots

import "strings"

const hexDigits = "0123456789ABCDEF"

// escape normalises a pattern or an address for comparison: bytes outside
// ASCII are percent-encoded, the hex digits of encoded bytes become upper case
// (RFC 9309 section 2.2.2). Nothing is decoded: "%61" and "a" stay different,
// as they do for Google.
func escape(s string) string {
	if !needsEscape(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isEncoded(s[i:]):
			b.WriteByte('%')
			b.WriteByte(upper(s[i+1]))
			b.WriteByte(upper(s[i+2]))
			i += 2
		case c >= 0x80:
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&0xF])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func needsEscape(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return true
		}
		if isEncoded(s[i:]) && (upper(s[i+1]) != s[i+1] || upper(s[i+2]) != s[i+2]) {
			return true
		}
	}
	return false
}

func isEncoded(s string) bool {
	return len(s) >= 3 && s[0] == '%' && isHex(s[1]) && isHex(s[2])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

// Encode prepares an address that was not written by a URL parser, such as one
// typed by a person, for [File.Allowed] and its kin: bytes outside ASCII are
// percent-encoded and hex digits become upper case. The matcher itself takes
// an address as it stands, as Google's does, and then "/ü" is not "/%C3%BC".
func Encode(url string) string { return escape(url) }
