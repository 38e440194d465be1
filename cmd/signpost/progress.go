package main

import (
	"context"
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
)

// progressLine shows how far an audit is, on stderr.
type progressLine struct {
	out      io.Writer
	terminal bool
	newest   atomic.Pointer[audit.Progress]
}

func newProgressLine(out io.Writer) *progressLine {
	return &progressLine{out: out, terminal: isTerminal(out)}
}

// tell takes the newest figures; it is called from many goroutines.
func (p *progressLine) tell(now audit.Progress) { p.newest.Store(&now) }

// start shows progress until the returned function is called, which wipes the
// line from a terminal.
func (p *progressLine) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { p.show(ctx) })
	return func() {
		cancel()
		wg.Wait()
		if p.terminal {
			fmt.Fprint(p.out, "\r\x1b[K")
		}
	}
}

func (p *progressLine) show(ctx context.Context) {
	every := lineEvery
	if p.terminal {
		every = redrawEvery
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if now := p.newest.Load(); now != nil {
			p.print(report.Line(*now))
		}
	}
}

func (p *progressLine) print(line string) {
	if p.terminal {
		fmt.Fprint(p.out, "\r\x1b[K"+line)
		return
	}
	fmt.Fprintln(p.out, line)
}
