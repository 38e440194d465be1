package handlers

import (
	"net/http"
	"slices"
	"strings"
	"sync"
)

const (
	maxAllowances = 512  // remembered of one site
	maxAllowField = 1024 // bytes of a field that is remembered
)

// mirroredCORS remembers what the site's last good answers allowed: by the
// first segment of the path and the origin that was named. It is bounded, and
// safe for concurrent use.
type mirroredCORS struct {
	mu   sync.RWMutex
	seen map[corsPlace]allowance
}

// corsPlace is where an allowance holds.
type corsPlace struct {
	prefix string
	origin string // "*": any
}

// firstSegment is "/api/" for "/api/orders/7" and "/" for "/orders".
func firstSegment(path string) string {
	if len(path) > 1 {
		if end := strings.IndexByte(path[1:], '/'); end >= 0 {
			return path[:end+2]
		}
	}
	return "/"
}

func (m *mirroredCORS) allows(r *http.Request) (allowance, bool) {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return allowance{}, false
	}
	prefix := firstSegment(r.URL.Path)
	m.mu.RLock()
	defer m.mu.RUnlock()
	if a, ok := m.seen[corsPlace{prefix, origin}]; ok {
		return a, true
	}
	a, ok := m.seen[corsPlace{prefix, "*"}]
	return a, ok
}

// learn takes an allowance only where it is one: for all origins, or for the
// one that asked.
func (m *mirroredCORS) learn(r *http.Request, h http.Header) {
	lines := h["Access-Control-Allow-Origin"]
	if len(lines) != 1 || lines[0] != "*" && lines[0] != r.Header.Get("Origin") || len(lines[0]) > maxAllowField {
		return
	}
	a := allowance{
		origin:      strings.Clone(lines[0]), // not the whole header that it is a piece of
		credentials: h.Get("Access-Control-Allow-Credentials") == "true" && lines[0] != "*",
		varies:      lines[0] != "*" || hasToken(h["Vary"], "Origin"),
	}
	if expose := h.Get("Access-Control-Expose-Headers"); expose != "" && len(expose) <= maxAllowField {
		a.expose = []string{strings.Clone(expose)}
	}
	m.remember(corsPlace{strings.Clone(firstSegment(r.URL.Path)), a.origin}, a)
}

// remember writes only what is new: most answers of a site say the same.
func (m *mirroredCORS) remember(at corsPlace, a allowance) {
	if len(at.prefix) > maxAllowField {
		return
	}
	m.mu.RLock()
	known, ok := m.seen[at]
	m.mu.RUnlock()
	if ok && known.equal(a) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.seen == nil {
		m.seen = map[corsPlace]allowance{}
	}
	if _, ok := m.seen[at]; !ok && len(m.seen) >= maxAllowances {
		for victim := range m.seen { // any: a map is walked from a random place
			delete(m.seen, victim)
			break
		}
	}
	m.seen[at] = a
}

func (a allowance) equal(b allowance) bool {
	return a.origin == b.origin && a.credentials == b.credentials && a.varies == b.varies && slices.Equal(a.expose, b.expose)
}
