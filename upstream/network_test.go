package upstream_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// short is a time limit that a test lets pass.
const short = 100 * time.Millisecond

func TestAClosedPortRefuses(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()

	res, err := get(t, newClient(t, upstream.Options{URL: "http://" + listener.Addr().String()}))
	wantRefused.check(t, res, err)
	if !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("%v does not wrap its cause", err)
	}
}

// Linux refuses TCP to a broadcast address as unreachable before a packet
// leaves, even on the loopback.
func TestAnAddressWithoutARouteIsUnroutable(t *testing.T) {
	t.Parallel()
	res, err := get(t, newClient(t, upstream.Options{URL: "http://127.255.255.255:80"}))
	wantUnroutable.check(t, res, err)
}

func TestAConnectionThatIsNeverAcceptedTimesOut(t *testing.T) {
	t.Parallel()
	res, err := get(t, newClient(t, upstream.Options{URL: "http://" + blackHole(t), ConnectTimeout: short}))
	wantConnectTimeout.check(t, res, err)
}

func TestADeadlineWhileConnectingIsAConnectTimeout(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), short)
	defer cancel()
	client := newClient(t, upstream.Options{URL: "http://" + blackHole(t), ConnectTimeout: 10 * short})
	res, err := client.RoundTrip(newRequest(t, "GET", "/", "").WithContext(ctx))
	wantConnectTimeout.check(t, res, err)
}

// blackHole returns an address that answers no SYN: a socket whose queue of
// connections is full.
func blackHole(t *testing.T) string {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(fd) })
	if err := errors.Join(
		syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}),
		syscall.Listen(fd, 0),
	); err != nil {
		t.Fatal(err)
	}
	name, err := syscall.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	addr := (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: name.(*syscall.SockaddrInet4).Port}).String()

	for range 64 {
		conn, err := net.DialTimeout("tcp", addr, short)
		if err != nil {
			return addr
		}
		t.Cleanup(func() { _ = conn.Close() })
	}
	t.Fatal("the queue of connections never fills")

	return ""
}

// Not parallel: for a moment the whole process may open nothing.
func TestRunningOutOfFilesIsALimit(t *testing.T) {
	s := rawserver.Start(t, rawserver.Reply("HTTP/1.1 204 No Content\r\n\r\n"))
	client := newClient(t, upstream.Options{URL: s.URL()})
	req := newRequest(t, "GET", "/", "")

	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 0, Max: was.Max}); err != nil {
		t.Fatal(err)
	}
	res, err := client.RoundTrip(req)
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
		t.Fatal(err)
	}

	want{"connection_limit_reached", "overload", 503, ""}.check(t, res, err)
}

func TestAServerThatNeverAnswersTimesOut(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Hang)
	res, err := get(t, newClient(t, upstream.Options{URL: s.URL(), HeaderTimeout: short}))
	wantAnswerTimeout.check(t, res, err)
}

func TestADeadlineWhileWaitingIsAnAnswerTimeout(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]rawserver.Script{
		"before the first byte": rawserver.Hang,
		"within the header": func(c *rawserver.Conn) {
			c.ReadRequest()
			c.Write("HTTP/1.1 200 OK\r\nX: ")
			c.Stall()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, script)
			cause := errors.New("a cause of the owner's own")
			ctx, cancel := context.WithTimeoutCause(t.Context(), short, cause)
			defer cancel()
			res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(newRequest(t, "GET", "/", "").WithContext(ctx))
			wantAnswerTimeout.check(t, res, err)
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v does not say that the deadline has passed", err)
			}
		})
	}
}

func TestADeadlineWhileSendingIsAWriteTimeout(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, (*rawserver.Conn).Stall)
	ctx, cancel := context.WithTimeout(t.Context(), short)
	defer cancel()
	req := newRequest(t, "POST", "/", "x").WithContext(ctx)
	req.Body, req.ContentLength = io.NopCloser(endless{}), -1

	res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(req)
	wantWriteTimeout.check(t, res, err)
}

func TestAResetIsATerminatedConnection(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]rawserver.Script{
		"before the answer": func(c *rawserver.Conn) {
			c.ReadRequest()
			c.Reset()
		},
		"within the header": func(c *rawserver.Conn) {
			c.ReadRequest()
			c.Write("HTTP/1.1 200 OK\r\nX: ")
			c.Reset()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, script)
			res, err := get(t, newClient(t, upstream.Options{URL: s.URL()}))
			wantTerminated.check(t, res, err)
		})
	}
}

func TestAResetWhileSendingIsATerminatedConnection(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, func(c *rawserver.Conn) {
		c.ReadHead()
		c.Read(1 << 10)
		c.Reset()
	})
	req := newRequest(t, "POST", "/", "x")
	req.Body, req.ContentLength = io.NopCloser(endless{}), -1

	res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(req)
	wantTerminated.check(t, res, err)
}

// endless is a body without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestAClientThatLeavesIsNobodysFailure(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(context.Context) (context.Context, func()){
		"plain": func(ctx context.Context) (context.Context, func()) { return context.WithCancel(ctx) },
		"with a cause": func(ctx context.Context) (context.Context, func()) {
			ctx, cancel := context.WithCancelCause(ctx)

			return ctx, func() { cancel(errors.New("early answer")) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, leave := end(t.Context())
			s := rawserver.Start(t, func(c *rawserver.Conn) {
				c.ReadRequest()
				leave()
				c.AwaitClose()
			})
			res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(newRequest(t, "GET", "/", "").WithContext(ctx))
			want{}.check(t, res, err)
			if text := err.Error(); !strings.HasPrefix(text, "client left: ") {
				t.Errorf("Error() = %q, want it to say that the client left", text)
			}
		})
	}
}

func TestABrokenRequestBodyIsNotTheServersFault(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body io.Reader
		want want
	}{
		"above the limit": {
			http.MaxBytesReader(nil, io.NopCloser(endless{}), 1<<10),
			want{"http_request_error", "large-request", 413, ""},
		},
		"shorter than declared": {
			io.MultiReader(strings.NewReader("abc"), failing{io.ErrUnexpectedEOF}),
			want{"http_request_error", "request", 400, ""},
		},
		"too slow": {
			failing{&net.OpError{Op: "read", Err: context.DeadlineExceeded}},
			want{"http_request_error", "slow-request", 408, ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rawserver.Start(t, rawserver.Reply("HTTP/1.1 204 No Content\r\n\r\n"))
			req := newRequest(t, "POST", "/", "x")
			req.Body, req.ContentLength = io.NopCloser(c.body), 1<<20

			res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(req)
			c.want.check(t, res, err)
		})
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestARequestThatCannotBeSentIsOurOwnFailure(t *testing.T) {
	t.Parallel()
	s := rawserver.Start(t, rawserver.Hang)
	req := newRequest(t, "GET", "/", "")
	req.Header["X"] = []string{"a\r\nb"}

	res, err := newClient(t, upstream.Options{URL: s.URL()}).RoundTrip(req)
	want{"proxy_internal_error", "internal", 500, ""}.check(t, res, err)
}
