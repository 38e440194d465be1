package upstream

import (
	"net/http"
	"strings"
)

// SplitGRPC returns a client that sends gRPC to one client and everything else
// to another. gRPC needs HTTP/2, and a server without TLS cannot negotiate it:
// one that serves both kinds expects each by its own version.
func SplitGRPC(grpc, rest Client) Client { return splitGRPC{grpc, rest} }

type splitGRPC struct{ grpc, rest Client }

func (s splitGRPC) RoundTrip(req *http.Request) (*http.Response, error) {
	if isGRPC(req.Header) {
		return s.grpc.RoundTrip(req)
	}

	return s.rest.RoundTrip(req)
}

// isGRPC reads the media type as the gRPC protocol names it: application/grpc,
// alone or followed by + or ;.
func isGRPC(h http.Header) bool {
	mediaType := strings.ToLower(h.Get("Content-Type"))
	rest, ok := strings.CutPrefix(mediaType, "application/grpc")

	return ok && (rest == "" || rest[0] == '+' || rest[0] == ';')
}
