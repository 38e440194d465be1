package upstream_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/upstream"
)

type named string

func (n named) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New(string(n)) }

func TestOnlyGRPCTakesItsOwnWay(t *testing.T) {
	client := upstream.SplitGRPC(named("grpc"), named("rest"))
	for mediaType, want := range map[string]string{
		"application/grpc":             "grpc",
		"application/grpc+proto":       "grpc",
		"Application/GRPC; v=1":        "grpc",
		"application/grpc-web":         "rest",
		"application/grpc-web+proto":   "rest",
		"application/json":             "rest",
		"":                             "rest",
		"text/plain; application/grpc": "rest",
	} {
		req := &http.Request{Header: http.Header{"Content-Type": {mediaType}}}
		if _, err := client.RoundTrip(req); err.Error() != want {
			t.Errorf("Content-Type %q goes to %s, want %s", mediaType, err, want)
		}
	}
}
