package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// call sends a request to a handler without a network, with header lines
// ("Name: value").
func call(t *testing.T, h http.Handler, method, target string, lines ...string) exchange {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "http://shop.example"+target, nil)
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return exchange{w.Result(), w.Body.String()}
}
