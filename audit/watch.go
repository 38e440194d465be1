package audit

import (
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// Watcher is told what happens while a run goes on, from many goroutines. What
// is nil is not told.
type Watcher struct {
	// Begun is told once, before the first question, what is known of the run.
	Begun func(Tool, RunInfo)
	// Suspect is told of each answer that looks wrong. It is no finding yet: the
	// address is asked again at the end of the crawl.
	Suspect func(Suspect)
	// Host is told when a host asks for a pause.
	Host func(HostChange)
}

// Suspect is an answer that looks wrong at first sight.
type Suspect struct {
	URL    string       `json:"url"`
	Status int          `json:"status"` // 0: no answer, see Reason
	Reason crawl.Reason `json:"reason"`
	At     time.Time    `json:"at"`
}

// HostState says what a crawler does about a host. The values are stable.
type HostState string

// The states.
const (
	HostPaused  HostState = "paused"   // nothing is asked until a moment
	HostGivenUp HostState = "given-up" // it asked for more waiting than the run allows
)

// HostChange is a host that is asked less.
type HostChange struct {
	Host   string       `json:"host"`
	State  HostState    `json:"state"`
	Reason crawl.Reason `json:"reason"` // rate-limited or unavailable
	Until  time.Time    `json:"until"`  // of a pause
}

func (w *Watcher) setDefaults() {
	if w.Begun == nil {
		w.Begun = func(Tool, RunInfo) {}
	}
	if w.Suspect == nil {
		w.Suspect = func(Suspect) {}
	}
	if w.Host == nil {
		w.Host = func(HostChange) {}
	}
}

// suspect tells of a first answer that looks wrong.
func (w *Watcher) suspect(x *crawl.Exchange) {
	if x.Broken() {
		w.Suspect(Suspect{URL: x.Address.Raw, Status: int(x.Status), Reason: x.Reason, At: x.At.UTC()})
	}
}

// paused tells of a pause.
func (w *Watcher) paused(p crawl.HostPause) {
	change := HostChange{Host: p.Host, State: HostPaused, Reason: p.Reason, Until: p.Until.UTC().Truncate(time.Millisecond)}
	if p.GivenUp {
		change.State = HostGivenUp
	}
	w.Host(change)
}
