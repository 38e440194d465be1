package upstream

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"

	"golang.org/x/net/http2"
)

func anything(error) bool { return true }

// is matches an error that wraps one of the targets.
func is(targets ...error) func(error) bool {
	return func(err error) bool {
		for e := range causes(err) {
			for _, target := range targets {
				if errors.Is(e, target) {
					return true
				}
			}
		}

		return false
	}
}

// has matches an error that wraps one of type T.
func has[T error](err error) bool {
	_, ok := errors.AsType[T](err)

	return ok
}

// all matches what every matcher matches.
func all(matchers ...func(error) bool) func(error) bool {
	return func(err error) bool {
		for _, match := range matchers {
			if !match(err) {
				return false
			}
		}

		return true
	}
}

// says matches an error that wraps one whose text begins with a prefix. It is
// for errors that net/http does not export. The beginning counts, not the
// whole, because servers choose what is quoted later in a text.
func says(prefixes ...string) func(error) bool {
	return func(err error) bool {
		for e := range causes(err) {
			for ; e != nil; e = errors.Unwrap(e) {
				for _, prefix := range prefixes {
					if strings.HasPrefix(e.Error(), prefix) {
						return true
					}
				}
			}
		}

		return false
	}
}

// causes yields an error and the cause of an HTTP/2 stream error, which
// errors.Unwrap does not reach.
func causes(err error) func(yield func(error) bool) {
	return func(yield func(error) bool) {
		if !yield(err) {
			return
		}
		if stream, ok := errors.AsType[http2.StreamError](err); ok && stream.Cause != nil {
			yield(stream.Cause)
		}
	}
}

func isTimeout(err error) bool {
	t, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)

	return ok && t.Timeout()
}

func isDNSTimeout(err error) bool {
	dns, ok := errors.AsType[*net.DNSError](err)

	return ok && dns.IsTimeout
}

// rcode names the answer of the DNS server (RFC 9209 section 2.3.2).
func rcode(err error) string {
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return "rcode=NXDOMAIN"
	}

	return ""
}

// isRemoteAlert matches a TLS alert from the server. crypto/tls marks it with
// the operation of a net.OpError; the alert itself is not exported.
func isRemoteAlert(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)

	return ok && op.Op == "remote error"
}

// alertDetails gives number and text of an alert (RFC 9209 section 2.3.14).
func alertDetails(err error) string {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Err == nil {
		return ""
	}
	text := op.Err.Error()
	message := strings.TrimPrefix(text, "tls: ")
	for n := range 256 {
		if tls.AlertError(n).Error() == text {
			return fmt.Sprintf("alert-id=%d; alert-message=%q", n, message)
		}
	}

	return fmt.Sprintf("alert-message=%q", message)
}

// isStreamRefused matches an HTTP/2 stream that the server gave up without
// blaming the protocol.
func isStreamRefused(err error) bool {
	stream, ok := errors.AsType[http2.StreamError](err)
	if !ok {
		return false
	}
	switch stream.Code {
	case http2.ErrCodeRefusedStream, http2.ErrCodeNo, http2.ErrCodeInternal,
		http2.ErrCodeCancel, http2.ErrCodeEnhanceYourCalm:
		return true
	default:
		return false
	}
}

// isUnprocessed matches the word of an HTTP/2 server that it did nothing for a
// request (RFC 9113 section 8.7). The bundled transport gives up after several
// connections only when each of them said so, or died before the request was
// written; but for plain reads, where it makes no difference.
func isUnprocessed(err error) bool {
	if stream, ok := errors.AsType[http2.StreamError](err); ok {
		return stream.Code == http2.ErrCodeRefusedStream
	}

	return errors.Is(err, errManyDials) || saysUnprocessed(err)
}

// saysUnprocessed matches a stream above the last one of a GOAWAY.
var saysUnprocessed = says("http2: Transport received Server's graceful shutdown GOAWAY")

// say gives fixed details.
func say(details string) func(error) string {
	return func(error) string { return details }
}
