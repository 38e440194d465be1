package upstream_test

import (
	"crypto/tls"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

func write(t *testing.T, content []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}

	return name
}

func TestAnAuthorityOfOnesOwnIsTrusted(t *testing.T) {
	t.Parallel()
	cert, _ := certificate(t, proper)
	ca := write(t, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]}))
	s := rawserver.StartTLS(t, &tls.Config{Certificates: []tls.Certificate{cert}}, rawserver.Reply(noContent))
	for name, c := range map[string]struct {
		options upstream.TLSOptions
		trusted bool
	}{
		"own authority":               {upstream.TLSOptions{CAFile: ca}, true},
		"own authority, name":         {upstream.TLSOptions{CAFile: ca, ServerName: "app.test"}, true},
		"own authority, another name": {upstream.TLSOptions{CAFile: ca, ServerName: "shop.test"}, false},
		"the system's roots":          {upstream.TLSOptions{}, false},
	} {
		config, err := c.options.Config()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		res, err := get(t, newClient(t, upstream.Options{URL: s.URL(), TLS: config}))
		if !c.trusted {
			want{"tls_certificate_error", "tls", 502, ""}.check(t, res, err)

			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)

			continue
		}
		_ = res.Body.Close()
	}
}

func TestAFileWithoutCertificatesIsExplained(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file string
		says string
	}{
		"missing":   {filepath.Join(t.TempDir(), "none.pem"), "no such file"},
		"a folder":  {t.TempDir(), "is a directory"},
		"empty":     {write(t, nil), "no certificate in it"},
		"text":      {write(t, []byte("hello")), "-----BEGIN CERTIFICATE-----"},
		"too large": {write(t, make([]byte, 1<<20+1)), "larger than 1 MiB"},
	} {
		_, err := upstream.TLSOptions{CAFile: c.file}.Config()
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want it to say %q", name, err, c.says)
		}
	}
}
