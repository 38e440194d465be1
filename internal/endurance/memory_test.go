package endurance_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	atOnce  = 8
	mayRise = 32 << 20
)

// memory reads a figure of a process in bytes, such as VmRSS or VmHWM.
func (p *process) memory(name string) int64 {
	p.t.Helper()
	text, err := os.ReadFile(p.proc("status"))
	if err != nil {
		p.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			n, err := strconv.ParseInt(strings.Fields(value)[0], 10, 64)
			if err != nil {
				p.t.Fatal(err)
			}
			return n << 10
		}
	}
	p.t.Fatalf("no %s in %s", name, text)
	return 0
}

func (p *process) proc(name string) string {
	return filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), name)
}

// forgetPeak makes the peak of the memory what is in use now.
func (p *process) forgetPeak() {
	p.t.Helper()
	if err := os.WriteFile(p.proc("clear_refs"), []byte("5"), 0); err != nil {
		p.t.Fatal(err)
	}
}

// bounded is a configuration that looks at everything: at errors, and at pages
// whose title says that they are none.
func bounded(t *testing.T, upstream string) string {
	t.Helper()
	return configure(t, fmt.Sprintf(`version: 1
listen: { http: "127.0.0.1:0" }
admin: { listen: "127.0.0.1:0" }
log: { access: { output: none }, format: json }
sites:
  - host: "*"
    upstream: { servers: ["%s"], circuit: { failures: 100000 } }
    rules:
      - { name: titles, when: { status: 200, content_type: text/html, title: ["*not found*"] }, then: { send: 404 } }
`, upstream))
}

// met is what a client sees of an answer: its header and the start of its body.
type met struct {
	code   int
	hints  int // informational answers before it
	header http.Header
	body   []byte
	err    error
}

// meet asks for an address and leaves when it has seen enough.
func (p *process) meet(path string) met {
	return visit(p.at, request(http.MethodGet, "a.example", path, navigation+"Accept-Encoding: identity\r\n", ""))
}

// visit sends bytes over a connection of their own.
func visit(at, raw string) met {
	c, err := dial(at)
	if err != nil {
		return met{err: err}
	}
	defer c.close()
	_ = c.conn.SetDeadline(time.Now().Add(patience))
	_, _ = io.WriteString(c.conn, raw)
	res, hints, err := final(bufio.NewReader(c.conn), strings.HasPrefix(raw, "HEAD "))
	if err != nil {
		return met{err: err}
	}
	m := met{code: res.StatusCode, hints: hints, header: res.Header}
	m.body, m.err = io.ReadAll(io.LimitReader(res.Body, enough(res)))
	return m
}

// enough is how much of a body shows what it is. Of a machine's text that passes
// one byte: it may be all that comes.
func enough(res *http.Response) int64 {
	if res.Header.Get("Content-Type") == "application/json" {
		return 1
	}
	return 1 << 20
}

// final reads up to the header of the final answer.
func final(in *bufio.Reader, head bool) (res *http.Response, hints int, err error) {
	req := &http.Request{Method: http.MethodGet}
	if head {
		req.Method = http.MethodHead
	}
	for {
		if res, err = http.ReadResponse(in, req); err != nil || res.StatusCode >= 200 {
			return res, hints, err
		}
		hints++
	}
}

// meetAtOnce is meet for several clients at the same time.
func (p *process) meetAtOnce(path string) []met {
	all := make([]met, atOnce)
	var each sync.WaitGroup
	for i := range all {
		each.Go(func() { all[i] = p.meet(path) })
	}
	each.Wait()
	return all
}

func TestNoBombRaisesTheMemoryMuch(t *testing.T) {
	p := start(t, bounded(t, arsenal(t)))
	p.meetAtOnce("/")
	p.forgetPeak()
	base, most := p.memory("VmRSS"), int64(0)
	for number, b := range bombs() {
		for code, want := range map[int]outcome{409: b.asError, 200: b.asPage} {
			p.forgetPeak()
			for _, m := range p.meetAtOnce(fmt.Sprintf("/%d/%d", code, number)) {
				if got := m.outcome(code); got != want || m.hints > 8 {
					t.Errorf("%s as %d: %d %s after %d hints, %d bytes of %s, %v, want %s",
						b.name, code, m.code, got, m.hints, len(m.body), m.header.Get("Content-Type"), m.err, want)
				}
			}
			rise := p.memory("VmHWM") - base
			if rise > mayRise {
				t.Errorf("%s as %d: the memory rose by %d MiB, want %d at most", b.name, code, rise>>20, mayRise>>20)
			}
			most = max(most, rise)
		}
	}
	t.Logf("%d bombs raise the memory by %d MiB at most", len(bombs()), most>>20)
	p.stop()
}

// The control: a proxy that decodes what it gets, as people write it, takes what
// a bomb says.
func TestANaiveDecoderIsSeenInTheMemory(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, arsenal(t))
	cmd.Env = []string{roleVariable + "=naive"}
	p := run(t, cmd)
	p.meet("/")
	p.forgetPeak()
	base := p.memory("VmRSS")
	p.meet("/409/0")
	if rise := p.memory("VmHWM") - base; rise <= mayRise {
		t.Errorf("%s costs a naive decoder %d MiB only", bombs()[0].name, rise>>20)
	}
}

// outcome tells what became of the answer.
func (m met) outcome(code int) outcome {
	switch {
	case m.code == http.StatusBadGateway, m.err != nil:
		return bad
	case m.code == code && strings.HasSuffix(strings.TrimSpace(string(m.body)), "</html>"):
		return page
	case m.code == code:
		return passes
	}
	return bad
}
