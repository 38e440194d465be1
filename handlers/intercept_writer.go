package handlers

import (
	"bufio"
	"maps"
	"net"
	"net/http"
	"slices"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// interceptWriter is the ResponseWriter of an intercepted handler. It holds the
// header and the first bytes of an error until the verdict is known.
type interceptWriter struct {
	out  http.ResponseWriter
	site *site
	ex   *exchange

	stage    stage
	code     status.Code
	header   http.Header // as it was when the handler wrote the status
	held     []byte
	limit    int // of held
	judgment *judgement
}

// stage is how far an intercepted answer has come.
type stage uint8

const (
	open     stage = iota // nothing written
	holding               // an error whose body decides
	passing               // goes through
	replaced              // ours has been sent; the handler's body goes nowhere
)

// Header returns the header that the handler fills in.
func (w *interceptWriter) Header() http.Header { return w.out.Header() }

// WriteHeader decides at once where the header is enough.
func (w *interceptWriter) WriteHeader(code int) {
	c := status.Code(code)
	switch {
	case w.stage != open:
	case c.IsInformational() && !c.Is(status.SwitchingProtocols):
		w.out.WriteHeader(code)
	case !c.IsError():
		w.stage = passing
		w.out.WriteHeader(code)
	default:
		w.code, w.header = c, w.Header().Clone()
		w.judge()
	}
}

func (w *interceptWriter) judge() {
	in := judgeInput(w.ex.in)
	in.Status, in.Response = w.code, w.header
	w.judgment = newJudgement(in)
	w.ex.problem.Status = w.code
	v, decided := w.judgment.byHeader()
	switch {
	case decided:
		w.carryOut(v)
	case !isTextLike(w.header):
		w.judgment.Body = problem.Opaque
		w.carryOut(w.judgment.byBody())
	default:
		s := seen{exchange: problem.Exchange{Status: w.code}}
		w.stage, w.limit = holding, s.limit(w.header)
	}
}

// Write passes, holds or drops bytes, as far as the verdict has come.
func (w *interceptWriter) Write(p []byte) (int, error) {
	if w.stage == open {
		w.WriteHeader(int(status.OK))
	}
	switch w.stage {
	case replaced:
		return len(p), nil
	case passing:
		return w.out.Write(p)
	}
	taken := min(len(p), w.limit-len(w.held))
	w.held = append(w.held, p[:taken]...)
	if len(w.held) < w.limit {
		return len(p), nil
	}
	w.decide(false)
	if w.stage == holding { // a body that speaks is read further
		n, err := w.Write(p[taken:])
		return taken + n, err
	}
	if w.stage == passing && taken < len(p) {
		n, err := w.out.Write(p[taken:])
		return taken + n, err
	}
	return len(p), nil
}

// finish decides about what is still held when the handler has returned.
func (w *interceptWriter) finish() {
	if w.stage == holding {
		w.decide(true)
	}
}

// decide classifies what is held; complete says that nothing will follow.
func (w *interceptWriter) decide(complete bool) {
	s := seen{exchange: w.exchange(), recogniser: w.ex.recogniser()}
	s.classify(w.header, complete, int64(-1))
	if !complete && w.limit < readBytes && speaking.has(string(s.Class)) {
		w.limit = readBytes
		return
	}
	if complete && len(w.held) == 0 && w.ex.in.Method == http.MethodHead {
		s.Class = bodyUnseen
	}
	w.judgment.Body, w.judgment.BodyKind = s.Class, s.Kind
	if s.complete = complete; w.judgment.waits {
		w.judgment.Content = s.content()
	}
	v := w.judgment.byBody()
	if v.Action != Pass {
		w.ex.problem = s.problem()
		w.ex.listen(&s)
	}
	w.carryOut(v)
}

func (w *interceptWriter) exchange() problem.Exchange {
	return problem.Exchange{
		Method: w.ex.in.Method, Path: w.ex.in.URL.RequestURI(), Status: w.code, Header: w.header, Body: w.held,
	}
}

func (w *interceptWriter) carryOut(v Verdict) {
	w.ex.verdict = v
	switch {
	case v.Action == Pass:
		w.pass()
		return
	case v.Format == AsIs:
		w.restate()
		return
	}
	w.stage = replaced
	a := w.site.compose(composition{ex: w.ex, verdict: v, problem: w.ex.problem, header: w.header})
	h := w.Header()
	clear(h)
	maps.Copy(h, a.header)
	w.out.WriteHeader(int(a.status))
	if w.ex.in.Method != http.MethodHead {
		_, _ = w.out.Write(a.body)
	}
}

// restate sends what the handler wrote under the status that a rule names.
func (w *interceptWriter) restate() {
	res := &http.Response{StatusCode: int(w.code), Header: w.header, Request: w.ex.in}
	w.ex.restateAsIs(res)
	w.header.Del("Proxy-Status") // nobody stands between the handler and this
	w.code = status.Code(res.StatusCode)
	w.pass()
}

// pass sends what was held as if it had never been. Fields that the handler has
// set after the status are trailers at most: they come back behind it.
func (w *interceptWriter) pass() {
	w.stage = passing
	h := w.Header()
	later := h.Clone()
	clear(h)
	maps.Copy(h, w.header)
	for _, f := range optOutFields {
		h.Del(f.name)
	}
	w.ex.sayVary(h, w.code)
	w.out.WriteHeader(int(w.code))
	if len(w.held) > 0 {
		_, _ = w.out.Write(w.held)
	}
	for name, values := range later {
		if !slices.Equal(values, w.header[name]) {
			h[name] = values
		}
	}
}

// FlushError sends what is there: an error that is held is judged by it.
func (w *interceptWriter) FlushError() error {
	if w.stage == open {
		w.WriteHeader(int(status.OK))
	}
	if w.stage == holding {
		w.limit = readBytes // what has come is all that decides
		w.decide(false)
	}
	return http.NewResponseController(w.out).Flush()
}

// Flush is FlushError for those who ask for an http.Flusher.
func (w *interceptWriter) Flush() { _ = w.FlushError() }

// Hijack hands the connection over; http.ErrNotSupported where it cannot.
func (w *interceptWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.stage = passing
	return http.NewResponseController(w.out).Hijack()
}

// Unwrap serves http.ResponseController.
func (w *interceptWriter) Unwrap() http.ResponseWriter { return w.out }
