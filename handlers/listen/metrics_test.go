package listen_test

import (
	"crypto/tls"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

func TestTheMetricsTellOfServersAndCertificates(t *testing.T) {
	client, err := upstream.New(upstream.Options{URL: "http://127.0.0.1:9"})
	if err != nil {
		t.Fatal(err)
	}
	state := handlers.NewState()
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}, State: state})
	if err != nil {
		t.Fatal(err)
	}
	admin := handlers.NewLive(edge).Admin()
	read := func() string {
		w := httptest.NewRecorder()
		admin.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		return w.Body.String()
	}
	if strings.Contains(read(), "signpost_certificate_expiry_seconds") {
		t.Error("an expiry without a certificate")
	}
	for _, lasts := range []time.Duration{9 * time.Hour, time.Hour} {
		pair := issued(t, filepath.Join(t.TempDir(), "a"), lasts, "localhost")
		certs, err := listen.NewCertificates([]listen.KeyPair{pair}, nil)
		if err != nil {
			t.Fatal(err)
		}
		state.WatchCertificates(certs)
		state.WatchServer(listen.NewServer(edge, listen.Options{TLS: certs.Config(tls.VersionTLS12)}))
	}
	for _, want := range []string{
		"\nsignpost_tunnels 0\n", "\nsignpost_accept_errors_total 0\n", `\nsignpost_certificate_expiry_seconds 3[56]\d\d\.`,
	} {
		if text := read(); !regexp.MustCompile(want).MatchString(text) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}
