package upstream

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"slices"
	"syscall"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// kind is a sort of failure: its RFC 9209 type, the word for people, and the
// status that the edge answers.
type kind struct {
	name string
	word string
	code status.Code
}

// limitWait is how soon a place may be free that was taken.
const limitWait = time.Second

// wait is how long a client should wait. Only limits promise an end: nothing
// is known about a 502 or a 504.
func (k kind) wait() time.Duration {
	if k == connectionLimit {
		return limitWait
	}

	return 0
}

// The kinds of failures (RFC 9209 section 2.3).
var (
	clientLeft        = kind{}
	dnsTimeout        = kind{"dns_timeout", "dns", status.GatewayTimeout}
	dnsError          = kind{"dns_error", "dns", status.BadGateway}
	connectionRefused = kind{"connection_refused", "refused", status.BadGateway}
	unroutable        = kind{"destination_ip_unroutable", "unreachable", status.BadGateway}
	unavailable       = kind{"destination_unavailable", "unreachable", status.BadGateway}
	connectTimeout    = kind{"connection_timeout", "timeout", status.GatewayTimeout}
	connectionLimit   = kind{"connection_limit_reached", "overload", status.ServiceUnavailable}
	tlsCertificate    = kind{"tls_certificate_error", "tls", status.BadGateway}
	tlsAlert          = kind{"tls_alert_received", "tls", status.BadGateway}
	tlsProtocol       = kind{"tls_protocol_error", "tls", status.BadGateway}
	writeTimeout      = kind{"connection_write_timeout", "timeout", status.GatewayTimeout}
	terminated        = kind{"connection_terminated", "reset", status.BadGateway}
	responseTimeout   = kind{"http_response_timeout", "timeout", status.GatewayTimeout}
	protocolError     = kind{"http_protocol_error", "protocol", status.BadGateway}
	headerSize        = kind{"http_response_header_section_size", "protocol", status.BadGateway}
	transferCoding    = kind{"http_response_transfer_coding", "protocol", status.BadGateway}
	upgradeFailed     = kind{"http_upgrade_failed", "protocol", status.BadGateway}
	incomplete        = kind{"http_response_incomplete", "reset", status.BadGateway}
	readTimeout       = kind{"connection_read_timeout", "timeout", status.GatewayTimeout}
	requestTooLarge   = kind{"http_request_error", "large-request", status.ContentTooLarge}
	requestTimeout    = kind{"http_request_error", "slow-request", status.RequestTimeout}
	requestUnreadable = kind{"http_request_error", "request", status.BadRequest}
	internalError     = kind{"proxy_internal_error", "internal", status.InternalServerError}
)

// rule says which kind an error is. The first rule that matches decides.
type rule struct {
	in      []phase // nil: any
	match   func(error) bool
	is      kind
	details func(error) string // nil: none
}

func (r rule) covers(at phase) bool { return r.in == nil || slices.Contains(r.in, at) }

func (r rule) failure(err error) *Failure {
	f := &Failure{Type: r.is.name, Word: r.is.word, Status: r.is.code, Err: err, RetryAfter: r.is.wait()}
	if r.details != nil {
		f.Details = r.details(err)
	}

	return f
}

// rules are ordered from the particular to the general. Matchers look at the
// type or the identity of an error; those called says compare the text of an
// error that net/http does not export.
var rules = []rule{
	{nil, is(context.Canceled), clientLeft, nil},

	{nil, all(has[*requestBodyError], has[*http.MaxBytesError]), requestTooLarge, nil},
	{nil, all(has[*requestBodyError], isTimeout), requestTimeout, nil},
	{nil, has[*requestBodyError], requestUnreadable, nil},

	{nil, is(errManyDials), terminated, nil},
	{nil, says("http2: client conn could not be established", "http2: failed reading the frame payload"), protocolError, nil},

	{nil, isDNSTimeout, dnsTimeout, nil},
	{nil, has[*net.DNSError], dnsError, rcode},
	{[]phase{resolving}, isTimeout, dnsTimeout, nil},
	{[]phase{resolving}, anything, dnsError, nil},

	{nil, is(syscall.ECONNREFUSED), connectionRefused, nil},
	{nil, is(syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.EHOSTDOWN), unroutable, nil},
	{nil, is(errConnectionLimit), connectionLimit, nil},
	{nil, is(syscall.EADDRNOTAVAIL, syscall.EMFILE, syscall.ENFILE), connectionLimit, nil},
	{[]phase{preparing, connecting}, isTimeout, connectTimeout, nil},
	{[]phase{connecting}, anything, unavailable, nil},

	{[]phase{securing}, isTimeout, connectTimeout, say("tls")},
	{nil, has[*tls.CertificateVerificationError], tlsCertificate, nil},
	{nil, has[x509.UnknownAuthorityError], tlsCertificate, nil},
	{nil, has[x509.HostnameError], tlsCertificate, nil},
	{nil, has[x509.CertificateInvalidError], tlsCertificate, nil},
	{nil, isRemoteAlert, tlsAlert, alertDetails},
	{nil, has[tls.RecordHeaderError], tlsProtocol, nil},
	{[]phase{securing}, anything, tlsProtocol, nil},

	{nil, is(errManyInformational), protocolError, say("1xx")},
	{nil, is(errUpgrade), upgradeFailed, nil},
	{nil, says("net/http: server response headers exceeded ", "http2: response header list larger than "), headerSize, nil},
	{nil, says("unsupported transfer encoding: ", "too many transfer encodings: "), transferCoding, nil},
	{[]phase{receiving}, says("invalid byte in chunk length", "malformed chunked encoding", "http chunk length too large", "chunked encoding contains "), transferCoding, nil},

	{[]phase{sending}, isTimeout, writeTimeout, nil},
	{[]phase{waiting, heading}, isTimeout, responseTimeout, nil},
	{[]phase{receiving}, isTimeout, readTimeout, nil},
	{[]phase{receiving}, anything, incomplete, nil},

	{nil, isStreamRefused, terminated, nil},
	{nil, is(io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE, net.ErrClosed), terminated, nil},
	{nil, says("http: server closed idle connection", "http2: server sent GOAWAY", "http2: client connection ", "http2: client conn is closed", "http2: client conn not usable",
		"http2: Transport received Server's graceful shutdown GOAWAY", "http2: Transport: cannot retry err ["), terminated, nil},
	{[]phase{sending}, anything, terminated, nil},
	{[]phase{waiting, heading}, anything, protocolError, nil},
	{nil, anything, internalError, nil},
}
