package upstream_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

const noContent = "HTTP/1.1 204 No Content\r\n\r\n"

// certificate signs itself for 127.0.0.1 and app.test, after a change.
func certificate(t *testing.T, change func(*x509.Certificate)) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotBefore:    time.Now().Add(-2 * time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		DNSNames:     []string{"app.test"},
	}
	change(template)
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)

	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

func proper(*x509.Certificate) {}

func TestEveryBadCertificateIsACertificateError(t *testing.T) {
	t.Parallel()
	certificateError := want{"tls_certificate_error", "tls", 502, ""}
	for name, c := range map[string]struct {
		change   func(*x509.Certificate)
		unknown  bool
		nameSent string
	}{
		"expired":     {change: func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Hour) }},
		"not yet":     {change: func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Minute) }},
		"other host":  {change: func(c *x509.Certificate) { c.IPAddresses = nil }},
		"other name":  {change: proper, nameSent: "shop.test"},
		"unknown CA":  {change: proper, unknown: true},
		"for clients": {change: func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cert, roots := certificate(t, c.change)
			if c.unknown {
				roots = x509.NewCertPool()
			}
			s := rawserver.StartTLS(t, &tls.Config{Certificates: []tls.Certificate{cert}}, rawserver.Reply(noContent))
			res, err := get(t, newClient(t, upstream.Options{
				URL: s.URL(),
				TLS: &tls.Config{RootCAs: roots, ServerName: c.nameSent},
			}))
			certificateError.check(t, res, err)
		})
	}
}

func TestAProperCertificateIsAccepted(t *testing.T) {
	t.Parallel()
	for _, nameSent := range []string{"", "app.test"} {
		cert, roots := certificate(t, proper)
		s := rawserver.StartTLS(t, &tls.Config{Certificates: []tls.Certificate{cert}}, rawserver.Reply(noContent))
		res, err := get(t, newClient(t, upstream.Options{
			URL: s.URL(),
			TLS: &tls.Config{RootCAs: roots, ServerName: nameSent},
		}))
		if err != nil {
			t.Fatalf("server name %q: %v", nameSent, err)
		}
		_ = res.Body.Close()
	}
}

// The guard works under TLS as it does without.
func TestABodyThatIsNotAllowedIsDroppedUnderTLS(t *testing.T) {
	t.Parallel()
	cert, roots := certificate(t, proper)
	s := rawserver.StartTLS(t, &tls.Config{Certificates: []tls.Certificate{cert}},
		rawserver.Reply(noContent+"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"))
	client := newClient(t, upstream.Options{URL: s.URL(), TLS: &tls.Config{RootCAs: roots}})
	for range 5 {
		res, err := get(t, client)
		if err != nil || res.StatusCode != 204 {
			t.Fatalf("got %+v, %v, want 204", res, err)
		}
	}
	if n := s.Connections(); n != 5 {
		t.Errorf("%d connections, want 5", n)
	}
}

func TestPlainHTTPBehindHTTPSIsATLSProtocolError(t *testing.T) {
	t.Parallel()
	tlsError := want{"tls_protocol_error", "tls", 502, ""}
	for name, script := range map[string]rawserver.Script{
		"an answer in plain HTTP": func(c *rawserver.Conn) {
			c.Write("HTTP/1.0 400 Bad Request\r\n\r\nClient sent garbage\n")
			c.AwaitClose()
		},
		"the end of the connection": func(c *rawserver.Conn) { c.Read(1) },
		"a reset": func(c *rawserver.Conn) {
			c.Read(1)
			c.Reset()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, script)
			res, err := get(t, newClient(t, upstream.Options{URL: "https://" + s.Addr()}))
			tlsError.check(t, res, err)
		})
	}
}

func TestAServerSilentInTheHandshakeTimesOut(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, (*rawserver.Conn).Stall)
	res, err := get(t, newClient(t, upstream.Options{URL: "https://" + s.Addr(), ConnectTimeout: short}))
	want{"connection_timeout", "timeout", 504, "tls"}.check(t, res, err)
}

func TestAnAlertOfTheServerHasNumberAndText(t *testing.T) {
	t.Parallel()
	cert, roots := certificate(t, proper)
	for name, c := range map[string]struct {
		server  *tls.Config
		client  *tls.Config
		details string
	}{
		"no common version": {
			&tls.Config{MaxVersion: tls.VersionTLS12},
			&tls.Config{MinVersion: tls.VersionTLS13},
			`alert-id=70; alert-message="protocol version not supported"`,
		},
		"no common cipher": {
			&tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}},
			&tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384}},
			`alert-id=40; alert-message="handshake failure"`,
		},
		"a certificate of the client is missing": {
			&tls.Config{ClientAuth: tls.RequireAnyClientCert},
			&tls.Config{},
			`alert-id=116; alert-message="certificate required"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.server.Certificates = []tls.Certificate{cert}
			c.client.RootCAs = roots
			s := rawserver.StartTLS(t, c.server, rawserver.Reply(noContent))
			res, err := get(t, newClient(t, upstream.Options{URL: s.URL(), TLS: c.client}))
			want{"tls_alert_received", "tls", 502, c.details}.check(t, res, err)
		})
	}
}
