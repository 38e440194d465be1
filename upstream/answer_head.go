package upstream

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// headState is where an HTTP/1 answer stands.
type headState uint8

const (
	inBody  headState = iota // also: nothing known, everything passes
	inHead                   // status line and fields
	noBody                   // the answer is complete, nothing may follow
	refused                  // something followed, or must be expected to
)

// lineKept is how much of a line is looked at: enough for the status and for
// the name and the first digits of a framing field.
const lineKept = 48

// answerHead follows the bytes of an HTTP/1 answer to the end of its header,
// and knows then whether a body may follow (RFC 9112 section 6.3).
type answerHead struct {
	state  headState
	method string
	code   status.Code
	framed bool // a field announces a body
	line   [lineKept]byte
	length int // bytes in line
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
		if kept < len(p) || h.framed {
			h.state = refused
		}

		return kept, h.state == refused
	case refused:
		return kept, true
	default:
		return len(p), false
	}
}

func (h *answerHead) remember(part []byte) {
	h.length += copy(h.line[h.length:], part)
}

// endLine reads the line that has just ended.
func (h *answerHead) endLine() {
	line := strings.TrimSuffix(string(h.line[:h.length]), "\r")
	h.length = 0

	switch {
	case line == "" && h.code != 0:
		h.endHead()
	case h.code == 0:
		h.readStatus(line)
	default:
		h.readField(line)
	}
}

// readStatus stops looking at an answer whose status line is broken: the
// transport refuses it.
func (h *answerHead) readStatus(line string) {
	const before = len("HTTP/1.1 ")
	if len(line) < before+3 {
		h.state = inBody

		return
	}
	code, err := status.Parse(line[before : before+3])
	if err != nil {
		h.state = inBody

		return
	}
	h.code = code
}

// readField notes a field that announces a body which a 204 cannot have. A
// 304 and the answer to HEAD may carry the length of the body that they spare.
func (h *answerHead) readField(line string) {
	name, value, _ := strings.Cut(line, ":")
	switch {
	case !h.code.Is(status.NoContent):
	case strings.EqualFold(name, "Transfer-Encoding"):
		h.framed = true
	case strings.EqualFold(name, "Content-Length"):
		h.framed = h.framed || strings.Trim(value, " \t0") != ""
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
