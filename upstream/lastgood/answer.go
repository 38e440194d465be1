package lastgood

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Event is what made a copy necessary.
type Event struct {
	Forwarded bool        // the site was asked
	Status    status.Code // its answer; 0: none came
	Detail    string      // last-good, robots-guard, protect-reads
}

// Answer is a copy, made ready for one client.
type Answer struct {
	Status status.Code // 200, or 304 when the client has the copy already
	Header http.Header // the caller's own
	Body   []byte      // shared; nil for 304 and HEAD
}

// Answer returns what the client gets: the stored fields, the true Age, and a
// Cache-Status that says why (RFC 9211). Range is ignored; If-None-Match and
// If-Modified-Since may give 304 (RFC 9110 section 13.2.2).
func (c Copy) Answer(r *http.Request, e Event, now time.Time) Answer {
	a := Answer{Status: status.OK, Header: c.Header.Clone(), Body: c.Body}
	if c.Subject == Robots {
		a.Header["Content-Type"] = []string{robotsType(c.Header)}
	}
	a.Header["Age"] = []string{ageField(c.Age(now))}
	a.Header["Content-Length"] = []string{strconv.Itoa(len(c.Body))}
	a.Header.Add("Cache-Status", c.cacheStatus(e, now))
	if c.isKnownTo(r) {
		a.Status, a.Body = status.NotModified, nil
		for _, name := range representation {
			delete(a.Header, name)
		}
	}
	if r.Method == http.MethodHead {
		a.Body = nil
	}
	return a
}

// representation are fields that a 304 does not repeat (RFC 9110 section
// 15.4.5).
var representation = []string{"Content-Length", "Content-Type", "Content-Encoding", "Content-Language", "Last-Modified"}

// robotsType keeps the character set of a robots.txt and nothing else.
func robotsType(h http.Header) string {
	if mediaType(h) == "text/plain" {
		return h.Get("Content-Type")
	}
	return "text/plain; charset=utf-8"
}

// cacheName is how the edge calls itself in Cache-Status.
const cacheName = "signpost"

func (c Copy) cacheStatus(e Event, now time.Time) string {
	member := cacheName
	switch {
	case !e.Forwarded:
		left := (c.Lifetime() - c.Age(now)) / time.Second
		member += "; hit; ttl=" + strconv.FormatInt(int64(left), 10)
	case e.Status.Valid():
		member += "; fwd=stale; fwd-status=" + e.Status.String()
	default:
		member += "; fwd=stale"
	}
	if e.Detail != "" {
		member += "; detail=" + e.Detail
	}
	return member
}

// isKnownTo reports that the client's own copy is this one.
func (c Copy) isKnownTo(r *http.Request) bool {
	if lines := r.Header["If-None-Match"]; len(lines) > 0 {
		return hasTag(lines, c.Header.Get("Etag"))
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	if err != nil {
		return false
	}
	modified, err := http.ParseTime(c.Header.Get("Last-Modified"))
	return err == nil && !modified.After(since)
}

// hasTag compares weakly (RFC 9110 section 8.8.3.2).
func hasTag(lines []string, tag string) bool {
	if slices.ContainsFunc(lines, func(line string) bool { return trimmed(line) == "*" }) {
		return true
	}
	if tag == "" {
		return false
	}
	for _, line := range lines {
		for line != "" {
			var member string
			member, line = cutMember(line)
			if opaqueTag(member) == opaqueTag(tag) {
				return true
			}
		}
	}
	return false
}

func opaqueTag(tag string) string { return strings.TrimPrefix(trimmed(tag), "W/") }
