package upstream

import (
	"bytes"
	"net/http"

	"github.com/seed-3913a1bb/signpost/status"
)

// headState is where an HTTP/1 answer stands.
type headState uint8

const (
	inBody  headState = iota // also: nothing known, everything passes
	inHead                   // status line and fields
	noBody                   // the answer is complete, nothing may follow
	spoiled                  // something followed, or must be expected to
)

// lineKept is how much of a line is looked at: enough for the status and for
// the name and the first digits of a framing field.
const lineKept = 48

var (
	lengthName = []byte("Content-Length")
	codingName = []byte("Transfer-Encoding")
)

// answerHead follows the bytes of an HTTP/1 answer to the end of its header,
// and knows then whether a body may follow (RFC 9112 section 6.3).
type answerHead struct {
	state  headState
	method string
	code   status.Code
	length bool // Content-Length announces a body
	coding bool // Transfer-Encoding announces a body
	line   [lineKept]byte
	used   int // bytes of line
}

// ambiguous reports that two fields announce the end of the body.
func (h *answerHead) ambiguous() bool { return h.length && h.coding }

// begun reports that the header has begun and not ended.
func (h *answerHead) begun() bool {
	return h.state == inHead && (h.code != 0 || h.used > 0)
}

// feed takes the next bytes of a connection. It returns how many of them
// belong to the answer, and whether the connection is over after these.
func (h *answerHead) feed(p []byte) (kept int, over bool) {
	for h.state == inHead && kept < len(p) {
		rest := p[kept:]
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			h.remember(rest)

			return len(p), false
		}
		h.remember(rest[:end])
		h.endLine()
		kept += end + 1
	}

	switch h.state {
	case noBody:
		if kept < len(p) || h.announcesForbiddenBody() {
			h.state = spoiled
		}

		return kept, h.state == spoiled
	case spoiled:
		return 0, true
	default:
		return len(p), false
	}
}

// announcesForbiddenBody reports a 204 with a field that promises a body. A
// 304 and the answer to HEAD may carry the length of the body that they spare.
func (h *answerHead) announcesForbiddenBody() bool {
	return h.code.Is(status.NoContent) && (h.length || h.coding)
}

func (h *answerHead) remember(part []byte) {
	h.used += copy(h.line[h.used:], part)
}

// endLine reads the line that has just ended.
func (h *answerHead) endLine() {
	line := bytes.TrimSuffix(h.line[:h.used], []byte("\r"))
	h.used = 0

	switch {
	case h.code == 0:
		h.readStatus(line)
	case len(line) == 0:
		h.endHead()
	default:
		h.readField(line)
	}
}

// readStatus stops looking at an answer whose status line is broken: the
// transport refuses it.
func (h *answerHead) readStatus(line []byte) {
	h.state = inBody
	_, rest, _ := bytes.Cut(line, []byte(" "))
	digits, _, _ := bytes.Cut(rest, []byte(" "))

	if code, err := status.Parse(string(digits)); err == nil {
		h.code, h.state = code, inHead
	}
}

func (h *answerHead) readField(line []byte) {
	name, value, _ := bytes.Cut(line, []byte(":"))
	switch {
	case bytes.EqualFold(name, lengthName):
		h.length = h.length || len(bytes.Trim(value, " \t0")) > 0
	case bytes.EqualFold(name, codingName):
		h.coding = true
	}
}

func (h *answerHead) endHead() {
	switch {
	case h.code.Is(status.SwitchingProtocols):
		h.state = inBody
	case h.code.IsInformational():
		*h = answerHead{state: inHead, method: h.method}
	case h.method == http.MethodHead || !h.code.HasBody():
		h.state = noBody
	default:
		h.state = inBody
	}
}
