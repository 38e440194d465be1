package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/report"
)

// How often progress is shown: redrawn on a terminal, a plain line elsewhere.
const (
	redrawEvery = 200 * time.Millisecond
	lineEvery   = 10 * time.Second
	objectEvery = time.Second
)

// eraseLine takes back the line that is redrawn.
const eraseLine = "\r\x1b[K"

var intervals = map[string]time.Duration{progressTTY: redrawEvery, progressPlain: lineEvery, progressJSON: objectEvery}

// The kinds of progress that --progress names.
const (
	progressTTY   = "tty"   // one line, redrawn
	progressPlain = "plain" // a line now and then
	progressJSON  = "json"  // an object a second
	progressNone  = "none"
)

// progressKinds are the values of --progress.
var progressKinds = []string{"auto", progressTTY, progressPlain, progressJSON, progressNone}

// progressLine shows how far an audit is, on stderr. Its mutex keeps lines
// whole.
type progressLine struct {
	mu     sync.Mutex
	out    io.Writer
	kind   string
	newest atomic.Pointer[audit.Progress]
	before audit.Progress              // that was shown last
	pauses map[string]audit.HostChange // that were shown, by host
}

func newProgressLine(out io.Writer, kind string) *progressLine {
	if kind == "auto" {
		kind = progressPlain
		if isTerminal(out) {
			kind = progressTTY
		}
	}
	return &progressLine{out: out, kind: kind, pauses: map[string]audit.HostChange{}}
}

// tell takes the newest figures; it is called from many goroutines.
func (p *progressLine) tell(now audit.Progress) { p.newest.Store(&now) }

// start shows progress until the returned function is called, which wipes the
// line from a terminal.
func (p *progressLine) start(ctx context.Context) (stop func()) {
	if p.kind == progressNone {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { p.show(ctx) })
	return func() {
		cancel()
		wg.Wait()
		if p.kind == progressTTY {
			fmt.Fprint(p.out, eraseLine)
		}
	}
}

func (p *progressLine) show(ctx context.Context) {
	tick := time.NewTicker(intervals[p.kind])
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if now := p.newest.Load(); now != nil {
			p.print(*now)
		}
	}
}

func (p *progressLine) print(now audit.Progress) {
	if p.kind == progressJSON {
		p.object(report.ProgressRecord(now))
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch p.kind {
	case progressTTY:
		fmt.Fprint(p.out, eraseLine+report.Line(now)+report.Estimate(p.before, now))
	default:
		fmt.Fprintln(p.out, report.Line(now)+report.Estimate(p.before, now))
	}
	p.before = now
}

// done says how the run ended: the last line of an audit.
func (p *progressLine) done(r *audit.Report, where string) {
	if p.kind == progressJSON {
		for _, f := range r.Findings {
			p.object(report.FindingRecord(f))
		}
		p.object(report.DoneRecord(r))
		return
	}
	fmt.Fprintln(p.out, report.Summary(r)+where)
}

// object writes one JSON object as a line. Nobody can be told that stderr is
// gone.
func (p *progressLine) object(record any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = json.NewEncoder(p.out).Encode(record)
}

// suspect tells programs of an answer that looks wrong; people see it counted.
func (p *progressLine) suspect(s audit.Suspect) {
	if p.kind == progressJSON {
		p.object(report.SuspectRecord(s))
	}
}

// host tells of a host that asks for a pause.
func (p *progressLine) host(h audit.HostChange) {
	switch p.kind {
	case progressNone:
	case progressJSON:
		p.object(report.HostRecord(h))
	default:
		p.mu.Lock()
		defer p.mu.Unlock()
		if before := p.pauses[h.Host]; before.State == h.State && h.Until.Sub(before.Until) < time.Second {
			return // one pause, asked for by several answers
		}
		p.pauses[h.Host] = h
		if p.kind == progressTTY {
			fmt.Fprint(p.out, eraseLine)
		}
		fmt.Fprintln(p.out, report.HostLine(h))
	}
}

// watchers tell the progress and the JSON lines what happens in the run.
func watchers(p *progressLine, files []reportFile) audit.Watcher {
	w := audit.Watcher{Suspect: p.suspect, Host: p.host}
	for _, f := range files {
		if lines := f.lines; lines != nil {
			w.Begun = lines.Begin
			w.Suspect = func(s audit.Suspect) { lines.Suspect(s); p.suspect(s) }
			w.Host = func(h audit.HostChange) { lines.Host(h); p.host(h) }
		}
	}
	return w
}
