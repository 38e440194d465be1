package config

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/status"
)

// respond stands in for the servers of a site that has none: each answer is the
// same status without a body, so that the edge writes one.
type respond struct{ status.Code }

// RoundTrip answers at once.
func (c respond) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: int(c.Code), Status: c.String() + " " + c.Reason(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Length": {"0"}}, Body: http.NoBody, Request: r,
	}, nil
}
