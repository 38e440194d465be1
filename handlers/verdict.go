package handlers

import (
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// Action is what the edge does with an answer.
type Action string

// The closed set of actions.
const (
	Pass     Action = "pass"      // the answer goes to the client byte for byte
	Replace  Action = "replace"   // the status stays, the body becomes ours
	Restate  Action = "restate"   // the status becomes another; the body is ours, or as it is
	LastGood Action = "last-good" // a stored copy goes to the client
)

// Verdict is what Judge decides about one exchange.
type Verdict struct {
	Action    Action
	Status    status.Code   // as served
	Format    Format        // of our body; empty when the answer passes
	Client    Client        // who asked; empty for an answer that is no error
	Step      string        // the step that decided, a word of a closed set: for metrics
	Rule      string        // name of the owner's rule that decided or took part
	Reported  []string      // rules in report mode that would have decided
	Why       []string      // in words, the deciding step first
	Varies    bool          // another client would have got another verdict
	Vary      []string      // request fields that the owner's rules looked at
	Location  string        // of an address that has moved
	BlockedBy string        // address of who enforces a 451; empty: not known
	Wait      time.Duration // Retry-After of a restated answer; 0: what its status has

	page    rule.Named // what the rule shows
	with    rule.With
	upgrade bool // the members of the upstream's JSON stay in ours
}
