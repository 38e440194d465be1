package listen_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

// childRole names what the test program does when it starts itself: some facts
// hold for a whole process, as its descriptors do.
const childRole = "LISTEN_TEST_CHILD"

var children = map[string]func() int{
	"activated": playActivated,
	"starved":   playStarved,
	"edge":      playEdge,
}

// child prepares the test program to run in a role.
func child(t *testing.T, role string, env ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(append(os.Environ(), childRole+"="+role), env...)
	return cmd
}

// playActivated opens the sockets that it was passed, twice each, and answers
// one connection on each.
func playActivated() int {
	// A shell would set the id of the process that it becomes; here nobody could
	// know it before the start.
	_ = os.Setenv("LISTEN_PID", fmt.Sprint(os.Getpid()))
	for _, name := range []string{"second", "first"} {
		for range 2 {
			l, err := listen.Open("systemd:" + name)
			if err != nil {
				fmt.Println(err)
				return 1
			}
			conn, err := l.Accept()
			if err != nil {
				fmt.Println(err)
				return 1
			}
			_, _ = io.WriteString(conn, name)
			_, _ = conn.Close(), l.Close()
		}
	}
	_, err := listen.Open("systemd:third")
	fmt.Println(err)
	return 0
}

func TestSocketsOfSystemdAreFoundByName(t *testing.T) {
	cmd := child(t, "activated", "LISTEN_FDS=2", "LISTEN_FDNAMES=first:second")
	addresses := map[string]string{}
	for _, name := range []string{"first", "second"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		file, err := l.(*net.TCPListener).File()
		if err != nil {
			t.Fatal(err)
		}
		addresses[name] = l.Addr().String()
		_ = l.Close()
		defer file.Close()
		cmd.ExtraFiles = append(cmd.ExtraFiles, file)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"second", "second", "first", "first"} {
		if got := readAllFrom(t, "tcp", addresses[name]); got != name {
			t.Errorf("socket %s answered %q", name, got)
		}
	}
	said, _ := io.ReadAll(out)
	if err := cmd.Wait(); err != nil {
		t.Errorf("the child ended with %v: %s", err, said)
	}
	if want := "listen on systemd:third: systemd passed no socket of that name, only first, second"; strings.TrimSpace(string(said)) != want {
		t.Errorf("got %q, want %q", said, want)
	}
}

func TestWithoutSystemdItsSocketsAreNotGuessed(t *testing.T) {
	for pid, fds := range map[string]string{"": "", "1": "1", fmt.Sprint(os.Getpid()): "0"} {
		t.Setenv("LISTEN_PID", pid)
		t.Setenv("LISTEN_FDS", fds)
		if l, err := listen.Open("systemd:http"); err == nil {
			_ = l.Close()
			t.Errorf("LISTEN_PID=%s LISTEN_FDS=%s gave a socket", pid, fds)
		}
	}
}

func readAllFrom(t *testing.T, network, address string) string {
	t.Helper()
	conn, err := net.Dial(network, address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	b, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// telling says once that it could not accept.
type telling struct {
	net.Listener
	once *sync.Once
}

func (l telling) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		l.once.Do(func() { fmt.Println("starved") })
	}
	return conn, err
}

// playStarved serves until its input ends. It says its address first, then that
// it cannot accept, and how often that was last.
func playStarved() int {
	l, err := listen.Open("127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	srv := listen.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "ok")
	}), listen.Options{})
	fmt.Println(l.Addr())
	done := make(chan error, 1)
	go func() { done <- srv.Serve(telling{l, new(sync.Once)}) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = srv.Close()
	<-done
	fmt.Println(srv.AcceptErrors())
	return 0
}

// A process without descriptors goes on serving those that it has, waits
// instead of spinning, and accepts again when some are free.
func TestAServerOutOfDescriptorsRecovers(t *testing.T) {
	cmd := child(t, "starved")
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", `ulimit -n 20 && exec "$0"`, cmd.Path}
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
	said := bufio.NewReader(out)
	line, err := said.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimSpace(line)

	var held []net.Conn
	for range 40 { // the kernel takes what the process cannot
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, conn)
	}
	if line, err := said.ReadString('\n'); err != nil || line != "starved\n" { // else they could be closed before it has tried
		t.Fatalf("the child says %q, %v", line, err)
	}
	if got := oneRequest(t, held[0]); got != "ok" {
		t.Errorf("an accepted connection got %q while descriptors are out", got)
	}
	for _, conn := range held {
		_ = conn.Close()
	}
	late, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer late.Close()
	if got := oneRequest(t, late); got != "ok" {
		t.Errorf("after recovery a new connection got %q", got)
	}
	_ = in.Close()
	count, _ := io.ReadAll(said)
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	var failures int
	if _, err := fmt.Sscan(string(count), &failures); err != nil || failures < 1 || failures > 100 {
		t.Errorf("%d failures to accept, want some, and no spinning: %v", failures, err)
	}
}

func oneRequest(t *testing.T, conn net.Conn) string {
	t.Helper()
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
