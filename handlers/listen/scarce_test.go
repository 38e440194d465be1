package listen_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// places is how many connections to the site's server there are.
const places = 3

// unyielding is a client whose connections nobody has to give up.
type unyielding struct{ upstream.Client }

func (u unyielding) RoundTrip(req *http.Request) (*http.Response, error) {
	return u.Client.RoundTrip(req.WithContext(upstream.OccupiedBy(req.Context(), patient{})))
}

type patient struct{}

func (patient) Waits() time.Duration { return 0 }
func (patient) GiveUp()              {}

// scarceEdge is an edge with few connections and much time for its clients.
// arrived is told of each request that the site's server gets, but for /live.
func scarceEdge(t *testing.T, yields bool) (edge http.Handler, arrived chan struct{}) {
	t.Helper()
	arrived = make(chan struct{}, 10*places)
	_, site := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/live" {
			arrived <- struct{}{}
		}
		if r.Header.Get("X-Wants") == "large" {
			r.URL.Path = "/large"
		}
		helloOrLarge(w, r)
	}))
	client, err := upstream.New(upstream.Options{URL: site, MaxConnections: places})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.(interface{ CloseIdleConnections() }).CloseIdleConnections)
	if !yields {
		client = unyielding{client}
	}
	edge, err = handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}})
	if err != nil {
		t.Fatal(err)
	}
	return edge, arrived
}

// askLive returns how many of some requests were answered well.
func askLive(t *testing.T, url string) (served int) {
	t.Helper()
	live := &http.Client{Transport: &http.Transport{
		ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}}
	defer live.CloseIdleConnections()
	for range 10 {
		res, err := live.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		if res.StatusCode == http.StatusOK {
			served++
		}
	}
	return served
}

// Clients that hold every connection to the site's server lose one as soon as
// somebody else needs it, long before their time is over. Where nobody has to
// give a connection up, nobody else is served.
func TestSlowClientsMakeRoom(t *testing.T) {
	for name, opens := range map[string]string{
		"body": slowClients["body"].opens, "chunks": slowClients["chunks"].opens, "read": slowClients["read"].opens,
	} {
		for yields, want := range map[bool]int{true: 10, false: 0} {
			edge, arrived := scarceEdge(t, yields)
			address, stop := serveFront(t, listen.NewServer(edge, listen.Options{}).Server)
			for range places {
				conn, err := net.Dial("tcp", address)
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				_ = conn.(*net.TCPConn).SetReadBuffer(4096)
				_, _ = io.WriteString(conn, opens)
				<-arrived
			}
			if got := askLive(t, "http://"+address+"/live"); got != want {
				t.Errorf("%s: %d of 10 requests were served beside slow clients that yield: %t", name, got, yields)
			}
			stop()
		}
	}
}

func TestStreamsWithShutWindowsMakeRoom(t *testing.T) {
	for yields, want := range map[bool]int{true: 10, false: 0} {
		edge, arrived := scarceEdge(t, yields)
		address := startTLS(t, edge)
		a := attack(t, address)
		if err := a.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 0}); err != nil {
			t.Fatal(err)
		}
		for i := range uint32(places) {
			err := a.WriteHeaders(http2.HeadersFrameParam{
				StreamID: 2*i + 1, BlockFragment: a.headers("x-wants", "large"), EndStream: true, EndHeaders: true,
			})
			if err != nil {
				t.Fatal(err)
			}
			<-arrived
		}
		if got := askLive(t, "https://"+address+"/live"); got != want {
			t.Errorf("%d of 10 requests were served beside shut windows that yield: %t", got, yields)
		}
	}
}

// A client that let its time pass is reset: the kernel keeps nothing for it.
func TestAClientThatStopsReadingIsReset(t *testing.T) {
	gone := make(chan struct{})
	_, address := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		defer close(gone)
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(scaledLimit))
		_, _ = w.Write(make([]byte, largeAnswer))
		panic(http.ErrAbortHandler)
	}))
	conn, err := net.Dial("tcp", address[len("http://"):])
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(slowTime))
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	<-gone
	if n, err := io.Copy(io.Discard, conn); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("read %d bytes more, then %v, want a reset", n, err)
	}
}

// What a client does not read stays with the site's server, and does not pile up
// in the kernel.
func TestTheKernelTakesLittleForAClientThatDoesNotRead(t *testing.T) {
	l := open(t, "127.0.0.1:0")
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	_ = client.(*net.TCPConn).SetReadBuffer(4096)
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetWriteDeadline(time.Now().Add(scaledLimit))
	n, err := conn.Write(make([]byte, largeAnswer))
	if n > 512<<10 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%d bytes were taken, %v", n, err)
	}
}
