package listen_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// edgeFront is the edge as it is served.
func edgeFront(t testing.TB, site string) (string, func()) {
	t.Helper()
	client, err := upstream.New(upstream.Options{URL: "http://" + site})
	if err != nil {
		t.Fatal(err)
	}
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}})
	if err != nil {
		t.Fatal(err)
	}
	address, stop := serveFront(t, listen.NewServer(edge, listen.Options{}).Server)
	return address, func() {
		stop()
		client.(interface{ CloseIdleConnections() }).CloseIdleConnections()
	}
}

func serveFront(t testing.TB, srv *http.Server) (string, func()) {
	t.Helper()
	l, err := listen.Open("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	return l.Addr().String(), func() {
		_ = srv.Close()
		<-done
	}
}

// plainFront is a ReverseProxy as most programs have it.
func plainFront(t testing.TB, site string) (string, func()) {
	t.Helper()
	transport := &http.Transport{}
	proxy := &httputil.ReverseProxy{
		Transport: transport,
		Rewrite: func(pr *httputil.ProxyRequest) {
			pr.SetURL(&url.URL{Scheme: "http", Host: site})
			pr.Out.Host = pr.In.Host
			pr.SetXForwarded()
		},
		ErrorLog: discardLog(),
	}
	address, stop := serveFront(t, &http.Server{Handler: proxy, ErrorLog: discardLog()})
	return address, func() {
		stop()
		transport.CloseIdleConnections()
	}
}

// byteFront moves bytes and reads none.
func byteFront(t testing.TB, site string) (string, func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		up, err := net.Dial("tcp", site)
		if err != nil {
			return
		}
		defer up.Close()
		running.Go(func() {
			_, _ = io.Copy(up, conn)
			_ = up.(*net.TCPConn).CloseWrite()
		})
		_, _ = io.Copy(conn, up)
	})
	return l.Addr().String(), func() {
		_ = l.Close()
		running.Wait()
	}
}

func TestEveryRequestShapeHasOneReading(t *testing.T) {
	cases := shapes()
	if len(cases) != 112 {
		t.Errorf("%d cases, want 112", len(cases))
	}
	for _, c := range cases {
		r := replay(t, edgeFront, c.raw)
		if why := r.complaint(c); why != "" {
			t.Errorf("%q: %s", c.name, why)
		}
	}
}

// What the edge does beyond a plain ReverseProxy is seen: these cases go wrong
// without it.
func TestAPlainProxyIsAmbiguousWhereTheEdgeIsNot(t *testing.T) {
	got := failing(t, plainFront)
	for _, want := range []string{"Transfer_Encoding", "Content_Length", "h2c"} {
		if !slices.Contains(got, want) {
			t.Errorf("a plain ReverseProxy passes %q", want)
		}
	}
	if len(got) > 5 { // the doubled 100 Continue depends on who is quicker
		t.Errorf("a plain ReverseProxy fails %q: the cases are too strict", got)
	}
}

// The cases can fail.
func TestAForwarderOfBytesFailsMostCases(t *testing.T) {
	if got := len(failing(t, byteFront)); got < 80 {
		t.Errorf("a forwarder of bytes fails only %d of 112 cases", got)
	}
}

func failing(t *testing.T, start front) []string {
	t.Helper()
	var names []string
	for _, c := range shapes() {
		r := replay(t, start, c.raw)
		if why := r.complaint(c); why != "" {
			t.Logf("%q: %s", c.name, why)
			names = append(names, c.name)
		}
	}
	return names
}
