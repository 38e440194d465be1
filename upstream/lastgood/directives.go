package lastgood

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// directives are what Cache-Control fields say, as far as a store of copies
// cares (RFC 9111 section 5.2, RFC 5861 section 4). A qualified private or
// no-cache counts as the bare one.
type directives struct {
	noStore, private, public                 bool
	noCache, mustRevalidate, proxyRevalidate bool
	maxAge, sMaxAge, staleIfError            seconds
}

// seconds is the argument of a directive.
type seconds struct {
	value time.Duration
	given bool
}

// maxSeconds is what larger numbers are cut to (RFC 9111 section 1.2.2).
const maxSeconds = 1<<31 - 1

// parseDirectives reads all lines of the fields named. What cannot be read is
// taken in the careful sense: an unreadable number is 0, of several the
// smallest counts, and a quotation mark without its twin hides nothing.
func parseDirectives(h http.Header, names ...string) directives {
	var d directives
	for _, name := range names {
		for _, line := range h[name] {
			for line != "" {
				var member string
				member, line = cutMember(line)
				d.add(member)
			}
		}
	}
	return d
}

func (d *directives) add(member string) {
	name, value, _ := strings.Cut(member, "=")
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "no-store":
		d.noStore = true
	case "private":
		d.private = true
	case "public":
		d.public = true
	case "no-cache":
		d.noCache = true
	case "must-revalidate":
		d.mustRevalidate = true
	case "proxy-revalidate":
		d.proxyRevalidate = true
	case "max-age":
		d.maxAge.set(value)
	case "s-maxage":
		d.sMaxAge.set(value)
	case "stale-if-error":
		d.staleIfError.set(value)
	}
}

func (s *seconds) set(text string) {
	value := parseSeconds(text)
	if !s.given || value < s.value {
		*s = seconds{value, true}
	}
}

func parseSeconds(text string) time.Duration {
	text = strings.Trim(text, " \t\"")
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n > maxSeconds {
		n = maxSeconds
	}
	return time.Duration(n) * time.Second
}

// cutMember takes the first member off a comma-separated list. A comma between
// quotation marks belongs to the member, if there are two of them.
func cutMember(line string) (member, rest string) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ',':
			return line[:i], line[i+1:]
		case '"':
			if end := closingQuote(line[i+1:]); end >= 0 {
				i += 1 + end
			}
		}
	}
	return line, ""
}

func closingQuote(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// forbidden reports what nobody may override.
func (d directives) forbidden() bool { return d.noStore || d.private }

// wantsRevalidation reports the demands that forbid a stale answer (RFC 9111
// section 4.2.4).
func (d directives) wantsRevalidation() bool {
	return d.noCache || d.mustRevalidate || d.proxyRevalidate || d.sMaxAge.given
}
