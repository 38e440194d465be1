package lastgood

import (
	"slices"
	"strings"
	"time"
)

// Respect says how far the site's own words about caching bind the store.
type Respect string

// The closed set of Respect. Nothing overrides private, no-store, Set-Cookie
// and Authorization.
const (
	Strict  Respect = "strict"  // also no-cache, must-revalidate, proxy-revalidate, s-maxage; the zero value means this
	Lenient Respect = "lenient" // the owner's permission stands above them (RFC 9111 section 4.2.4)
)

// Bounds of a copy.
const (
	DefaultMaxObject = 2 << 20   // bytes of one body
	MaxRobots        = 500 << 10 // bytes of a robots.txt (RFC 9309 section 2.5)
	MaxIfError       = 7 * 24 * time.Hour
)

// Policy is what the owner of a site wants to be kept. Each duration is how old
// a copy may be when it is served, counted from the last time that the site
// confirmed it; 0 keeps none. The zero Policy keeps nothing.
type Policy struct {
	IfError       time.Duration // pages; at most MaxIfError
	Robots        time.Duration // /robots.txt
	Sitemaps      time.Duration // sitemaps
	RobotsHTML    bool          // HTML in the place of robots.txt counts as a failure
	Respect       Respect
	Types         []string // media types of pages; default text/html
	IgnoreCookies []string // names that do not make a request personal; a * is any text
	MaxObject     int64    // bytes; default DefaultMaxObject
}

// Limit is how old a copy of the subject may be when it is served.
func (p Policy) Limit(s Subject) time.Duration {
	switch s {
	case Robots:
		return p.Robots
	case Sitemap:
		return p.Sitemaps
	}
	return min(p.IfError, MaxIfError)
}

func (p Policy) maxObject(s Subject) int64 {
	limit := p.MaxObject
	if limit <= 0 {
		limit = DefaultMaxObject
	}
	if s == Robots {
		return min(limit, MaxRobots)
	}
	return limit
}

// isStrict reports whether the site's demands for revalidation count. A
// robots.txt is asked for by RFC 9309, which lets readers keep their copy for a
// day: many frameworks send must-revalidate with every file.
func (p Policy) isStrict(s Subject) bool { return s.isPage() && p.Respect != Lenient }

var defaultTypes = []string{"text/html"}

func (p Policy) hasType(mediaType string) bool {
	types := p.Types
	if len(types) == 0 {
		types = defaultTypes
	}
	return slices.ContainsFunc(types, func(t string) bool { return strings.EqualFold(t, mediaType) })
}

func (p Policy) ignoresCookie(name string) bool {
	return slices.ContainsFunc(p.IgnoreCookies, func(pattern string) bool {
		return matches(pattern, name)
	})
}

// matches compares with a pattern in which each * is any text.
func matches(pattern, name string) bool {
	first, rest, open := strings.Cut(pattern, "*")
	name, ok := strings.CutPrefix(name, first)
	if !ok || !open {
		return ok && name == ""
	}
	parts := strings.Split(rest, "*")
	last := parts[len(parts)-1]
	for _, part := range parts[:len(parts)-1] {
		_, after, found := strings.Cut(name, part)
		if !found {
			return false
		}
		name = after
	}
	return strings.HasSuffix(name, last)
}
