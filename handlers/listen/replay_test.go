package listen_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// canary follows each case on its connection: if the two sides disagree about
// where the case ends, it does not come through as it is.
const canary = "GET /canary HTTP/1.1\r\nHost: canary.example\r\nConnection: close\r\n\r\n"

// replayTime is far more than a case takes; who needs it all waits for bytes
// that never come.
const replayTime = 3 * time.Second

// front starts something in front of a site, and returns its address and what
// ends it.
type front func(t testing.TB, site string) (address string, stop func())

// replayed is what came of a case.
type replayed struct {
	answers  []answer // final ones
	interim  int
	closed   bool // by the front, within the time
	arrivals []arrival
}

type answer struct {
	code int
	body string
}

// replay sends one case and the canary through a front.
func replay(t testing.TB, start front, raw string) replayed {
	t.Helper()
	site := startStrictSite(t)
	address, stop := start(t, site.listener.Addr().String())
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(replayTime))
	written := make(chan struct{})
	go func() {
		defer close(written)
		_, _ = io.WriteString(conn, raw+canary)
	}()
	var r replayed
	r.readAnswers(conn)
	_ = conn.Close()
	<-written
	stop()
	r.arrivals = site.stop()
	return r
}

func (r *replayed) readAnswers(conn net.Conn) {
	in := bufio.NewReader(conn)
	for {
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			var timeout net.Error
			r.closed = !errors.As(err, &timeout) || !timeout.Timeout()
			return
		}
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if res.StatusCode < 200 {
			r.interim++
			continue
		}
		r.answers = append(r.answers, answer{res.StatusCode, string(body)})
	}
}

// complaint says why the outcome is not one that the case allows; empty: it is.
func (r *replayed) complaint(c shape) string {
	for _, a := range r.arrivals {
		if len(a.mistakes) > 0 {
			return "ambiguous at the server: " + strings.Join(a.mistakes, ", ")
		}
	}
	switch {
	case !r.closed:
		return "it waits for more"
	case r.interim > 1:
		return fmt.Sprintf("%d interim answers", r.interim)
	}
	whole := r.whole()
	if len(whole) == 0 || whole[0].target() == "/canary" {
		return r.refusalComplaint(c, whole)
	}
	return r.passComplaint(c, whole)
}

func (r *replayed) whole() []arrival {
	var list []arrival
	for _, a := range r.arrivals {
		if a.whole {
			list = append(list, a)
		}
	}
	return list
}

// refusalComplaint judges a case of which nothing whole arrived.
func (r *replayed) refusalComplaint(c shape, whole []arrival) string {
	switch {
	case c.verdict&refused == 0:
		return "it is refused"
	case len(r.answers) != 1+len(whole) || r.answers[0].code < 400:
		return fmt.Sprintf("refused by %v, %d requests arrived", r.answers, len(whole))
	}
	return ""
}

// passComplaint judges a case that arrived. The canary may be missing if the
// connection was closed before it.
func (r *replayed) passComplaint(c shape, whole []arrival) string {
	text := whole[0].text()
	switch {
	case c.verdict&normalised == 0:
		return fmt.Sprintf("it arrives: %.200q", text)
	case len(whole) > 2 || len(whole) == 2 && whole[1].target() != "/canary":
		return fmt.Sprintf("another request arrives: %.200q", whole[1].text())
	case len(r.answers) != len(whole):
		return fmt.Sprintf("%d answers to %d requests", len(r.answers), len(whole))
	case !strings.Contains(text, c.sees):
		return fmt.Sprintf("%q is lost: %.300q", c.sees, text)
	case c.lacks != "" && strings.Contains(strings.ToLower(text), c.lacks):
		return fmt.Sprintf("%q arrives: %.300q", c.lacks, text)
	}
	return ""
}
