package audit

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/audit/store"
)

// keep opens the folder of the run, when runs are to be kept. A folder that
// cannot be written gives way to a temporary one.
func (r *run) keep() error {
	if r.o.Store == "" {
		return nil
	}
	meta := store.Meta{Started: r.started, Seeds: rawOf(r.seeds), Settings: r.o.identity(), ProbeNames: r.o.ProbeNames}
	kept, err := store.Open(r.o.Store, r.o.Resume, meta)
	_, held := errors.AsType[*store.HeldError](err)
	_, nothing := errors.AsType[*store.NothingError](err)
	if held || nothing {
		return &UsageError{err}
	}
	if err != nil {
		if kept, err = r.keepAside(meta, err); err != nil {
			return err
		}
	}
	r.kept = kept
	if r.o.Resume != store.Fresh && r.aside == "" {
		r.previous = store.OpenPrevious(r.o.Store, meta)
	}
	r.o.ProbeNames = kept.ProbeNames
	if kept.Resumed {
		r.o.Tell(fmt.Sprintf("continuing run %s, which did not come to its end; --fresh begins another one", kept.ID))
	}
	return nil
}

func (r *run) keepAside(meta store.Meta, why error) (*store.Run, error) {
	dir, err := os.MkdirTemp("", "signpost-")
	if err != nil {
		return nil, fmt.Errorf("keep the run: %w", errors.Join(why, err))
	}
	r.aside = dir
	r.o.Tell(fmt.Sprintf("this run cannot be continued later: %v", why))
	return store.Begin(dir, meta)
}

// letGo closes the folder of the run and notes how it ended.
func (r *run) letGo(report *Report) {
	if r.kept == nil {
		return
	}
	state := store.Interrupted
	switch {
	case report == nil || report.Run.State == StateInterrupted:
	case len(report.LimitsReached) > 0:
		state = store.Limited
	default:
		state = store.Finished
	}
	if err := errors.Join(r.kept.Mark(state), r.kept.Close(), r.previous.Close()); err != nil {
		r.o.Tell(fmt.Sprintf("the run was not kept to its end: %v", err))
	}
	if r.aside != "" {
		_ = os.RemoveAll(r.aside)
		return
	}
	if r.o.KeepRuns > 0 {
		if err := store.Prune(r.o.Store, rawOf(r.seeds), r.o.KeepRuns, time.Now()); err != nil {
			r.o.Tell(err.Error())
		}
	}
}

// identity lists the settings that alter what belongs to a run.
func (o *Options) identity() map[string]string {
	all := map[string]string{
		"scope": o.Crawl.Scope, "include": strings.Join(o.Crawl.Include, " "), "exclude": strings.Join(o.Crawl.Exclude, " "),
		"drop-params": strings.Join(o.Crawl.DropParams, " "), "user-agent": o.Crawl.As, "robots-as": o.Crawl.RobotsAs,
		"sitemap": strings.Join(o.Crawl.Sitemaps, " "), "follow": fmt.Sprint(!o.Crawl.NoFollow), "form of records": crawl.RecordForm(),
	}
	for name, value := range all {
		if value == "" {
			delete(all, name)
		}
	}
	return all
}

func rawOf(addresses []crawl.Address) []string {
	var out []string
	for _, a := range addresses {
		out = append(out, a.Raw)
	}
	return out
}

// note is what the audit keeps of an answer beside the answer itself.
type note struct {
	Error  *rule.ErrorPage `json:",omitempty"`
	Paused string          `json:",omitempty"`
	Seen   *sighting       `json:",omitempty"`
}

// sighting is what the body of one answer tells.
type sighting struct {
	Of      crawl.Address
	Success bool
	*rule.Observation
}

// note takes the facts of an answer while its body is there, and returns them
// for the journal.
func (r *run) note(v crawl.Visit) []byte {
	r.o.Watch.suspect(v.Exchange)
	n := note{Error: rule.ReadErrorPage(v)}
	if v.Exchange.Status.IsSuccess() && rule.SaysMaintenance(v.Page) {
		n = note{Paused: v.Exchange.Address.Key}
	}
	n.Seen = sightingOf(v)
	if n == (note{}) {
		return nil
	}
	r.take(n)
	if r.kept == nil {
		return nil
	}
	if n.Error != nil { // the body is judged, and not kept
		slim, x := *n.Error, *n.Error.Exchange
		x.Body, slim.Exchange = nil, &x
		n.Error = &slim
	}
	raw, err := json.Marshal(n)
	if err != nil {
		return nil
	}
	return raw
}

// recall takes back a note of an earlier process.
func (r *run) recall(raw []byte) {
	var n note
	if json.Unmarshal(raw, &n) == nil {
		r.take(n)
	}
}

func (r *run) take(n note) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n.Paused != "" {
		r.paused[n.Paused] = true
	}
	if n.Error != nil {
		r.errors = append(r.errors, n.Error)
	}
	if n.Seen != nil {
		r.observe(n.Seen)
	}
}
