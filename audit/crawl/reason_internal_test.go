package crawl

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"testing"
)

// Name servers and unreachable networks cannot be had on loopback, so their
// errors are made by hand.
func TestErrorsOfTheWayThereHaveTheirNames(t *testing.T) {
	dial := func(err error) error { return fmt.Errorf("get: %w", &net.OpError{Op: "dial", Net: "tcp", Err: err}) }
	for _, c := range []struct {
		err  error
		want Reason
	}{
		{dial(&net.DNSError{Err: "no such host", IsNotFound: true}), DNSNoName},
		{dial(&net.DNSError{Err: "i/o timeout", IsTimeout: true}), DNSTimeout},
		{dial(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), DNSFailure},
		{dial(syscall.ECONNREFUSED), Refused},
		{dial(syscall.ECONNRESET), ConnectReset},
		{dial(syscall.EHOSTUNREACH), Unreachable},
		{dial(syscall.ENETUNREACH), Unreachable},
		{dial(context.DeadlineExceeded), NoConnectTime},
		{dial(&refusal{AddressRefused, "x"}), AddressRefused},
		{dial(&refusal{PortRefused, "x"}), PortRefused},
		{errors.New("stream error: stream ID 1; INTERNAL_ERROR; received from peer"), Reset},
		{errors.New("http2: server sent GOAWAY and closed the connection; LastStreamID=1"), EarlyEnd},
		{errors.New("http2: response header list larger than advertised limit"), HeaderTooLarge},
		{errors.New("something new"), Framing},
	} {
		if got := reasonOf(t.Context(), c.err); got != c.want {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
}
