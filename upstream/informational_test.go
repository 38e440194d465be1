package upstream_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/http/httputil"
	"net/textproto"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

const earlyHints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"

// informed sends one request and returns the answer with the codes that
// reached the caller before it.
func informed(t *testing.T, client upstream.Client, req *http.Request) (*http.Response, []int, error) {
	t.Helper()
	var codes []int
	ctx := httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		Got1xxResponse: func(code int, _ textproto.MIMEHeader) error {
			codes = append(codes, code)

			return nil
		},
	})
	res, err := client.RoundTrip(req.WithContext(ctx))

	return res, codes, err
}

func TestAtMostEightInformationalAnswersAreForwarded(t *testing.T) {
	t.Parallel()
	for sent, forwarded := range map[int]int{0: 0, 1: 1, 8: 8, 9: 8, 2000: 8} {
		s := rawserver.Start(t, rawserver.Reply(strings.Repeat(earlyHints, sent)+noContent))
		res, codes, err := informed(t, newClient(t, upstream.Options{URL: s.URL()}), newRequest(t, "GET", "/", ""))
		if err != nil {
			t.Fatalf("%d informational answers: %v", sent, err)
		}
		_ = res.Body.Close()
		if len(codes) != forwarded || res.StatusCode != http.StatusNoContent {
			t.Errorf("of %d informational answers %d arrived, then %d; want %d, then 204",
				sent, len(codes), res.StatusCode, forwarded)
		}
	}
}

func TestInformationalAnswersAreLimitedTogether(t *testing.T) {
	t.Parallel()
	large := "HTTP/1.1 103 Early Hints\r\nLink: " + strings.Repeat("x", 100<<10) + "\r\n\r\n"
	for name, answer := range map[string]string{
		"three large ones": strings.Repeat(large, 3) + noContent,
		"many small ones":  strings.Repeat(earlyHints, 10_000) + noContent,
		"many bare ones":   strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 20_000) + noContent,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, rawserver.Reply(answer))
			res, codes, err := informed(t, newClient(t, upstream.Options{URL: s.URL()}), newRequest(t, "GET", "/", ""))
			want{"http_protocol_error", "protocol", 502, "1xx"}.check(t, res, err)
			if len(codes) > 8 {
				t.Errorf("%d were forwarded, want at most 8", len(codes))
			}
		})
	}
}

func TestInformationalAnswersAreLimitedWithoutAListener(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(strings.Repeat(earlyHints, 10_000)+noContent))
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL()}))
	want{"http_protocol_error", "protocol", 502, "1xx"}.check(t, res, err)
}

func TestContinueStaysBetweenServerAndClient(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		c.ReadHead()
		c.Write("HTTP/1.1 100 Continue\r\n\r\n")
		c.Write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + c.Read(4))
		c.AwaitClose()
	})
	req := newRequest(t, "PUT", "/", "body")
	req.Header.Set("Expect", "100-continue")
	res, codes, err := informed(t, newClient(t, upstream.Options{URL: s.URL()}), req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body := readAll(t, res); body != "body" || len(codes) != 0 {
		t.Errorf("body %q after %v, want body and nothing before", body, codes)
	}
}

func TestTheCallersOtherHooksStillRun(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(noContent))
	var got, wrote bool
	req := newRequest(t, "GET", "/", "")
	ctx := httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { got = true },
		WroteRequest: func(httptrace.WroteRequestInfo) { wrote = true },
	})
	res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(req.WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if !got || !wrote {
		t.Errorf("hooks ran: GotConn %v, WroteRequest %v, want both", got, wrote)
	}
}

// throughProxy sends a request through a ReverseProxy on a transport and
// returns how many 103 the visitor got.
func throughProxy(t *testing.T, transport http.RoundTripper) int {
	t.Helper()
	front := httptest.NewServer(&httputil.ReverseProxy{
		Transport: transport,
		Rewrite:   func(*httputil.ProxyRequest) {},
	})
	defer front.Close()
	client := newClient(t, upstream.Options{URL: front.URL})
	hints := 0
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		Got1xxResponse: func(int, textproto.MIMEHeader) error { hints++; return nil },
	})
	res, err := client.RoundTrip(newRequest(t, "GET", "/", "").WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		t.Errorf("status %d, want 204", res.StatusCode)
	}

	return hints
}

func TestAReverseProxyForwardsEightHints(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(strings.Repeat(earlyHints, 5)+noContent))
	if n := throughProxy(t, newClient(t, upstream.Options{URL: s.URL()})); n != 5 {
		t.Errorf("%d of 5 hints arrived, want all", n)
	}

	many := rawserver.Start(t, rawserver.Reply(strings.Repeat(earlyHints, 2000)+noContent))
	if n := throughProxy(t, newClient(t, upstream.Options{URL: many.URL()})); n != 8 {
		t.Errorf("%d of 2000 hints arrived, want 8", n)
	}
}

func TestARepeatedRequestForwardsNoMoreHints(t *testing.T) {
	t.Parallel()
	five := strings.Repeat(earlyHints, 5)
	busy := rawserver.Start(t, rawserver.Reply(five+"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"))
	ready := rawserver.Start(t, rawserver.Reply(five+noContent))
	p := openPool(t, upstream.PoolOptions{}, busy.URL(), ready.URL())
	for len(busy.Requests()) == 0 {
		if n := throughProxy(t, p); n != 5 {
			t.Errorf("%d hints arrived, want 5", n)
		}
	}
}

// The negative control: without this package a ReverseProxy asks for, and
// forwards, as many as the server likes.
func TestABareTransportLetsEveryHintThrough(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Reply(strings.Repeat(earlyHints, 100)+noContent))
	base, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	bare := &http.Transport{}
	defer bare.CloseIdleConnections()

	hints := 0
	req := newRequest(t, "GET", s.URL(), "")
	req.URL.Host = base.Host
	ctx := httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		Got1xxResponse: func(int, textproto.MIMEHeader) error { hints++; return nil },
	})
	res, err := bare.RoundTrip(req.WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if hints != 100 {
		t.Errorf("%d hints, want 100", hints)
	}
}
