package crawl

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
)

// Reason names why there is no usable answer. The set is closed and the values
// are stable; empty means that there was an answer.
type Reason string

// The reasons: the name, the way there, the encryption, the answer, the
// redirect, and what the crawler itself decided.
const (
	DNSNoName     Reason = "dns-nxdomain"
	DNSFailure    Reason = "dns-servfail"
	DNSTimeout    Reason = "dns-timeout"
	Refused       Reason = "connect-refused"
	NoConnectTime Reason = "connect-timeout"
	Unreachable   Reason = "connect-unreachable"
	ConnectReset  Reason = "connect-reset"

	TLSExpired     Reason = "tls-expired"
	TLSNotYetValid Reason = "tls-not-yet-valid"
	TLSName        Reason = "tls-name"
	TLSUntrusted   Reason = "tls-untrusted"
	TLSHandshake   Reason = "tls-handshake"

	HeaderTimeout  Reason = "header-timeout"
	BodyTimeout    Reason = "body-timeout"
	Reset          Reason = "reset"
	EarlyEnd       Reason = "eof-early"
	BodyTruncated  Reason = "body-truncated"
	Framing        Reason = "framing"
	HeaderTooLarge Reason = "header-too-large"
	BadStatusLine  Reason = "bad-status-line"
	Encoding       Reason = "encoding"
	TooLarge       Reason = "too-large"
	Ratio          Reason = "ratio"

	RedirectLimit Reason = "redirect-limit"
	RedirectLoop  Reason = "redirect-loop"
	BadLocation   Reason = "bad-location"

	RobotsBlocked     Reason = "robots-blocked"
	RobotsUnreachable Reason = "robots-unreachable"
	AddressRefused    Reason = "address-refused"
	PortRefused       Reason = "port-refused"
	Challenge         Reason = "challenge"
	RefusedAgent      Reason = "refused-agent"
	NoNetwork         Reason = "no-network"
	RateLimited       Reason = "rate-limited"
	Unavailable       Reason = "unavailable"
	BreakerOpen       Reason = "breaker-open"
	Budget            Reason = "budget"
	Cancelled         Reason = "cancelled"
)

// failures are what a site did wrong; everything else is unverified.
var failures = map[Reason]bool{
	DNSNoName: true, DNSFailure: true, DNSTimeout: true, Refused: true, NoConnectTime: true, Unreachable: true,
	ConnectReset: true, TLSExpired: true, TLSNotYetValid: true, TLSName: true, TLSUntrusted: true, TLSHandshake: true,
	HeaderTimeout: true, BodyTimeout: true, Reset: true, EarlyEnd: true, BodyTruncated: true, Framing: true,
	HeaderTooLarge: true, BadStatusLine: true, Encoding: true,
}

// IsFailure reports a reason that lies with the site: the network or the
// answer failed. The other reasons are decisions of the crawler.
func (r Reason) IsFailure() bool { return failures[r] }

// IsCertificate reports that the certificate is at fault.
func (r Reason) IsCertificate() bool {
	return r == TLSExpired || r == TLSNotYetValid || r == TLSName || r == TLSUntrusted
}

// HidesHost reports a failure to reach the host at all: no address of it can
// do better.
func (r Reason) HidesHost() bool {
	return r.IsFailure() && (strings.HasPrefix(string(r), "dns-") || strings.HasPrefix(string(r), "connect-") ||
		strings.HasPrefix(string(r), "tls-"))
}

// reasonOf finds the reason in the chain of an error of the transport.
func reasonOf(ctx context.Context, err error) Reason {
	if refused, ok := errors.AsType[*refusal](err); ok {
		return refused.reason
	}
	if ctx.Err() != nil { // the run ended, not the time of this answer
		return Cancelled
	}
	for _, find := range []func(error) Reason{dnsReason, tlsReason, dialReason, answerReason} {
		if r := find(err); r != "" {
			return r
		}
	}
	return Framing
}

func dnsReason(err error) Reason {
	dns, ok := errors.AsType[*net.DNSError](err)
	switch {
	case !ok:
		return ""
	case dns.IsNotFound:
		return DNSNoName
	case dns.IsTimeout:
		return DNSTimeout
	}
	return DNSFailure
}

func tlsReason(err error) Reason {
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		if strings.Contains(invalid.Detail, "is before") {
			return TLSNotYetValid
		}
		return TLSExpired
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return TLSName
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return TLSUntrusted
	}
	_, record := errors.AsType[tls.RecordHeaderError](err)
	_, alert := errors.AsType[tls.AlertError](err)
	if record || alert || strings.Contains(err.Error(), "tls: ") || strings.Contains(err.Error(), "TLS handshake") {
		return TLSHandshake
	}
	return ""
}

func dialReason(err error) Reason {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != "dial" {
		return ""
	}
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return Refused
	case errors.Is(err, syscall.ECONNRESET):
		return ConnectReset
	case op.Timeout():
		return NoConnectTime
	}
	return Unreachable
}

// answerTexts maps what net/http tells in words only.
var answerTexts = []struct {
	text   string
	reason Reason
}{
	{"timeout awaiting response headers", HeaderTimeout},
	{"server response headers exceeded", HeaderTooLarge},
	{"malformed HTTP", BadStatusLine},
	{"malformed MIME header", Framing},
	{"malformed chunked encoding", Framing},
	{"server closed idle connection", EarlyEnd},
	{"connection reset", Reset},
	{"stream error", Reset},
	{"server sent GOAWAY", EarlyEnd},
	{"header list larger", HeaderTooLarge},
}

func answerReason(err error) Reason {
	for _, t := range answerTexts {
		if strings.Contains(err.Error(), t.text) {
			return t.reason
		}
	}
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return HeaderTimeout
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return Reset
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, http.ErrHandlerTimeout):
		return EarlyEnd
	}
	return ""
}
