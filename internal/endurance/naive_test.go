package endurance_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
)

// playNaive is a proxy that replaces errors after it has read and decoded all of
// them. It says where it serves as the program does.
func playNaive() {
	target, err := url.Parse(os.Args[1])
	if err != nil {
		panic(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ModifyResponse = readWhole
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	log.Info("serving", "address", l.Addr().String())
	log.Info("admin ready", "address", l.Addr().String())
	_ = http.Serve(l, proxy)
}

func readWhole(res *http.Response) error {
	var body io.Reader = res.Body
	if res.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			return err
		}
		body = z
	}
	all, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	res.Header.Del("Content-Encoding")
	res.Header.Del("Content-Length")
	res.ContentLength = int64(len(all))
	res.Body = io.NopCloser(bytes.NewReader(all))
	return nil
}
