package listen_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// strictSite is a server that reads requests by the letter of RFC 9112, and
// notes every byte of which another reader might make something else.
type strictSite struct {
	listener net.Listener
	running  sync.WaitGroup

	mu       sync.Mutex
	requests []arrival
	open     map[net.Conn]struct{}
}

// arrival is a request as it came.
type arrival struct {
	head, body string
	mistakes   []string
	whole      bool
}

func (a arrival) text() string { return a.head + a.body }

// target is what was asked for.
func (a arrival) target() string {
	fields := strings.Fields(a.head)
	if len(fields) < 2 {
		return ""
	}
	return fields[1]
}

func startStrictSite(t testing.TB) *strictSite {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &strictSite{listener: l, open: map[net.Conn]struct{}{}}
	s.running.Go(s.accept)
	return s
}

// stop ends the server and returns all that came.
func (s *strictSite) stop() []arrival {
	_ = s.listener.Close()
	s.mu.Lock()
	for conn := range s.open {
		_ = conn.SetReadDeadline(time.Now())
	}
	s.mu.Unlock()
	s.running.Wait()
	return s.requests
}

func (s *strictSite) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.open[conn] = struct{}{}
		s.mu.Unlock()
		s.running.Go(func() {
			defer conn.Close()
			s.serve(conn)
		})
	}
}

func (s *strictSite) serve(conn net.Conn) {
	in := bufio.NewReader(conn)
	for {
		a := readStrictly(in, func() { _, _ = io.WriteString(conn, "HTTP/1.1 100 Continue\r\n\r\n") })
		if a.head == "" {
			return
		}
		s.mu.Lock()
		s.requests = append(s.requests, a)
		s.mu.Unlock()
		if !a.whole || len(a.mistakes) > 0 {
			_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
			return
		}
		_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(a.target()), a.target())
		if strings.Contains(a.head, "\r\nConnection: close") {
			return
		}
	}
}

var (
	requestLine = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~\\x{80}-\\x{10ffff}]+ HTTP/1\\.[01]\r\n$")
	fieldLine   = regexp.MustCompile("^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]?((?:[!-~\\x{80}-\\x{10ffff}](?:[ \t!-~\\x{80}-\\x{10ffff}]*[!-~\\x{80}-\\x{10ffff}])?)?)\r\n$")
	chunkLine   = regexp.MustCompile("^[0-9a-fA-F]{1,16}\r\n$")
	oneLength   = regexp.MustCompile("^(0|[1-9][0-9]{0,17})$")
)

// readStrictly reads one request; onExpect is called where the peer waits for
// leave to send the body.
func readStrictly(in *bufio.Reader, onExpect func()) arrival {
	var a arrival
	fields := a.readHead(in)
	if a.head == "" || !strings.HasSuffix(a.head, "\r\n\r\n") {
		return a
	}
	a.checkFraming(fields)
	if len(a.mistakes) > 0 {
		return a
	}
	if len(fields["expect"]) > 0 {
		onExpect()
	}
	switch {
	case len(fields["transfer-encoding"]) > 0:
		a.whole = a.readChunks(in)
	case len(fields["content-length"]) > 0:
		n, _ := strconv.Atoi(fields["content-length"][0])
		body := make([]byte, n)
		n, err := io.ReadFull(in, body)
		a.body, a.whole = string(body[:n]), err == nil
	default:
		a.whole = true
	}
	return a
}

func (a *arrival) readHead(in *bufio.Reader) map[string][]string {
	fields := map[string][]string{}
	var head strings.Builder
	defer func() { a.head = head.String() }()
	for first := true; ; first = false {
		line, err := in.ReadString('\n')
		head.WriteString(line)
		switch {
		case err != nil:
			return fields
		case first:
			if !requestLine.MatchString(line) {
				a.mistake("request line %.60q", line)
			}
		case line == "\r\n":
			return fields
		default:
			m := fieldLine.FindStringSubmatch(line)
			if m == nil {
				a.mistake("field line %.60q", line)
				continue
			}
			name := strings.ToLower(m[1])
			fields[name] = append(fields[name], m[2])
		}
	}
}

func (a *arrival) mistake(format string, args ...any) {
	a.mistakes = append(a.mistakes, fmt.Sprintf(format, args...))
}

func (a *arrival) checkFraming(fields map[string][]string) {
	lengths, codings := fields["content-length"], fields["transfer-encoding"]
	if len(fields["host"]) != 1 {
		a.mistake("%d hosts", len(fields["host"]))
	}
	if len(lengths) > 1 || len(lengths) == 1 && !oneLength.MatchString(lengths[0]) {
		a.mistake("Content-Length %q", lengths)
	}
	if len(codings) > 1 || len(codings) == 1 && !strings.EqualFold(codings[0], "chunked") {
		a.mistake("Transfer-Encoding %q", codings)
	}
	if len(lengths) > 0 && len(codings) > 0 {
		a.mistake("both a length and a coding")
	}
	for name := range fields {
		if folded := strings.ReplaceAll(name, "_", "-"); folded != name && (folded == "content-length" || folded == "transfer-encoding") {
			a.mistake("the field %s", name)
		}
	}
	for _, protocol := range fields["upgrade"] {
		if !strings.EqualFold(protocol, "websocket") {
			a.mistake("an upgrade to %s", protocol)
		}
	}
	for _, names := range fields["connection"] {
		for name := range strings.SplitSeq(strings.ToLower(names), ",") {
			switch strings.TrimSpace(name) {
			case "host", "content-length", "transfer-encoding":
				a.mistake("Connection names %s", name)
			}
		}
	}
}

func (a *arrival) readChunks(in *bufio.Reader) (whole bool) {
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if !chunkLine.MatchString(line) {
			a.mistake("chunk size %.60q", line)
			return false
		}
		size, err := strconv.ParseUint(strings.TrimSpace(line), 16, 31)
		if err != nil {
			a.mistake("chunk size %q", line)
			return false
		}
		if size == 0 {
			return a.readTrailers(in)
		}
		data := make([]byte, size+2)
		n, err := io.ReadFull(in, data)
		a.body += string(data[:min(n, int(size))])
		if err != nil {
			return false
		}
		if string(data[size:]) != "\r\n" {
			a.mistake("chunk data end in %q", data[size:])
			return false
		}
	}
}

func (a *arrival) readTrailers(in *bufio.Reader) (whole bool) {
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == "\r\n" {
			return true
		}
		if !fieldLine.MatchString(line) {
			a.mistake("trailer %.60q", line)
			return false
		}
	}
}
