package upstream_test

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
	"golang.org/x/net/dns/dnsmessage"
)

// names is a dial that resolves a name as net.Dialer does, from memory.
type names struct {
	addresses []string // nil: the name does not resolve
	asked     int
	dialled   []string
	dead      string // an address that nobody listens on
}

func (n *names) dial(ctx context.Context, _, addr string) (net.Conn, error) {
	host, _, _ := net.SplitHostPort(addr)
	if net.ParseIP(host) == nil {
		n.asked++
		if n.addresses == nil {
			return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "server misbehaving", IsTemporary: true}}
		}
		var found []net.IPAddr
		for _, a := range n.addresses {
			found = append(found, net.IPAddr{IP: net.ParseIP(a)})
		}
		httptrace.ContextClientTrace(ctx).DNSDone(httptrace.DNSDoneInfo{Addrs: found})
		host = n.addresses[0]
	}
	n.dialled = append(n.dialled, host)
	if host == n.dead {
		return nil, errors.New("nobody there")
	}
	a, b := net.Pipe()
	_ = b.Close()

	return a, nil
}

func (n *names) last() string { return n.dialled[len(n.dialled)-1] }

func TestTheLastAddressesStandInForSixtySeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := &names{addresses: []string{"192.0.2.1"}}
		dial := upstream.RememberingAddresses(n.dial)
		try := func() error {
			conn, err := dial(t.Context(), "tcp", "app.test:80")
			if err == nil {
				_ = conn.Close()
			}

			return err
		}
		if err := try(); err != nil {
			t.Fatal(err)
		}
		n.addresses = nil
		time.Sleep(time.Hour) // the connection was kept that long
		for at := range 60 {
			if err := try(); err != nil || n.last() != "192.0.2.1" {
				t.Fatalf("%d s after the first failure: %v at %s", at, err, n.last())
			}
			time.Sleep(time.Second)
		}
		if err := try(); err == nil {
			t.Error("the last addresses are still used after 60 s")
		}
		if err := try(); err == nil {
			t.Error("the last addresses came back")
		}

		n.addresses = []string{"192.0.2.7"}
		time.Sleep(time.Second)
		if err := try(); err != nil || n.last() != "192.0.2.7" {
			t.Errorf("after the name resolves again: %v at %s", err, n.last())
		}
		n.addresses = nil
		if err := try(); err != nil || n.last() != "192.0.2.7" {
			t.Errorf("at the next failure: %v at %s, want the new address", err, n.last())
		}
	})
}

func TestANameThatFailsIsAskedForOnceASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := &names{addresses: []string{"192.0.2.1"}}
		dial := upstream.RememberingAddresses(n.dial)
		_, _ = dial(t.Context(), "tcp", "app.test:80")
		n.addresses = nil
		for range 40 {
			if _, err := dial(t.Context(), "tcp", "app.test:80"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(50 * time.Millisecond)
		}
		if n.asked != 3 {
			t.Errorf("asked %d times within 2 s, want 1 and then 2", n.asked)
		}
	})
}

func TestEveryKnownAddressIsTried(t *testing.T) {
	t.Parallel()
	n := &names{addresses: []string{"192.0.2.1", "2001:db8::1"}}
	dial := upstream.RememberingAddresses(n.dial)
	_, _ = dial(t.Context(), "tcp", "app.test:80")
	n.addresses, n.dead = nil, "192.0.2.1"
	if _, err := dial(t.Context(), "tcp", "app.test:80"); err != nil || n.last() != "2001:db8::1" {
		t.Errorf("%v, last %s, want the second address", err, n.last())
	}
}

func TestANameThatNeverResolvedHasNoStandIn(t *testing.T) {
	t.Parallel()
	n := &names{}
	dial := upstream.RememberingAddresses(n.dial)
	for range 2 {
		_, err := dial(t.Context(), "tcp", "app.test:80")
		if _, ok := errors.AsType[*net.DNSError](err); !ok {
			t.Errorf("got %v, want the error of the name server", err)
		}
	}
}

// The same with the resolver of Go: a name server that answers every second
// question.
func TestANameServerThatFlapsIsNotNoticed(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.ReplyAndClose("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"))
	_, port, _ := net.SplitHostPort(s.Addr())
	var down atomic.Bool
	resolver := nameServerOf(t, func(question []byte) []byte {
		if down.Load() {
			return dnsAnswer(question, dnsmessage.RCodeServerFailure)
		}

		return dnsAddress(question)
	})
	client := newClient(t, upstream.Options{URL: "http://app.test.:" + port, Resolver: resolver})
	for i := range 6 {
		down.Store(i%2 == 1)
		res, err := get(t, client)
		if err != nil {
			t.Fatalf("request %d, name server down %v: %v", i, down.Load(), err)
		}
		_ = res.Body.Close()
	}
	if n := s.Connections(); n != 6 {
		t.Errorf("%d connections, want one for each request", n)
	}
}
