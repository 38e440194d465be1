package listen_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

// issued is a certificate in two files of a test's folder.
func issued(t *testing.T, file string, valid time.Duration, names ...string) listen.KeyPair {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: file},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(valid),
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	pair := listen.KeyPair{Cert: file + ".pem", Key: file + ".key"}
	writePEM(t, pair.Cert, "CERTIFICATE", cert)
	writePEM(t, pair.Key, "PRIVATE KEY", der)
	return pair
}

func writePEM(t *testing.T, path, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

// offered does a handshake and returns the common name of the certificate that
// the server showed.
func offered(t *testing.T, config *tls.Config, serverName string) string {
	t.Helper()
	client, server := net.Pipe()
	defer client.Close()
	go func() {
		defer server.Close()
		_ = tls.Server(server, config).HandshakeContext(t.Context())
	}()
	conn := tls.Client(client, &tls.Config{ServerName: serverName, InsecureSkipVerify: true})
	if err := conn.HandshakeContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
}

func TestACertificateIsChosenByTheNamesInIt(t *testing.T) {
	t.Chdir(t.TempDir())
	year := 365 * 24 * time.Hour
	certs, err := listen.NewCertificates([]listen.KeyPair{
		issued(t, "first", year, "first.example", "www.first.example"),
		issued(t, "wild", year, "*.shop.example", "shop.example"),
		issued(t, "exact", year, "Login.Shop.Example"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	config := certs.Config(tls.VersionTLS12)
	for name, want := range map[string]string{
		"first.example": "first", "www.first.example": "first", "WWW.FIRST.example": "first",
		"shop.example": "wild", "a.shop.example": "wild", "login.shop.example": "exact",
		"a.b.shop.example": "first", "unknown.example": "first", "": "first", "127.0.0.1": "first",
	} {
		if got := offered(t, config, name); got != want {
			t.Errorf("for %q the certificate %q is shown, want %q", name, got, want)
		}
	}
}

func TestAClientWithoutANameGetsTheCertificateOfTheAddress(t *testing.T) {
	t.Chdir(t.TempDir())
	certs, err := listen.NewCertificates([]listen.KeyPair{
		issued(t, "other", time.Hour, "other.example"), issued(t, "address", time.Hour, "127.0.0.1"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	l := open(t, "127.0.0.1:0")
	srv := listen.NewServer(http.NotFoundHandler(), listen.Options{TLS: certs.Config(tls.VersionTLS12)})
	go func() { _ = srv.ServeTLS(l) }()
	defer srv.Close()
	conn, err := tls.Dial("tcp", l.Addr().String(), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	state := conn.ConnectionState()
	if got := state.PeerCertificates[0].Subject.CommonName; got != "address" || state.NegotiatedProtocol != "h2" {
		t.Errorf("certificate %q, protocol %q", got, state.NegotiatedProtocol)
	}
}

func TestAReplacedCertificateIsShownAfterAReload(t *testing.T) {
	t.Chdir(t.TempDir())
	a, b := issued(t, "a", time.Hour, "a.example"), issued(t, "b", time.Hour, "b.example")
	certs, err := listen.NewCertificates([]listen.KeyPair{a, b}, nil)
	if err != nil {
		t.Fatal(err)
	}
	config := certs.Config(tls.VersionTLS12)
	later := issued(t, "later", 2*time.Hour, "a.example")
	rename(t, later.Cert, a.Cert)

	if err := certs.Reload(); err == nil || !strings.Contains(err.Error(), "the key a.key does not belong to the certificate a.pem") {
		t.Errorf("a key of another certificate: %v", err)
	}
	if got := offered(t, config, "a.example"); got != "a" {
		t.Errorf("after a failed reload %q is shown, want the old certificate", got)
	}
	rename(t, later.Key, a.Key)
	if err := certs.Reload(); err != nil {
		t.Fatal(err)
	}
	if got := offered(t, config, "a.example"); got != "later" {
		t.Errorf("after a reload %q is shown, want the new certificate", got)
	}
	if left := time.Until(certs.Expiry()); left > time.Hour || left < 50*time.Minute {
		t.Errorf("the first expiry is in %v, want that of b", left)
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsWrongWithACertificateIsSaidWithItsFile(t *testing.T) {
	t.Chdir(t.TempDir())
	good, other := issued(t, "good", time.Hour, "a"), issued(t, "other", time.Hour, "b")
	for name, content := range map[string]string{
		"empty.pem": "", "text.pem": "hello",
		"locked.key":  "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n",
		"garbage.key": "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n",
		"huge.pem":    strings.Repeat("x", 1<<20+1),
	} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for want, pair := range map[string]listen.KeyPair{
		"read the certificate: open none.pem: no such file or directory": {Cert: "none.pem", Key: good.Key},
		"read the key: open none.key: no such file or directory":         {Cert: good.Cert, Key: "none.key"},
		"the certificate file is not named":                              {Key: good.Key},
		"the key file is not named":                                      {Cert: good.Cert},
		"empty.pem holds no certificate in PEM form":                     {Cert: "empty.pem", Key: good.Key},
		"text.pem holds no certificate in PEM form":                      {Cert: "text.pem", Key: good.Key},
		"good.key holds no certificate in PEM form":                      {Cert: good.Key, Key: good.Key},
		"good.pem holds no private key in PEM form":                      {Cert: good.Cert, Key: good.Cert},
		"the key locked.key is encrypted":                                {Cert: good.Cert, Key: "locked.key"},
		"certificate good.pem with key garbage.key: failed to parse":     {Cert: good.Cert, Key: "garbage.key"},
		"the certificate huge.pem is larger than 1 MiB":                  {Cert: "huge.pem", Key: good.Key},
		"the key other.key does not belong to the certificate good.pem":  {Cert: good.Cert, Key: other.Key},
	} {
		if _, err := listen.NewCertificates([]listen.KeyPair{pair}, nil); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	_, err := listen.NewCertificates([]listen.KeyPair{{Cert: "none.pem", Key: good.Key}, {Cert: good.Cert, Key: other.Key}}, nil)
	if err == nil || len(strings.Split(err.Error(), "\n")) != 2 {
		t.Errorf("two mistakes: %v", err)
	}
	if _, err := listen.NewCertificates(nil, nil); err == nil {
		t.Error("no certificate at all is accepted")
	}
}

func TestACertificateOutOfDateIsUsedWithAWarning(t *testing.T) {
	t.Chdir(t.TempDir())
	var log bytes.Buffer
	certs, err := listen.NewCertificates([]listen.KeyPair{issued(t, "old", -time.Minute, "a")}, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil || !strings.Contains(log.String(), "certificate has expired") || !strings.Contains(log.String(), "file=old.pem") {
		t.Errorf("%v, log %q", err, log.String())
	}
	if got := offered(t, certs.Config(tls.VersionTLS12), "a"); got != "old" {
		t.Errorf("shown: %q", got)
	}
}

func TestTheLowestVersionOfTLSIsTheOwners(t *testing.T) {
	t.Chdir(t.TempDir())
	certs, err := listen.NewCertificates([]listen.KeyPair{issued(t, "a", time.Hour, "a")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, highest := range map[string]uint16{"1.2": tls.VersionTLS11, "": tls.VersionTLS11, "1.3": tls.VersionTLS12} {
		lowest, err := listen.TLSVersion(name)
		if err != nil {
			t.Fatal(err)
		}
		client, server := net.Pipe()
		go func() {
			defer server.Close()
			_ = tls.Server(server, certs.Config(lowest)).HandshakeContext(t.Context())
		}()
		err = tls.Client(client, &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: highest}).HandshakeContext(t.Context())
		if err == nil {
			t.Errorf("min_version %q: %s is spoken", name, tls.VersionName(highest))
		}
		_, _ = io.Copy(io.Discard, client)
		_ = client.Close()
	}
	if _, err := listen.TLSVersion("1.1"); err == nil {
		t.Error("TLS 1.1 can be had")
	}
}

func TestPathsOfCertificatesMayBeAbsolute(t *testing.T) {
	dir := t.TempDir()
	if _, err := listen.NewCertificates([]listen.KeyPair{issued(t, filepath.Join(dir, "a"), time.Hour, "a")}, nil); err != nil {
		t.Error(err)
	}
}
