package upstream

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"testing"
)

// How the bytes are cut into reads must not matter, and what net/http reads
// as an answer without a body must end where net/http ends it.
func FuzzAnswerHead(f *testing.F) {
	for _, seed := range []string{
		"", "\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
		"HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 304 Not Modified\nContent-Length: 5\n\nhello",
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"HTTP/1.1 101 Switching Protocols\r\n\r\nanything\r\n\r\n", "HTTP/1.1 1000\r\n\r\n", "HTTP/1.0 204\n\n\n",
	} {
		f.Add([]byte(seed), 3, true)
		f.Add([]byte(seed), 1000, false)
	}
	f.Fuzz(func(t *testing.T, raw []byte, step int, head bool) {
		method := http.MethodGet
		if head {
			method = http.MethodHead
		}
		whole := answerHead{state: inHead, method: method}
		kept, over := whole.feed(raw)
		if kept > len(raw) || !over && kept != len(raw) {
			t.Fatalf("kept %d of %d bytes, over %v", kept, len(raw), over)
		}

		partKept, partOver := feedInSteps(raw, method, max(1, min(step, 64)))
		if partKept != kept || partOver != over {
			t.Errorf("%q in steps of %d: kept %d, over %v; at once: %d, %v", raw, step, partKept, partOver, kept, over)
		}
		if n, ok := headLength(raw, method); ok && (kept != n || over != (n < len(raw)) && !whole.announcesForbiddenBody()) {
			t.Errorf("%q to %s: kept %d, over %v, want %d", raw, method, kept, over, n)
		}
	})
}

func feedInSteps(raw []byte, method string, step int) (kept int, over bool) {
	h := answerHead{state: inHead, method: method}
	for len(raw) > 0 && !over {
		n := min(step, len(raw))
		var part int
		part, over = h.feed(raw[:n])
		kept += part
		raw = raw[n:]
	}

	return kept, over
}

// headLength returns how long net/http finds the header of a final answer
// that has no body.
func headLength(raw []byte, method string) (int, bool) {
	in := bufio.NewReaderSize(bytes.NewReader(raw), max(16, len(raw)))
	for {
		res, err := http.ReadResponse(in, &http.Request{Method: method})
		switch {
		case err != nil || res.StatusCode == http.StatusSwitchingProtocols || res.StatusCode < 100 || res.StatusCode > 599:
			return 0, false
		case res.StatusCode < 200:
			continue
		case method != http.MethodHead && res.StatusCode != http.StatusNoContent && res.StatusCode != http.StatusNotModified:
			return 0, false
		}
		rest, err := io.ReadAll(in)

		return len(raw) - len(rest), err == nil
	}
}
