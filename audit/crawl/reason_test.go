package crawl_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/internal/rawserver"
)

// behindRobots answers robots.txt with 404 and plays a script on all else.
func behindRobots(script func(*rawserver.Conn)) rawserver.Script {
	return func(c *rawserver.Conn) {
		for {
			r, ok := c.ReadRequest()
			if !ok {
				return
			}
			if r.Target() != "/robots.txt" {
				script(c)
				return
			}
			c.Write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
		}
	}
}

func says(raw string) func(*rawserver.Conn) { return func(c *rawserver.Conn) { c.Write(raw) } }

func TestAFailureOfTheAnswerHasItsName(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	for name, c := range map[string]struct {
		script func(*rawserver.Conn)
		want   crawl.Reason
	}{
		"closed at once":      {func(*rawserver.Conn) {}, crawl.EarlyEnd},
		"reset":               {(*rawserver.Conn).Reset, crawl.Reset},
		"closed in header":    {says("HTTP/1.1 200 OK\r\nX: y"), crawl.EarlyEnd},
		"no status line":      {says("SSH-2.0-OpenSSH_9.6\r\n\r\n"), crawl.BadStatusLine},
		"bad status":          {says("HTTP/1.1 abc Odd\r\n\r\n"), crawl.BadStatusLine},
		"bad field":           {says("HTTP/1.1 200 OK\r\nno colon\r\n\r\n"), crawl.Framing},
		"two lengths":         {says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"), crawl.Framing},
		"bad length":          {says("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), crawl.Framing},
		"huge header":         {says("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 300<<10) + "\r\n\r\n"), crawl.HeaderTooLarge},
		"cut body":            {says(ok + "Content-Length: 100\r\n\r\nhalf"), crawl.BodyTruncated},
		"cut chunk":           {says(ok + "Transfer-Encoding: chunked\r\n\r\n10\r\nhalf"), crawl.BodyTruncated},
		"no last chunk":       {says(ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"), crawl.BodyTruncated},
		"bad chunk":           {says(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"), crawl.Framing},
		"reset in body":       {func(c *rawserver.Conn) { c.Write(ok + "Content-Length: 9\r\n\r\n"); c.Reset() }, crawl.Reset},
		"flood of 1xx":        {says(strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 20000)), crawl.HeaderTooLarge},
		"nothing is wrong":    {says(ok + "Content-Length: 4\r\n\r\nfine"), ""},
		"until it is closed":  {says(ok + "\r\nfine"), ""},
		"length of no digits": {says("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), crawl.Framing},
	} {
		s := rawserver.Start(t, behindRobots(c.script))
		x := ask(t, s.URL()+"/x")
		if x.Reason != c.want || x.Broken() != (c.want != "") || (x.Cause != "") != (c.want != "") {
			t.Errorf("%s: reason %q (%s), want %q", name, x.Reason, x.Cause, c.want)
		}
	}
}

func TestAHangingServerIsLeftAfterTheTimeout(t *testing.T) {
	for name, c := range map[string]struct {
		script func(*rawserver.Conn)
		want   crawl.Reason
	}{
		"no answer":    {(*rawserver.Conn).Stall, crawl.HeaderTimeout},
		"half a body":  {func(c *rawserver.Conn) { c.Write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"); c.Stall() }, crawl.BodyTimeout},
		"half a field": {func(c *rawserver.Conn) { c.Write("HTTP/1.1 200 OK\r\nX-"); c.Stall() }, crawl.HeaderTimeout},
	} {
		s := rawserver.Start(t, behindRobots(c.script))
		crawler := newCrawler(t, s.URL(), func(o *crawl.Options) { o.Timeout = 100 * time.Millisecond })
		x, _ := crawler.Ask(t.Context(), crawl.Question{Address: parse(t, s.URL()+"/x")})
		if x.Reason != c.want || !x.Broken() {
			t.Errorf("%s: reason %q (%s), want %q", name, x.Reason, x.Cause, c.want)
		}
	}
}

func TestTheEndOfTheRunIsNoFailureOfTheSite(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := rawserver.Start(t, behindRobots(func(c *rawserver.Conn) { cancel(); c.Stall() }))
	x, _ := newCrawler(t, s.URL(), nil).Ask(ctx, crawl.Question{Address: parse(t, s.URL()+"/x")})
	if x.Reason != crawl.Cancelled || x.Broken() {
		t.Errorf("reason %q (%s)", x.Reason, x.Cause)
	}
}

func TestAPortWithoutAServerRefuses(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + l.Addr().String() + "/"
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	x := ask(t, address)
	if x.Reason != crawl.Refused || !x.Broken() || !x.Reason.HidesHost() {
		t.Errorf("reason %q (%s)", x.Reason, x.Cause)
	}
}

// certificate makes one for 127.0.0.1 or another name, signed by itself.
func certificate(t *testing.T, name string, from, to time.Time) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: to, IsCA: true, BasicConstraintsValid: true}
	if ip := net.ParseIP(name); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func TestAFaultOfTheEncryptionHasItsName(t *testing.T) {
	now, day := time.Now(), 24*time.Hour
	for _, c := range []struct {
		name       string
		host       string
		from, to   time.Time
		trusted    bool
		maxVersion uint16
		want       crawl.Reason
	}{
		{"good", "127.0.0.1", now.Add(-day), now.Add(day), true, 0, ""},
		{"expired", "127.0.0.1", now.Add(-2 * day), now.Add(-day), true, 0, crawl.TLSExpired},
		{"not yet valid", "127.0.0.1", now.Add(day), now.Add(2 * day), true, 0, crawl.TLSNotYetValid},
		{"other name", "other.example", now.Add(-day), now.Add(day), true, 0, crawl.TLSName},
		{"unknown issuer", "127.0.0.1", now.Add(-day), now.Add(day), false, 0, crawl.TLSUntrusted},
		{"old version", "127.0.0.1", now.Add(-day), now.Add(day), true, tls.VersionTLS11, crawl.TLSHandshake},
	} {
		cert, pool := certificate(t, c.host, c.from, c.to)
		if !c.trusted {
			pool = x509.NewCertPool()
		}
		config := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS10, MaxVersion: c.maxVersion}
		s := rawserver.StartTLS(t, config, rawserver.Reply("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
		crawler := newCrawler(t, s.URL(), func(o *crawl.Options) { o.TLS = &tls.Config{RootCAs: pool} })
		x, _ := crawler.Ask(t.Context(), crawl.Question{Address: parse(t, s.URL())})
		if x.Reason != c.want {
			t.Errorf("%s: reason %q (%s), want %q", c.name, x.Reason, x.Cause, c.want)
		}
		if x.Reason.IsCertificate() != (c.want != "" && c.want != crawl.TLSHandshake) {
			t.Errorf("%s: a fault of the certificate: %v", c.name, x.Reason.IsCertificate())
		}
	}
}

func TestPlainHTTPWhereTLSIsExpectedFailsTheHandshake(t *testing.T) {
	base, _ := serve(t, pages{})
	if x := ask(t, strings.Replace(base, "http:", "https:", 1)); x.Reason != crawl.TLSHandshake {
		t.Errorf("reason %q (%s)", x.Reason, x.Cause)
	}
}

func TestABrokenConnectionIsTriedAgainAndARefusalToo(t *testing.T) {
	answers := make(chan string, 3)
	answers <- ""
	answers <- "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
	answers <- "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
	s := rawserver.Start(t, behindRobots(func(c *rawserver.Conn) { c.Write(<-answers) }))
	crawler := newCrawler(t, s.URL(), nil)
	x, _ := crawler.Ask(t.Context(), crawl.Question{Address: parse(t, s.URL()+"/x")})
	if !x.Status.IsSuccess() || crawler.Stats().Retries != 2 || crawler.Stats().Requests != 4 {
		t.Errorf("status %v, reason %q, stats %+v", x.Status, x.Reason, crawler.Stats())
	}
}

func TestAnHTTP2ServerIsAsked(t *testing.T) {
	s := httptest.NewUnstartedServer(pages{"/": "<title>Two</title>"})
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	c := newCrawler(t, s.URL, func(o *crawl.Options) { o.TLS = &tls.Config{RootCAs: pool} })
	if x, page := c.Ask(t.Context(), crawl.Question{Address: parse(t, s.URL)}); page == nil || page.Title != "Two" {
		t.Errorf("reason %q (%s)", x.Reason, x.Cause)
	}
}
