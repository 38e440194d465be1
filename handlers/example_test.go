package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/views"
)

// A program of one's own gets pages for its errors by one line.
func ExampleIntercept() {
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /articles/{id}", func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "The article was changed by Ada since you opened it.", http.StatusConflict)
	})
	site := handlers.Intercept(handlers.Site{Brand: views.Brand{Name: "Example Press"}})(mux)

	for _, accept := range []string{"text/html", "application/json"} {
		r := httptest.NewRequest(http.MethodPut, "/articles/7", http.NoBody)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Header().Get("Content-Type"), strings.Contains(w.Body.String(), "changed by Ada"))
	}
	// Output:
	// 409 text/html; charset=utf-8 true
	// 409 text/plain; charset=utf-8 true
}
