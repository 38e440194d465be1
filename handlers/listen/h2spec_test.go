package listen_test

import (
	"crypto/tls"
	"encoding/xml"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// knownDeviations are the cases of h2spec that a server of Go does not pass,
// with the reasons: two malformed requests get an answer of 400 where the suite
// wants a stream error (RFC 9113 section 8.1.1 allows both), and a value of
// SETTINGS that comes twice is refused on purpose.
var knownDeviations = []string{
	"Sends multiple values of SETTINGS_INITIAL_WINDOW_SIZE",
	"Sends a HEADERS frame that contains the connection-specific header field",
	`Sends a HEADERS frame that contains the TE header field with any value other than "trailers"`,
}

// startTLS serves h over TLS and returns host:port.
func startTLS(t *testing.T, h http.Handler) string {
	t.Helper()
	dir := t.TempDir()
	certs, err := listen.NewCertificates([]listen.KeyPair{issued(t, filepath.Join(dir, "a"), time.Hour, "localhost", "127.0.0.1")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	l := open(t, "127.0.0.1:0")
	srv := listen.NewServer(h, listen.Options{TLS: certs.Config(tls.VersionTLS12)})
	done := make(chan error, 1)
	go func() { done <- srv.ServeTLS(l) }()
	t.Cleanup(func() {
		_ = srv.Close()
		<-done
	})
	return l.Addr().String()
}

// edgeOver is the edge in front of a site that answers everything with hello.
func edgeOver(t *testing.T, site http.Handler) http.Handler {
	t.Helper()
	_, address := startServer(t, site)
	client, err := upstream.New(upstream.Options{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.(interface{ CloseIdleConnections() }).CloseIdleConnections)
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}})
	if err != nil {
		t.Fatal(err)
	}
	return edge
}

var hello = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) })

func TestHTTP2KeepsToItsSpecification(t *testing.T) {
	dir := t.TempDir()
	install := exec.CommandContext(t.Context(), "go", "install", "github.com/summerwind/h2spec/cmd/h2spec@v2.2.1+incompatible")
	install.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("h2spec cannot be fetched from the Go module proxy: %v\n%s", err, out)
	}
	_, port, err := net.SplitHostPort(startTLS(t, edgeOver(t, hello)))
	if err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(dir, "report.xml")
	out, _ := exec.CommandContext(t.Context(), filepath.Join(dir, "h2spec"), "-h", "127.0.0.1", "-p", port, "-t", "-k", "-o", "2", "-j", report).CombinedOutput()
	total, failed := readReport(t, report)
	if total != 145 || !slices.Equal(failed, knownDeviations) {
		t.Errorf("%d cases, failed:\n%s\n%s", total, strings.Join(failed, "\n"), out)
	}
}

func readReport(t *testing.T, path string) (total int, failed []string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Suites []struct {
			Cases []struct {
				Name     string    `xml:"classname,attr"`
				Failures []failure `xml:"failure"`
				Errors   []failure `xml:"error"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(b, &report); err != nil {
		t.Fatal(err)
	}
	for _, s := range report.Suites {
		for _, c := range s.Cases {
			total++
			if len(c.Failures)+len(c.Errors) > 0 {
				failed = append(failed, c.Name)
			}
		}
	}
	return total, failed
}

type failure struct {
	Text string `xml:",chardata"`
}
