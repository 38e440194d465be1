package problem_test

import (
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
)

// What runs ends by itself; what is refused because of it for good does not.
func TestNoRetryIsPromisedForWhatIsRefusedForGood(t *testing.T) {
	for message, want := range map[string]bool{
		"Another deployment is in progress.":                                           true,
		"An export is currently running.":                                              true,
		"An export is currently running and cannot be cancelled.":                      false,
		"The backup is in progress, so the server can't be deleted.":                   false,
		"Another migration of this database is being processed; it cannot be changed.": false,
	} {
		p := problem.Read(problem.Exchange{
			Method: http.MethodPost, Path: "/x", Status: 409, Body: []byte(`{"message":"` + message + `"}`),
			Header: http.Header{"Content-Type": {"application/json"}},
		})
		if p.Retryable != want {
			t.Errorf("%q: retryable %v (%s), want %v", message, p.Retryable, p.Cause, want)
		}
	}
}
