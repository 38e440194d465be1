package handlers

import (
	"io"
	"net/http"
	"sync/atomic"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// Bounds of what is read of answers that say success to a write, to find
// conflicts that are told so: one answer, and all that are under way.
const (
	softBytes   = 64 << 10
	softAnswers = 64
)

// softRoom bounds the memory of answers that are being read. The zero value is
// empty; it is safe for concurrent use.
type softRoom struct {
	taken  atomic.Int64
	unread atomic.Uint64 // answers for which there was no room
}

func (r *softRoom) enter() bool {
	if r.taken.Add(1) <= softAnswers {
		return true
	}
	r.taken.Add(-1)
	r.unread.Add(1)
	return false
}

func (r *softRoom) leave() { r.taken.Add(-1) }

// softAnswer keeps the beginning of an answer while it passes. The client gets
// every byte when it would without it: nothing is held back.
type softAnswer struct {
	io.ReadCloser
	exchange   problem.Exchange
	recogniser *problem.Recogniser
}

// Read keeps what fits of what it gives on.
func (a *softAnswer) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	if room := softBytes - len(a.exchange.Body); room > 0 && n > 0 {
		a.exchange.Body = append(a.exchange.Body, p[:min(n, room)]...)
	}
	return n, err
}

// listenSoftly reads along where a write is answered by a success that may tell
// of a conflict all the same. The answer stays as it is (invariant 1): what is
// found goes into the record.
func (ex *exchange) listenSoftly(res *http.Response) {
	code := status.Code(res.StatusCode)
	if ex.soft != nil || ex.site.state == nil || !code.IsSuccess() || !code.HasBody() || res.ContentLength == 0 || isSafe(ex.in.Method) {
		return
	}
	if kind := mediaType(res.Header.Get("Content-Type")); !isHTMLType(kind) && !isJSONType(kind) {
		return
	}
	if !ex.site.state.softly.enter() {
		return
	}
	ex.soft = &softAnswer{
		ReadCloser: res.Body, recogniser: ex.recogniser(),
		exchange: problem.Exchange{
			Method: ex.in.Method, Path: ex.in.URL.RequestURI(), Status: code, Header: res.Header.Clone(),
		},
	}
	res.Body = ex.soft
}

// noteSoft reads what was kept, and leaves a conflict in the record.
func (ex *exchange) noteSoft() {
	defer ex.site.state.softly.leave()
	if p := readProblem(ex.soft.recogniser, ex.soft.exchange); p.Soft && p.Cause != "" {
		ex.record.Cause, ex.record.Soft = string(p.Cause), true
	}
}
