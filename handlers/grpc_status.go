package handlers

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// rpcCode is an error of the gRPC family: its number and, for Connect and
// Twirp, its name.
type rpcCode struct {
	number int
	name   string
}

var rpcUnavailable = rpcCode{14, "unavailable"}

// rpcCodes translate a status; those not listed are unavailable.
var rpcCodes = map[status.Code]rpcCode{
	status.BadRequest:          {13, "internal"},
	status.Unauthorized:        {16, "unauthenticated"},
	status.Forbidden:           {7, "permission_denied"},
	status.NotFound:            {12, "unimplemented"},
	status.ContentTooLarge:     {8, "resource_exhausted"},
	status.TooManyRequests:     {8, "resource_exhausted"},
	status.HeadersTooLarge:     {8, "resource_exhausted"},
	status.InternalServerError: {13, "internal"},
	status.GatewayTimeout:      {4, "deadline_exceeded"},
}

// protocolErrors are RFC 9209 types that say that the other side did not speak
// HTTP as it should.
var protocolErrors = newWordSet(`http_protocol_error http_response_transfer_coding http_upgrade_failed
	http_response_header_section_size tls_protocol_error`)

func rpcCodeFor(code status.Code, errorType string) rpcCode {
	if protocolErrors.has(errorType) {
		return rpcCode{13, "internal"}
	}
	if c, ok := rpcCodes[code]; ok {
		return c
	}
	return rpcUnavailable
}

// rpcMessage percent-encodes a grpc-message as the gRPC protocol asks: a
// space stays, everything outside of printable ASCII does not.
func rpcMessage(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(s), "+", " "), "%2C", ",")
}

func (c rpcCode) String() string { return strconv.Itoa(c.number) }
