package listen_test

import (
	"crypto/tls"
	"go/version"
	"net/http"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

func TestTheServerHasTheLimitsOfAnEdge(t *testing.T) {
	srv := listen.NewServer(http.NotFoundHandler(), listen.Options{})
	if srv.MaxHeaderBytes != 64<<10 || srv.ReadHeaderTimeout != 5*time.Second || srv.IdleTimeout != time.Minute ||
		srv.ReadTimeout != 0 || srv.WriteTimeout != 0 || srv.ErrorLog == nil {
		t.Errorf("limits %+v", srv)
	}
	if h := srv.HTTP2; h.MaxConcurrentStreams != 100 || h.MaxReadFrameSize != 16384 || h.MaxReceiveBufferPerConnection != 1<<20 ||
		h.MaxReceiveBufferPerStream != 64<<10 || h.SendPingTimeout != 15*time.Second || h.WriteByteTimeout != 30*time.Second {
		t.Errorf("HTTP/2 limits %+v", h)
	}
	if srv.Protocols.UnencryptedHTTP2() {
		t.Error("cleartext HTTP/2 is on by default")
	}
	if !listen.NewServer(nil, listen.Options{H2C: true}).Protocols.UnencryptedHTTP2() {
		t.Error("cleartext HTTP/2 cannot be switched on")
	}
}

func TestTheOwnersLimitsReplaceTheDefaults(t *testing.T) {
	srv := listen.NewServer(http.NotFoundHandler(), listen.Options{Limits: listen.Limits{
		HeaderBytes: 8 << 10, HeaderTimeout: time.Second, IdleTimeout: 2 * time.Second, Streams: 7,
	}})
	if srv.MaxHeaderBytes != 8<<10 || srv.ReadHeaderTimeout != time.Second || srv.IdleTimeout != 2*time.Second ||
		srv.HTTP2.MaxConcurrentStreams != 7 {
		t.Errorf("limits %+v", srv)
	}
}

// The bundled HTTP/2 server has open holes before Go 1.26.9.
func TestTheHTTP2ServerIsTheOneOfXNetOnOldToolchains(t *testing.T) {
	given := &tls.Config{MinVersion: tls.VersionTLS13}
	srv := listen.NewServer(http.NotFoundHandler(), listen.Options{TLS: given})
	serve := srv.TLSNextProto["h2"]
	if serve == nil {
		t.Fatal("no HTTP/2 server is configured")
	}
	from := runtime.FuncForPC(reflect.ValueOf(serve).Pointer()).Name()
	if version.Compare(runtime.Version(), "go1.26.9") < 0 && !strings.HasPrefix(from, "golang.org/x/net/http2.") {
		t.Errorf("the HTTP/2 server is %s", from)
	}
	if srv.TLSConfig.MinVersion != tls.VersionTLS13 || len(given.NextProtos) != 0 {
		t.Error("the TLS settings are lost, or the caller's were changed")
	}
}
