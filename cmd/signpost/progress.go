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

// progressLine shows how far an audit is, on stderr.
type progressLine struct {
	out    io.Writer
	kind   string
	newest atomic.Pointer[audit.Progress]
	before audit.Progress // that was shown last
}

func newProgressLine(out io.Writer, kind string) *progressLine {
	if kind == "auto" {
		kind = progressPlain
		if isTerminal(out) {
			kind = progressTTY
		}
	}
	return &progressLine{out: out, kind: kind}
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
			fmt.Fprint(p.out, "\r\x1b[K")
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
	switch p.kind {
	case progressJSON:
		p.object(report.ProgressRecord(now))
	case progressTTY:
		fmt.Fprint(p.out, "\r\x1b[K"+report.Line(now)+report.Estimate(p.before, now))
	default:
		fmt.Fprintln(p.out, report.Line(now)+report.Estimate(p.before, now))
	}
	p.before = now
}

// done says how the run ended: the last line of an audit.
func (p *progressLine) done(r *audit.Report, where string) {
	if p.kind == progressJSON {
		p.object(report.DoneRecord(r))
		return
	}
	fmt.Fprintln(p.out, report.Summary(r)+where)
}

// object writes one JSON object as a line. Nobody can be told that stderr is
// gone.
func (p *progressLine) object(record any) { _ = json.NewEncoder(p.out).Encode(record) }
