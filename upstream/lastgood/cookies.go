package lastgood

import (
	"net/http"
	"strings"
)

// isPersonal reports that the request carries a cookie which the owner has not
// called harmless.
func (p Policy) isPersonal(h http.Header) bool {
	for name := range cookieNames(h) {
		if !p.ignoresCookie(name) {
			return true
		}
	}
	return false
}

// cookieNames gives the name of each cookie, and the whole of what has none.
func cookieNames(h http.Header) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, line := range h["Cookie"] {
			for pair := range strings.SplitSeq(line, ";") {
				name, _, _ := strings.Cut(pair, "=")
				if name = strings.TrimSpace(name); strings.TrimSpace(pair) != "" && !yield(name) {
					return
				}
			}
		}
	}
}
