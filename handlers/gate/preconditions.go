package gate

import (
	"net/http"
	"time"
)

// current is what a read of a resource said of its present state.
type current struct {
	known    bool // the read answered for the resource at all
	exists   bool
	tag      entityTag // opaque empty: none
	modified time.Time // zero: none
}

// outcome is what the preconditions of a write come to.
type outcome int

const (
	holds        outcome = iota // or there is none
	fails                       // 412
	unverifiable                // nothing to compare with: not for the edge to decide
)

// evaluate reads the preconditions of a write in the order of RFC 9110 section
// 13.2.2. Those for reads alone (If-Modified-Since, If-Range) have no say.
func evaluate(h http.Header, c current) outcome {
	if !c.known {
		return unverifiable
	}
	first := holds
	switch {
	case len(h["If-Match"]) > 0:
		first = ifMatch(h["If-Match"], c)
	case len(h["If-Unmodified-Since"]) > 0:
		first = ifUnmodifiedSince(h.Get("If-Unmodified-Since"), c)
	}
	if first != holds || len(h["If-None-Match"]) == 0 {
		return first
	}
	return ifNoneMatch(h["If-None-Match"], c)
}

// ifMatch holds for one of the listed tags, compared strongly: a weak tag never
// matches (RFC 9110 section 13.1.1).
func ifMatch(lines []string, c current) outcome {
	list, ok := parseTags(lines)
	switch {
	case !ok:
		return unverifiable // the site's servers know what to make of it
	case !c.exists:
		return fails
	case list.any:
		return holds
	case c.tag.opaque == "":
		return unverifiable
	case list.has(c.tag, true):
		return holds
	}
	return fails
}

// ifUnmodifiedSince is ignored where the resource has no date or the field is
// none (RFC 9110 section 13.1.4).
func ifUnmodifiedSince(value string, c current) outcome {
	since, err := http.ParseTime(value)
	if err != nil || c.modified.IsZero() {
		return unverifiable
	}
	if c.modified.After(since) {
		return fails
	}
	return holds
}

// ifNoneMatch fails for a write when one of the tags is current, compared
// weakly (RFC 9110 section 13.1.2).
func ifNoneMatch(lines []string, c current) outcome {
	list, ok := parseTags(lines)
	switch {
	case !ok:
		return unverifiable
	case !c.exists:
		return holds
	case list.any:
		return fails
	case c.tag.opaque == "":
		return unverifiable
	case list.has(c.tag, false):
		return fails
	}
	return holds
}
