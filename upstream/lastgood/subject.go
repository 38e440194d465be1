package lastgood

import (
	"path"
	"strings"
)

// Subject is the kind of document at an address: each kind has its own rules.
type Subject uint8

// The closed set of subjects.
const (
	Page    Subject = iota // what people read
	Robots                 // /robots.txt (RFC 9309 section 2.3)
	Sitemap                // /sitemap*.xml, also packed
)

const robotsPath = "/robots.txt"

// SubjectOf tells the kind of document from an escaped path.
func SubjectOf(p string) Subject {
	if p == robotsPath {
		return Robots
	}
	if strings.HasSuffix(p, ".xml") || strings.HasSuffix(p, ".xml.gz") {
		if strings.HasPrefix(strings.ToLower(path.Base(p)), "sitemap") {
			return Sitemap
		}
	}
	return Page
}

// isPage reports what shares the room that pages have in the store.
func (s Subject) isPage() bool { return s == Page }
