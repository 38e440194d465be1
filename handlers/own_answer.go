package handlers

import (
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/seed-3913a1bb/signpost/status"
)

// addOwn adds to an own error what the site would have said with any answer:
// who may read it, and that it is for secure connections only; and what the
// gate that refused has to say.
func (s *site) addOwn(h http.Header, c composition) {
	if c.refusal != nil {
		for name, lines := range c.refusal.header {
			h[name] = append(h[name], lines...)
		}
	}
	if a, ok := s.cors.allows(c.ex.in); ok {
		a.write(h)
	}
	s.hsts.write(s.isSecure(c.ex.in), h)
}

// learn remembers of a good answer what own errors will need.
func (s *site) learn(r *http.Request, res *http.Response) {
	if !status.Code(res.StatusCode).IsSuccess() {
		return
	}
	if len(res.Header["Access-Control-Allow-Origin"]) > 0 {
		s.cors.learn(r, res.Header)
	}
	s.hsts.learn(s.isSecure(r), res.Header)
}

const maxHSTS = 256 // bytes that are remembered

// hstsMemory is the last Strict-Transport-Security of a site, apart for visits
// with TLS and without: where a site sends it only with TLS, so does the edge
// (RFC 6797 section 7.2).
type hstsMemory struct{ plain, secure atomic.Pointer[string] }

// isSecure reports that the visitor used TLS, with the edge or with a front that
// is believed.
func (s *site) isSecure(r *http.Request) bool { return s.trust.Scheme(r) == "https" }

func (m *hstsMemory) of(secure bool) *atomic.Pointer[string] {
	if secure {
		return &m.secure
	}
	return &m.plain
}

func (m *hstsMemory) learn(secure bool, h http.Header) {
	lines, at := h["Strict-Transport-Security"], m.of(secure)
	if len(lines) != 1 || len(lines[0]) > maxHSTS {
		return
	}
	if last := at.Load(); last == nil || *last != lines[0] {
		value := strings.Clone(lines[0]) // not the whole header that it is a piece of
		at.Store(&value)
	}
}

func (m *hstsMemory) write(secure bool, h http.Header) {
	if last := m.of(secure).Load(); last != nil {
		h.Set("Strict-Transport-Security", *last)
	}
}
