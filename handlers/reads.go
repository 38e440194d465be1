package handlers

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
)

// Reads is what protects page addresses from conflict statuses: a page that
// answers a reader with 409, 423, 428, or a 412 that nobody asked for, drops
// out of search engines. The zero value protects nothing. Writes never change
// their status.
type Reads struct {
	Protect     bool
	Conflict    ReadsConflict   // default ProtectReads
	Causes      []problem.Cause // that get a 503 without a copy; default concurrent-operation and locked
	AllCauses   bool            // every cause gets it
	RetryAfter  time.Duration   // of the 503, spread by a fifth; default 120 s
	GiveUpAfter time.Duration   // after which an address passes again; default 48 h
}

// ReadsConflict is what a protected read gets in the place of a conflict.
type ReadsConflict string

// The closed set of ReadsConflict.
const (
	ProtectReads ReadsConflict = "protect"   // the last-good copy, else 503 with Retry-After
	CopyOnly     ReadsConflict = "copy-only" // the last-good copy, else the conflict
	PassReads    ReadsConflict = "pass"      // the conflict
)

func (r *Reads) setDefaults() {
	if r.Conflict == "" {
		r.Conflict = ProtectReads
	}
	if len(r.Causes) == 0 {
		r.Causes = []problem.Cause{problem.ConcurrentOperation, problem.Locked}
	}
	if r.RetryAfter == 0 {
		r.RetryAfter = 2 * time.Minute
	}
	if r.GiveUpAfter == 0 {
		r.GiveUpAfter = 48 * time.Hour
	}
}

func (r Reads) validate() error {
	known := []ReadsConflict{"", ProtectReads, CopyOnly, PassReads}
	switch {
	case !slices.Contains(known, r.Conflict):
		return fmt.Errorf("reads.conflict: %q is none of protect, copy-only, pass", r.Conflict)
	case r.RetryAfter < 0, r.GiveUpAfter < 0:
		return fmt.Errorf("reads: a duration is negative")
	}
	return nil
}
