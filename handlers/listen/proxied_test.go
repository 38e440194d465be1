package listen_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

const signature = "\r\n\r\n\x00\r\nQUIT\n"

// v2 makes a header of version 2 with the true length of its content.
func v2(command, family byte, content string) string {
	head := []byte(signature + string([]byte{command, family, 0, 0}))
	binary.BigEndian.PutUint16(head[14:], uint16(len(content)))
	return string(head) + content
}

const ends4 = "\xcb\x00\x71\x07\xc0\x00\x02\x01\xdc\x04\x01\xbb" // 203.0.113.7:56324, 192.0.2.1:443

// proxied is one connection through a listener that believes loopback.
type proxied struct{ remote, local, content string }

// through sends bytes to a proxied listener and reports what its connection
// shows.
func through(t *testing.T, peers []netip.Prefix, pieces ...string) proxied {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := listen.Proxied(inner, peers, nil)
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for _, piece := range pieces {
		if _, err := io.WriteString(client, piece); err != nil {
			t.Fatal(err)
		}
	}
	_ = client.(*net.TCPConn).CloseWrite()
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	p := proxied{remote: conn.RemoteAddr().String(), local: conn.LocalAddr().String()}
	if p.remote == client.LocalAddr().String() {
		p.remote = "peer"
	}
	if p.local == l.Addr().String() {
		p.local = "own"
	}
	b, _ := io.ReadAll(conn)
	p.content = string(b)
	return p
}

func TestTheAddressesOfAProxyHeaderAreThoseOfTheConnection(t *testing.T) {
	tlv := "\x01\x00\x02h2" + strings.Repeat("\x04\x00\x00", 2000)
	for name, c := range map[string]struct {
		header        string
		remote, local string
	}{
		"version 1, IPv4":     {"PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r\n", "203.0.113.7:56324", "192.0.2.1:443"},
		"version 1, IPv6":     {"PROXY TCP6 2001:db8::7 2001:db8::1 1 65535\r\n", "[2001:db8::7]:1", "[2001:db8::1]:65535"},
		"version 1, unknown":  {"PROXY UNKNOWN\r\n", "peer", "own"},
		"unknown, with words": {"PROXY UNKNOWN ffff::1 whatever 0 0\r\n", "peer", "own"},
		"version 2, IPv4":     {v2(0x21, 0x11, ends4), "203.0.113.7:56324", "192.0.2.1:443"},
		"with more fields":    {v2(0x21, 0x11, ends4+tlv), "203.0.113.7:56324", "192.0.2.1:443"},
		"version 2, IPv6": {
			v2(0x21, 0x21, strings.Repeat("\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07", 2)+"\x00\x01\x01\xbb"),
			"[2001:db8::7]:1", "[2001:db8::7]:443",
		},
		"IPv4 in IPv6": {
			v2(0x21, 0x21, strings.Repeat("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xcb\x00\x71\x07", 2)+"\x00\x01\x01\xbb"),
			"203.0.113.7:1", "203.0.113.7:443",
		},
		"local":               {v2(0x20, 0x00, ""), "peer", "own"},
		"local, with content": {v2(0x20, 0x11, ends4+tlv), "peer", "own"},
		"unspecified":         {v2(0x21, 0x00, "anything"), "peer", "own"},
		"a socket file":       {v2(0x21, 0x31, strings.Repeat("x", 216)), "peer", "own"},
	} {
		t.Run(name, func(t *testing.T) {
			const request = "GET / HTTP/1.1\r\n\r\n"
			for _, got := range []proxied{
				through(t, loopback, c.header+request),
				through(t, loopback, c.header[:7], c.header[7:], request),
			} {
				if want := (proxied{c.remote, c.local, request}); got != want {
					t.Errorf("got %+v, want %+v", got, want)
				}
			}
		})
	}
}

func TestAPeerThatIsNotListedSendsNoHeader(t *testing.T) {
	header := "PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r\n"
	for _, peers := range [][]netip.Prefix{nil, {netip.MustParsePrefix("10.0.0.0/8")}} {
		if got := through(t, peers, header); got != (proxied{"peer", "own", header}) {
			t.Errorf("got %+v, want the bytes untouched", got)
		}
	}
}

func TestWithoutAValidHeaderAListedPeerIsNotHeard(t *testing.T) {
	for _, bad := range badHeaders {
		if got := through(t, loopback, bad+"GET / HTTP/1.1\r\n\r\n"); got != (proxied{"peer", "own", ""}) {
			t.Errorf("%.60q: got %+v, want a closed connection", bad, got)
		}
	}
}

var badHeaders = []string{
	"",
	"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
	"PROXY\r\n", "PROXY  TCP4 1.2.3.4 1.2.3.4 1 1\r\n", "proxy TCP4 1.2.3.4 1.2.3.4 1 1\r\n",
	"PROXY TCP4 1.2.3.4 1.2.3.4 1 1\n",
	"PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 1 1\r\n",
	"PROXY TCP4 1.2.3.4 1.2.3.4 65536 1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 01 1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 -1 1\r\n",
	"PROXY TCP4 1.2.3 1.2.3.4 1 1\r\n", "PROXY TCP4 ::1 ::1 1 1\r\n", "PROXY TCP6 1.2.3.4 1.2.3.4 1 1\r\n",
	"PROXY TCP6 fe80::1%eth0 ::1 1 1\r\n", "PROXY UDP4 1.2.3.4 1.2.3.4 1 1\r\n",
	"PROXY UNKNOWN " + strings.Repeat("x", 200) + "\r\n",
	v2(0x21, 0x11, ends4[:11]), v2(0x21, 0x12, ends4), v2(0x21, 0x41, ends4), v2(0x22, 0x11, ends4), v2(0x11, 0x11, ends4),
	signature[:11],
}

func TestAConnectionThatIsNotHeardIsToldOnce(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	l := listen.Proxied(inner, loopback, slog.New(slog.NewTextHandler(&log, nil)))
	defer l.Close()
	for range 3 {
		client, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(client, "GET / HTTP/1.1\r\n\r\n")
		conn, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.ReadAll(conn)
		_ = client.Close()
	}
	if n := strings.Count(log.String(), "no valid PROXY header"); n != 1 {
		t.Errorf("%d lines:\n%s", n, log.String())
	}
}
