package lastgood

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// confirm takes a 304 as the site's word that a copy is still good, and puts
// its fields into the copy (RFC 9111 sections 4.3.3 and 4.3.4).
func (s *Store) confirm(ask Ask, p Policy, header http.Header, asked time.Time) {
	if p.keeping(ask, status.NotModified, header, 0).against(requestRules) != "" {
		return
	}
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.shelf.variants(ask.key()) {
		if !isConfirmed(ask.Request.Header, header, e.copy.Header) {
			continue
		}
		c := e.copy
		c.Header, c.Asked, c.Validated = freshened(c.Header, header), asked, now
		if p.keeping(ask, status.OK, c.Header, int64(len(c.Body))).against(answerRules) != "" {
			s.drop([]*entry{e})
			return
		}
		s.refresh(e, c)
		return
	}
}

// isConfirmed compares the validators of a 304 with those of a copy; one
// without any speaks of those that the client sent.
func isConfirmed(request, answer, stored http.Header) bool {
	tag, modified := answer.Get("Etag"), answer.Get("Last-Modified")
	if tag == "" && modified == "" {
		tag, modified = request.Get("If-None-Match"), request.Get("If-Modified-Since")
	}
	if tag != "" {
		return opaqueTag(tag) == opaqueTag(stored.Get("Etag"))
	}
	return modified != "" && modified == stored.Get("Last-Modified")
}

// fixedFields describe the body, which a 304 does not have.
var fixedFields = []string{"Content-Length", "Content-Encoding", "Content-Type", "Content-Range", "Content-Language", "Vary"}

func freshened(stored, update http.Header) http.Header {
	h := stored.Clone()
	delete(h, "Age")
	for name, lines := range keptHeader(update) {
		if !slices.Contains(fixedFields, name) {
			h[name] = lines
		}
	}
	return h
}

// livelyFields differ from answer to answer without the document changing.
var livelyFields = []string{"Date", "Age", "Expires", "Via", "Cache-Status", "X-Cache", "Cf-Ray"}

// sameDocument reports that two headers differ in lively fields only.
func sameDocument(a, b http.Header) bool {
	return coversExceptLively(a, b) && coversExceptLively(b, a)
}

func coversExceptLively(a, b http.Header) bool {
	for name, lines := range a {
		if slices.Contains(livelyFields, name) {
			continue
		}
		if strings.Join(lines, "\n") != strings.Join(b[name], "\n") {
			return false
		}
	}
	return true
}
