package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/store"
)

func TestOldRunsAreRemovedButNotThoseInUse(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	begin := func(seed string, age time.Duration, state store.State) *store.Run {
		r, err := store.Begin(dir, store.Meta{Started: now.Add(-age), Seeds: []string{seed}})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Mark(state); err != nil {
			t.Fatal(err)
		}
		return r
	}
	day := 24 * time.Hour
	runs := map[string]*store.Run{
		"newest":      begin("a", 0, store.Finished),
		"interrupted": begin("a", day/2, store.Interrupted),
		"in use":      begin("a", 3*day, store.Running),
		"of another":  begin("b", 9*day, store.Finished),
		"old":         begin("a", 2*day, store.Finished),
		"given up":    begin("a", 4*day, store.Interrupted),
	}
	for name, r := range runs {
		if name == "in use" {
			defer r.Close()
		} else if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Prune(dir, []string{"a"}, 1, now); err != nil {
		t.Fatal(err)
	}
	for name, r := range runs {
		_, err := os.Stat(filepath.Join(r.Dir(), "run.json"))
		if gone := err != nil; gone != (name == "old" || name == "given up") {
			t.Errorf("the run %q is gone: %v", name, gone)
		}
	}
}
