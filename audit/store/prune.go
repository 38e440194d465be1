package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// kept is a run on disk.
type kept struct {
	Meta
	dir string
}

func newestFirst(a, b kept) int {
	return -cmp.Or(a.Started.Compare(b.Started), cmp.Compare(a.ID, b.ID))
}

// runs lists the runs of the same seeds.
func runs(stateDir string, seeds []string) []kept {
	entries, _ := os.ReadDir(runsOf(stateDir))
	var all []kept
	for _, entry := range entries {
		one := kept{dir: filepath.Join(runsOf(stateDir), entry.Name())}
		raw, err := os.ReadFile(filepath.Join(one.dir, "run.json"))
		if err == nil && json.Unmarshal(raw, &one.Meta) == nil && slices.Equal(one.Seeds, seeds) {
			all = append(all, one)
		}
	}
	slices.SortFunc(all, newestFirst)
	return all
}

// Prune removes all but the newest runs of the same seeds. A run that another
// process works on stays, and so does one that could still be continued by
// itself.
func Prune(stateDir string, seeds []string, keep int, now time.Time) error {
	all := runs(stateDir, seeds)
	for _, old := range all[min(keep, len(all)):] {
		if unfinished(old.State) && now.Sub(old.Started) <= fresh {
			continue
		}
		lock, err := lockFile(filepath.Join(old.dir, "lock"))
		if err != nil {
			continue
		}
		err = os.RemoveAll(old.dir)
		lock.Close()
		if err != nil {
			return fmt.Errorf("remove an old run: %w", err)
		}
	}
	return nil
}
