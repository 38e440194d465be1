package robots

import "strings"

// keyName is one beginning by which a key is recognised.
type keyName struct {
	prefix   string // lower case
	kind     Kind
	misspelt bool
}

// keyNames are tried in order. Google recognises a key by its beginning, so
// that "Disallowed" is read as well, and takes misspellings that are frequent.
var keyNames = []keyName{
	{"user-agent", UserAgent, false},
	{"useragent", UserAgent, true},
	{"user agent", UserAgent, true},
	{"allow", Allow, false},
	{"disallow", Disallow, false},
	{"dissallow", Disallow, true},
	{"dissalow", Disallow, true},
	{"disalow", Disallow, true},
	{"diasllow", Disallow, true},
	{"disallaw", Disallow, true},
	{"sitemap", Sitemap, false},
	{"site-map", Sitemap, true},
}

// extensions are keys that some engine reads or once read, and that neither
// RFC 9309 nor Google knows.
var extensions = map[string]Kind{
	"crawl-delay":    CrawlDelay,
	"clean-param":    Extension,
	"content-signal": Extension,
	"content-usage":  Extension,
	"domain":         Extension,
	"host":           Extension,
	"noarchive":      Extension,
	"nofollow":       Extension,
	"noindex":        Extension,
	"request-rate":   Extension,
	"revisit-after":  Extension,
	"visit-time":     Extension,
}

// kindOf tells what a key asks for, and whether it is spelt otherwise than in
// RFC 9309 section 2.2.
func kindOf(key string) (kind Kind, misspelt bool) {
	for _, name := range keyNames {
		if hasPrefixFold(key, name.prefix) {
			return name.kind, name.misspelt || len(key) != len(name.prefix)
		}
	}
	if len(key) <= maxExtension {
		if kind, ok := extensions[lowerASCII(key)]; ok {
			return kind, false
		}
	}
	return Unknown, false
}

// maxExtension spares the map a lower-cased copy of a long key.
const maxExtension = len("content-signal")

func hasPrefixFold(s, lowerPrefix string) bool {
	if len(s) < len(lowerPrefix) {
		return false
	}
	for i := range len(lowerPrefix) {
		if lower(s[i]) != lowerPrefix[i] {
			return false
		}
	}
	return true
}

// lowerASCII leaves letters outside ASCII alone. strings.ToLower and
// strings.EqualFold would turn the Kelvin sign into a k.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
