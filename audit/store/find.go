package store

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"
)

// Mode says whether an earlier run is continued.
type Mode int

// The modes.
const (
	Auto   Mode = iota // one that was interrupted or killed less than 24 hours ago
	Resume             // one that a limit stopped too; an error when there is none
	Fresh              // none
)

const fresh = 24 * time.Hour

// NothingError says that there is no run to be continued.
type NothingError struct{ Why string }

// Error says why.
func (e *NothingError) Error() string { return "there is nothing to resume: " + e.Why }

// Open continues the newest run with these seeds and settings, as the mode has
// it, or begins a new one. Its error is a *HeldError while another process
// works on that run, and a *NothingError when Resume finds none.
func Open(stateDir string, mode Mode, m Meta) (*Run, error) {
	if mode == Fresh {
		return Begin(stateDir, m)
	}
	last, dir := newest(stateDir, m.Seeds)
	switch {
	case last == nil && mode == Resume:
		return nil, &NothingError{"no run of this site is kept"}
	case last == nil:
		return Begin(stateDir, m)
	case mode == Resume:
		if name := difference(last.Settings, m.Settings); name != "" {
			return nil, &NothingError{fmt.Sprintf("the last run had %s %q, this one has %q", name, last.Settings[name], m.Settings[name])}
		}
		if last.State == Finished {
			return nil, &NothingError{"the last run came to its end"}
		}
	case difference(last.Settings, m.Settings) != "" || !unfinished(last.State) || m.Started.Sub(last.Started) > fresh:
		return Begin(stateDir, m)
	}
	r := &Run{Meta: *last, dir: dir, Resumed: true}
	return r, r.enter()
}

func unfinished(s State) bool { return s == Running || s == Interrupted }

// newest finds the newest run of the same seeds.
func newest(stateDir string, seeds []string) (*Meta, string) {
	all := runs(stateDir, seeds)
	if len(all) == 0 {
		return nil, ""
	}
	return &all[0].Meta, all[0].dir
}

// difference names a setting that two runs do not share; empty when they share
// all.
func difference(a, b map[string]string) string {
	names := slices.Sorted(maps.Keys(a))
	names = append(names, slices.Sorted(maps.Keys(b))...)
	for _, name := range names {
		if a[name] != b[name] {
			return name
		}
	}
	return ""
}

// Folder chooses the state folder: the given one, else what the environment
// names, else the one in the home folder.
func Folder(given string, env func(string) string) string {
	if given != "" {
		return given
	}
	if state := env("XDG_STATE_HOME"); state != "" {
		return filepath.Join(state, "signpost")
	}
	return filepath.Join(env("HOME"), ".local", "state", "signpost")
}
