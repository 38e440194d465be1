package access

import (
	"net/netip"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Record is what one request leaves behind. Fields that do not apply are zero.
type Record struct {
	Time     time.Time     // when it arrived
	Duration time.Duration // until its last byte was handed over
	Upstream time.Duration // until the header of the upstream's answer; 0: none was asked

	ID     string
	Site   string
	Client netip.Addr
	Method string
	Host   string
	Path   string // as sent, still escaped
	Query  string // raw
	Proto  string

	StatusUpstream status.Code // 0: no answer
	StatusServed   status.Code // 0: none was sent
	Origin         string      // own | upstream
	Verdict        string      // pass | replace | restate | last-good | own
	Why            string      // the step that decided
	Rule           string      // of the owner
	Reported       []string    // rules in report mode that matched
	Format         string      // of our body
	Language       string      // of our body
	BodyClass      string
	Cause          string
	Soft           bool   // the cause was told as success, and the answer left alone
	Error          string // RFC 9209 type of an own error
	Missing        string // field that the answer owes and does not have
	FormFields     int    // of a form that was given back
	FormBytes      int64  // of its names and values
	Bytes          int64  // of the body, as sent
	Aborted        bool   // the client left, or the answer broke off

	Referer   string
	UserAgent string
}

// Replaced reports that the body was the edge's.
func (r *Record) Replaced() bool { return r.Format != "" }
