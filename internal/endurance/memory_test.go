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
	header http.Header
	body   []byte
	err    error
}

// meet asks for an address and leaves when it has seen enough.
func (p *process) meet(path string) met {
	c, err := dial(p.at)
	if err != nil {
		return met{err: err}
	}
	defer c.close()
	_ = c.conn.SetDeadline(time.Now().Add(patience))
	_, _ = io.WriteString(c.conn, request(http.MethodGet, "a.example", path, navigation+"Accept-Encoding: identity\r\n", ""))
	res, err := http.ReadResponse(bufio.NewReader(c.conn), nil)
	if err != nil {
		return met{err: err}
	}
	m := met{code: res.StatusCode, header: res.Header}
	if strings.Contains(path, "drip") {
		m.body = make([]byte, 1)
		_, m.err = io.ReadFull(res.Body, m.body)
		return m
	}
	m.body, m.err = io.ReadAll(io.LimitReader(res.Body, 1<<20))
	return m
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
	p := run(t, exec.Command(program(t), "serve", "--config", bounded(t, arsenal(t))))
	p.meetAtOnce("/")
	p.forgetPeak()
	base := p.memory("VmRSS")
	for number, b := range bombs() {
		for code, want := range map[int]outcome{409: b.asError, 200: b.asPage} {
			path := fmt.Sprintf("/%d/%d", code, number)
			if strings.Contains(b.name, "a second") && b.asPage == passes && code == 200 {
				path += "/drip"
			}
			p.forgetPeak()
			for _, m := range p.meetAtOnce(path) {
				if got := m.outcome(code); got != want || want != bad && m.code != code {
					t.Errorf("%s as %d: %d %s with %d bytes of %s, %v, want %s", b.name, code, m.code, got, len(m.body), m.header.Get("Content-Type"), m.err, want)
					break
				}
			}
			if rise := p.memory("VmHWM") - base; rise > mayRise {
				t.Errorf("%s as %d: the memory rose by %d MiB, want %d at most", b.name, code, rise>>20, mayRise>>20)
			}
			t.Logf("%s as %d: %d MiB", b.name, code, (p.memory("VmHWM")-base)>>20)
		}
	}
	p.stop()
}

// outcome tells what became of the answer.
func (m met) outcome(code int) outcome {
	switch {
	case m.code == http.StatusBadGateway:
		return bad
	case m.code == code && strings.HasSuffix(strings.TrimSpace(string(m.body)), "</html>"):
		return page
	}
	return passes
}
