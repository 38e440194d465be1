package handlers_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"
)

// The end of the body, and with it the trailers, comes while the edge still
// holds the answer, just when the hold ends, or long after.
func TestTrailersPassWheneverTheBodyEnds(t *testing.T) {
	next := make(chan struct{})
	edge := startEdge(t, site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("announced") {
			w.Header().Set("Trailer", "X-Sum")
		}
		_ = http.NewResponseController(w).Flush()
		if r.URL.Query().Has("late") {
			<-next
		}
		_, _ = io.WriteString(w, "body")
		w.Header().Set(http.TrailerPrefix+"X-Late", "1")
		if r.URL.Query().Has("announced") {
			w.Header().Set("X-Sum", "42")
		}
	}))
	for _, query := range []string{"announced", "unannounced", "announced&late", "late"} {
		t.Run(query, func(t *testing.T) {
			for range 5 {
				req, err := http.NewRequestWithContext(t.Context(), "GET", edge+"/?"+query, nil)
				if err != nil {
					t.Fatal(err)
				}
				res, err := plain.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				if req.URL.Query().Has("late") {
					next <- struct{}{} // the header is here, so the hold is over
				}
				b, err := io.ReadAll(res.Body)
				_ = res.Body.Close()
				want := map[bool]string{true: "42", false: ""}[req.URL.Query().Has("announced")]
				if got := res.Trailer.Get("X-Sum"); string(b) != "body" || err != nil || got != want || res.Trailer.Get("X-Late") != "1" {
					t.Errorf("%q, %v, trailers %s", b, err, fmt.Sprint(res.Trailer))
				}
			}
		})
	}
}
