package listen_test

import (
	"io"
	"net"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// exchangeFrames speaks HTTP/2 on a connection for one request with more
// fields than it needs.
func exchangeFrames(t *testing.T, conn net.Conn, fields []string) (status string) {
	t.Helper()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(conn, http2.ClientPreface); err != nil {
		t.Fatal(err)
	}
	a := &attacker{Framer: http2.NewFramer(conn, conn)}
	a.encoder = hpack.NewEncoder(&a.block)
	a.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	if err := a.WriteSettings(); err != nil {
		t.Fatal(err)
	}
	block := a.headers(fields...)
	if err := a.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: block, EndStream: true, EndHeaders: true}); err != nil {
		t.Fatal(err)
	}
	for {
		frame, err := a.ReadFrame()
		if err != nil {
			return ""
		}
		switch f := frame.(type) {
		case *http2.MetaHeadersFrame:
			return f.PseudoValue("status")
		case *http2.RSTStreamFrame, *http2.GoAwayFrame:
			return ""
		}
	}
}
