package upstream_test

import (
	"context"
	"net"
	"testing"

	"github.com/seed-3913a1bb/signpost/upstream"
	"golang.org/x/net/dns/dnsmessage"
)

// nameServer answers every question of DNS with one code, or with nothing, on
// the loopback.
func nameServer(t *testing.T, code dnsmessage.RCode, silent bool) *net.Resolver {
	t.Helper()

	return nameServerOf(t, func(question []byte) []byte {
		if silent {
			return nil
		}

		return dnsAnswer(question, code)
	})
}

// nameServerOf answers questions with what a function makes of them; nil is no
// answer.
func nameServerOf(t *testing.T, answer func([]byte) []byte) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 4<<10)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if out := answer(buf[:n]); out != nil {
				_, _ = conn.WriteTo(out, from)
			}
		}
	}()
	// Go's resolver waits for its answers in the background, longer than the
	// client waits for the resolver: its sockets end with the test.
	ctx, end := context.WithCancel(context.Background())
	t.Cleanup(func() {
		end()
		_ = conn.Close()
		<-done
	})

	return &net.Resolver{PreferGo: true, Dial: func(_ context.Context, _, _ string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
		if err == nil {
			context.AfterFunc(ctx, func() { _ = c.Close() })
		}

		return c, err
	}}
}

func dnsAnswer(question []byte, code dnsmessage.RCode) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil {
		return nil
	}
	m.Response, m.RecursionAvailable, m.RCode = true, true, code
	m.Additionals = nil
	answer, _ := m.Pack()

	return answer
}

// dnsAddress answers that a name stands for 127.0.0.1 and for nothing in IPv6.
func dnsAddress(question []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) != 1 {
		return nil
	}
	m.Response, m.RecursionAvailable = true, true
	m.Additionals = nil
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1},
			Body:   &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}},
		}}
	}
	answer, _ := m.Pack()

	return answer
}

func TestANameThatDoesNotExistIsADNSError(t *testing.T) {
	t.Parallel()
	res, err := get(t, newClient(t, upstream.Options{
		URL: "http://app.test.", Resolver: nameServer(t, dnsmessage.RCodeNameError, false),
	}))
	want{"dns_error", "dns", 502, "rcode=NXDOMAIN"}.check(t, res, err)
}

func TestAFailingNameServerIsADNSError(t *testing.T) {
	t.Parallel()
	res, err := get(t, newClient(t, upstream.Options{
		URL: "http://app.test.", Resolver: nameServer(t, dnsmessage.RCodeServerFailure, false),
	}))
	want{"dns_error", "dns", 502, ""}.check(t, res, err)
}

func TestASilentNameServerIsADNSTimeout(t *testing.T) {
	t.Parallel()
	res, err := get(t, newClient(t, upstream.Options{
		URL: "http://app.test.", Resolver: nameServer(t, dnsmessage.RCodeSuccess, true), ConnectTimeout: short,
	}))
	want{"dns_timeout", "dns", 504, ""}.check(t, res, err)
}

func TestADeadlineWhileResolvingIsADNSTimeout(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), short)
	defer cancel()
	client := newClient(t, upstream.Options{
		URL: "http://app.test.", Resolver: nameServer(t, dnsmessage.RCodeSuccess, true), ConnectTimeout: 10 * short,
	})
	res, err := client.RoundTrip(newRequest(t, "GET", "/", "").WithContext(ctx))
	want{"dns_timeout", "dns", 504, ""}.check(t, res, err)
}
