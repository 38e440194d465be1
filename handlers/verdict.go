package handlers

import (
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// Action is what the edge does with an answer.
type Action string

// The closed set of actions.
const (
	Pass    Action = "pass"    // the answer goes to the client byte for byte
	Replace Action = "replace" // the status stays, the body becomes ours
	Restate Action = "restate" // the status becomes another, the body ours

	// LastGood is the newest good copy of the address, with its own status.
	LastGood Action = "last-good"
)

// Verdict is what Judge decides about one exchange.
type Verdict struct {
	Action Action
	Status status.Code // as served
	Format Format      // of our body; empty when the answer passes
	Client Client      // who asked; empty for an answer that is no error
	Step   string      // the step that decided, a word of a closed set: for metrics
	Why    []string    // in words, the deciding step first
	Varies bool        // another client would have got another verdict

	// Wait is the Retry-After of a restated answer; 0: what its status has.
	Wait time.Duration
}
