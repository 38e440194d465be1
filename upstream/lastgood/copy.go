package lastgood

import (
	"net/http"
	"time"
)

// Copy is a good answer that was kept. Header and Body are shared with the
// store: nobody may change them.
type Copy struct {
	Subject   Subject
	Header    http.Header // end-to-end fields, as the site's server sent them
	Body      []byte      // as sent, in its content coding
	Asked     time.Time   // when the site was asked for it, or last confirmed it
	Stored    time.Time   // when this body came
	Validated time.Time   // when the site last said that it is good
}

// entryOverhead is what a copy costs besides its bytes.
const entryOverhead = 512

// weight is the room that the copy takes, in bytes.
func (c *Copy) weight(key string) int64 {
	n := int64(entryOverhead + len(key) + cap(c.Body))
	for name, lines := range c.Header {
		n += int64(len(name)) + 48
		for _, line := range lines {
			n += int64(len(line)) + 16
		}
	}
	return n
}

// hopByHop are fields of one connection (RFC 9110 section 7.6.1), and others
// that tell of one exchange and not of the document.
var hopByHop = []string{
	"Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
	"Proxy-Authenticate", "Proxy-Authentication-Info", "Warning", "X-Request-Id", "Server-Timing",
}

// keptHeader returns the fields that belong to the document.
func keptHeader(h http.Header) http.Header {
	kept := h.Clone()
	for _, line := range h["Connection"] {
		for line != "" {
			var name string
			name, line = cutMember(line)
			kept.Del(trimmed(name))
		}
	}
	for _, name := range hopByHop {
		delete(kept, name)
	}
	return kept
}
