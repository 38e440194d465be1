package listen

import (
	"net/http"
	"time"

	"golang.org/x/net/http2"
)

// configureHTTP2 puts the HTTP/2 server of x/net in the place of the bundled
// one, which has open holes up to Go 1.26.8 (GO-2026-6617, CVE-2026-78663,
// CVE-2026-78669), and sets its limits. Remove the call when the go line says
// 1.27: from there on it hands over to net/http.
func configureHTTP2(srv *http.Server, streams int) {
	srv.HTTP2 = &http.HTTP2Config{
		MaxConcurrentStreams:          streams,
		MaxReadFrameSize:              16384,
		MaxReceiveBufferPerConnection: 1 << 20,
		MaxReceiveBufferPerStream:     64 << 10,
		SendPingTimeout:               15 * time.Second,
		PingTimeout:                   10 * time.Second,
		WriteByteTimeout:              30 * time.Second,
	}
	//lint:ignore SA1019 the bundled server has open holes before Go 1.26.9; remove when the go line says 1.27
	if err := http2.ConfigureServer(srv, &http2.Server{}); err != nil {
		panic("signpost/listen: configure HTTP/2: " + err.Error()) // a TLS setting that forbids HTTP/2; Certificates makes none
	}
}
