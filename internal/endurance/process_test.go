package endurance_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for something that must happen. It is only
// reached where the test fails.
const patience = 30 * time.Second

// process is the program at work.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	at   string // where it serves visitors, host:port
	ops  string // where it serves the operator
	done chan struct{}

	mu   sync.Mutex
	news *sync.Cond
	log  []entry
	over bool // the log has ended
}

// entry is one line of the log.
type entry struct {
	Msg, Level, Address, Mistake, At, Err string
}

// start runs the program with a configuration until the end of the test, and
// returns when it serves.
func start(t *testing.T, file string, more ...string) *process {
	t.Helper()
	cmd := exec.Command(program(t), append([]string{"serve", "--config", file}, more...)...)
	return run(t, cmd)
}

// run is start for a command that is made already; it must serve both addresses.
func run(t *testing.T, cmd *exec.Cmd) *process {
	t.Helper()
	p := &process{t: t, cmd: cmd, done: make(chan struct{})}
	p.news = sync.NewCond(&p.mu)
	cmd.Env = append(os.Environ(), cmd.Env...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.follow(stderr)
	t.Cleanup(p.kill)
	p.at = p.await("serving", 0).Address
	p.ops = p.await("admin ready", 0).Address
	return p
}

// follow keeps the log, and waits for the process when it has ended.
func (p *process) follow(log io.Reader) {
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e entry
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			e.Msg = lines.Text()
		}
		p.add(e, false)
	}
	p.add(entry{}, true)
	_ = p.cmd.Wait()
	close(p.done)
}

func (p *process) add(e entry, over bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.log, p.over = append(p.log, e), over
	p.news.Broadcast()
}

// await returns the first line of the log from a position on that has the
// message.
func (p *process) await(message string, from int) entry {
	p.t.Helper()
	return p.awaitTimes(message, from, 1)
}

// awaitTimes is await for the line that has the message for so many times.
func (p *process) awaitTimes(message string, from, times int) entry {
	p.t.Helper()
	late := time.AfterFunc(patience, func() { p.add(entry{}, true) })
	defer late.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for at := from; ; at++ {
		for at >= len(p.log) && !p.over {
			p.news.Wait()
		}
		if at >= len(p.log) {
			p.t.Fatalf("%d times too few %q in the log: %+v", times, message, p.log[from:])
		}
		if p.log[at].Msg == message {
			times--
		}
		if times == 0 {
			return p.log[at]
		}
	}
}

// mark is the position of the next line of the log.
func (p *process) mark() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.log)
}

// count is how many lines of the log from a position on have the message.
func (p *process) count(message string, from int) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.log[from:] {
		if e.Msg == message {
			n++
		}
	}
	return n
}

func (p *process) signal(s os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatalf("send %v: %v", s, err)
	}
}

// kill ends the process as a power cut would.
func (p *process) kill() {
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Errorf("kill: %v", err)
	}
	<-p.done
}

// end waits for the process and returns how it ended.
func (p *process) end() *os.ProcessState {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(patience):
		p.t.Fatal("the process does not end")
	}
	return p.cmd.ProcessState
}

// stop asks the process to end, and wants it to end well.
func (p *process) stop() {
	p.t.Helper()
	p.signal(syscall.SIGTERM)
	if state := p.end(); !state.Success() {
		p.t.Errorf("the process ended with %v", state)
	}
}

// metric reads one line of the metrics; labels belong to its name.
func (p *process) metric(name string) string {
	p.t.Helper()
	res, err := http.Get("http://" + p.ops + "/metrics")
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			return value
		}
	}
	p.t.Fatalf("no metric %s", name)
	return ""
}

// configure writes a configuration in a folder of its own and returns its name.
func configure(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "signpost.yaml")
	replace(t, file, text)
	return file
}

// replace puts a new file in the place of the old one, as editors and ConfigMaps
// do.
func replace(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file+".new", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
}
