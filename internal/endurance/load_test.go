package endurance_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const (
	connections = 32   // that stay open
	rate        = 1000 // requests a second, whether answers come or not
	backlog     = 4 * rate
)

// shot is one request of the load, and what its answer must be.
type shot struct {
	name, raw string
	check     func(res *http.Response, body []byte, oldest, newest int64) error
}

// load sends requests at a steady rate over connections that must never break.
type load struct {
	at    string
	shots []shot

	// The answer to a request is that of a configuration between the newest that
	// was in force before it was sent, and the newest that was written before it
	// was answered.
	inForce, written atomic.Int64

	due  chan struct{}
	quit chan struct{}
	all  sync.WaitGroup

	sent, late, dials atomic.Int64

	mu       sync.Mutex
	failures []string
}

// fire starts the load. It ends with stop.
func fire(at string, shots []shot) *load {
	l := &load{at: at, shots: shots, due: make(chan struct{}, backlog), quit: make(chan struct{})}
	for i := range connections {
		l.all.Go(func() { l.work(i) })
	}
	l.all.Go(l.pace)
	return l
}

// stop ends the load when everything that is under way has been answered, and
// returns what went wrong, a few of many.
func (l *load) stop() []string {
	close(l.quit)
	l.all.Wait()
	if broken := l.dials.Load() - connections; broken > 0 {
		l.fail("%d connections were lost", broken)
	}
	return l.failures
}

// pace makes requests due by the clock, so that a slow answer puts off no other.
func (l *load) pace() {
	defer close(l.due)
	began, made := time.Now(), 0
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-l.quit:
			return
		case now := <-tick.C:
			for ; made < int(now.Sub(began).Seconds()*rate); made++ {
				l.make()
			}
		}
	}
}

func (l *load) make() {
	select {
	case l.due <- struct{}{}:
	default:
		l.late.Add(1)
	}
}

// work is one connection: it sends what is due until nothing is any more.
func (l *load) work(i int) {
	var c *wire
	defer func() { c.close() }()
	for n := i; ; n += 7 {
		if _, ok := <-l.due; !ok {
			return
		}
		shot := l.shots[n%len(l.shots)]
		l.sent.Add(1)
		if err := l.exchange(&c, shot); err != nil {
			l.fail("%s: %v", shot.name, err)
			c.close()
			c = nil
		}
	}
}

func (l *load) exchange(c **wire, s shot) error {
	if *c == nil {
		l.dials.Add(1)
		fresh, err := dial(l.at)
		if err != nil {
			return err
		}
		*c = fresh
	}
	oldest := l.inForce.Load()
	res, body, err := (*c).exchange(s.raw)
	if err != nil {
		return err
	}
	return s.check(res, body, oldest, l.written.Load())
}

func (l *load) fail(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.failures) < 10 {
		l.failures = append(l.failures, fmt.Sprintf(format, args...))
	}
}

// wire is a connection of a client that never repeats a request by itself, as
// that of net/http does.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(at string) (*wire, error) {
	conn, err := net.DialTimeout("tcp", at, patience)
	if err != nil {
		return nil, err
	}
	return &wire{conn, bufio.NewReader(conn)}, nil
}

func (w *wire) close() {
	if w != nil {
		_ = w.conn.Close()
	}
}

// exchange sends a request and reads the whole of its answer.
func (w *wire) exchange(raw string) (*http.Response, []byte, error) {
	_ = w.conn.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(w.conn, raw); err != nil {
		return nil, nil, fmt.Errorf("send: %w", err)
	}
	method, _, _ := bytes.Cut([]byte(raw), []byte(" "))
	res, err := http.ReadResponse(w.in, &http.Request{Method: string(method)})
	if err != nil {
		return nil, nil, fmt.Errorf("read the header: %w", err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, nil, fmt.Errorf("read the body after %d bytes: %w", len(body), err)
	}
	if res.Close {
		return nil, nil, fmt.Errorf("%s with Connection: close", res.Status)
	}
	return res, body, nil
}
