package listen_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// idleCount is the variable that makes the long form of a test: `make slow`.
const idleCount = "LISTEN_TEST_IDLE"

// countFrom reads how many connections a test shall open.
func countFrom(variable string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil {
		return n
	}
	return usual
}

// playEdge is an edge in a process of its own, whose memory can be measured. It
// serves until its input ends.
func playEdge() int {
	client, err := upstream.New(upstream.Options{URL: os.Getenv("LISTEN_TEST_SITE")})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	l, err := listen.Open("127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println(l.Addr())
	srv := listen.NewServer(edge, listen.Options{})
	go func() { _ = srv.Serve(l) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = srv.Close()
	return 0
}

// startEdgeProcess returns the address and the id of an edge before helloOrLarge.
func startEdgeProcess(t *testing.T) (address string, pid int) {
	t.Helper()
	site := httptest.NewServer(helloOrLarge)
	t.Cleanup(site.Close)
	cmd := child(t, "edge", "LISTEN_TEST_SITE="+site.URL)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line), cmd.Process.Pid
}

// resident returns the memory of a process in KiB.
func resident(t *testing.T, pid int) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			var kib int
			_, _ = fmt.Sscan(rest, &kib)
			return kib
		}
	}
	t.Fatal("no VmRSS")
	return 0
}

// Connections that wait for their next request cost memory, and nothing else.
func TestIdleConnectionsAreCheap(t *testing.T) {
	count := countFrom(idleCount, 1000)
	address, pid := startEdgeProcess(t)
	for range 50 { // what is allocated once
		askOnce(t, address)
	}
	before := resident(t, pid)
	conns := make([]net.Conn, 0, count)
	for range count {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if got := oneRequest(t, conn); got != "hello" {
			t.Fatalf("got %q", got)
		}
		conns = append(conns, conn)
	}
	each := float64(resident(t, pid)-before) / float64(count)
	start := time.Now()
	askOnce(t, address)
	took := time.Since(start)
	t.Logf("%d idle connections: %.1f KiB each, a live request %v", len(conns), each, took)
	limit := 25.0
	if count < 5000 {
		limit = 30 // the heap's own steps weigh more on few connections
	}
	if limit *= idleShadow; each > limit {
		t.Errorf("an idle connection costs %.1f KiB, want at most %.0f", each, limit)
	}
	if took > 100*time.Millisecond {
		t.Errorf("a live request took %v beside %d idle connections", took, count)
	}
}

func askOnce(t *testing.T, address string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = oneRequest(t, conn)
}
