package lastgood

import (
	"net/http"
	"time"
)

// serving is a copy that may answer a request.
type serving struct {
	Policy
	ask  Ask
	copy *Copy
	says directives
	now  time.Time
}

// serveRule is one row of what speaks against serving a copy.
type serveRule struct {
	reason Reason
	holds  func(*serving) bool
}

var serveRules = []serveRule{
	{"off", func(s *serving) bool { return s.Limit(s.copy.Subject) <= 0 }},
	{"method", func(s *serving) bool { return !isRead(s.ask.Request.Method) }},
	{"expired", func(s *serving) bool { return s.now.Sub(s.copy.Validated) > s.Limit(s.copy.Subject) }},
	{"authorization", func(s *serving) bool { return s.ask.has(authorized) }},
	{"precondition", func(s *serving) bool { return s.ask.has(mustMatch) }},
	{"forbidden", func(s *serving) bool { return s.says.forbidden() || len(s.copy.Header["Set-Cookie"]) > 0 }},
	{"revalidate", func(s *serving) bool { return s.isStrict(s.copy.Subject) && s.says.wantsRevalidation() }},
	{"stale-if-error", func(s *serving) bool { return s.isStrict(s.copy.Subject) && s.outlived() }},
	{"cookie", func(s *serving) bool {
		return s.copy.Subject.isPage() && !s.says.public && s.isPersonal(s.ask.Request.Header)
	}},
	{"coding", func(s *serving) bool { return !accepts(s.ask.Request.Header, coding(s.copy.Header)) }},
}

// mustMatch are conditions that only the site itself can answer.
var mustMatch = []string{"If-Match", "If-Unmodified-Since"}

// Serves says what speaks against answering the request with the copy; empty:
// nothing does. Whether the site has failed is the caller's business.
func (p Policy) Serves(ask Ask, c Copy, now time.Time) Reason {
	s := &serving{Policy: p, ask: ask, copy: &c, now: now}
	s.says = parseDirectives(c.Header, "Cache-Control")
	for i := range serveRules {
		if serveRules[i].holds(s) {
			return serveRules[i].reason
		}
	}
	return ""
}

// outlived reports that the site itself said how long its copy may stand in
// after an error (RFC 5861 section 4), and that this time is over.
func (s *serving) outlived() bool {
	return s.says.staleIfError.given &&
		s.copy.Age(s.now) > s.copy.Lifetime()+s.says.staleIfError.value
}

// matches reports that the copy is the variant that the request asks for.
func (p Policy) matches(e *entry, request http.Header) bool {
	return e.variant == p.variantOf(e.names, request, e.copy.Header)
}
