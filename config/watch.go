package config

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// quietTime is how long nothing must happen before files are read again:
// editors and deployments write in several steps.
const quietTime = 250 * time.Millisecond

// Watcher tells when the content of files changes. A file that appears or goes
// away has changed; one that is written with the same content has not.
type Watcher struct {
	notifier *fsnotify.Watcher
	files    []string
	seen     [sha256.Size]byte // what was in them
}

// NewWatcher begins to watch files, such as Loaded.Files: whatever changes from
// now on is told by Run; one of Run and Close must be called.
func NewWatcher(files []string) (*Watcher, error) {
	notifier, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch the configuration: %w", err)
	}
	w := &Watcher{notifier: notifier, files: files}
	if err := w.follow(); err != nil {
		return nil, errors.Join(err, notifier.Close())
	}
	w.seen = digest(w.files)
	return w, nil
}

// Run calls onChange after each change until ctx ends; then it returns nil.
// onChange returns the files to watch from then on, nil for the same ones. It
// runs on the goroutine of Run, never twice at once. Run is called once.
func (w *Watcher) Run(ctx context.Context, onChange func() []string) error {
	defer w.notifier.Close()
	return settle(ctx, w.notifier.Events, w.notifier.Errors, quietTime, func() error { return w.look(onChange) })
}

// Close ends a watcher that is not to run; nil is none. Run closes it itself.
func (w *Watcher) Close() error {
	if w == nil {
		return nil
	}
	return w.notifier.Close()
}

// look compares the content of the files with what it was. What was in them is
// noted before they are read, so that a change meanwhile is another one; where
// other files are to be watched from then on, they are read once more for that.
func (w *Watcher) look(onChange func() []string) error {
	for now := digest(w.files); now != w.seen; now = digest(w.files) {
		files := onChange()
		if files == nil || slices.Equal(files, w.files) {
			w.seen = now
			break
		}
		w.files = files
		if err := w.follow(); err != nil {
			return err
		}
	}
	return w.follow()
}

// follow watches the folders of the files, not the files: editors and
// ConfigMaps put a new file in place of the old one. A link is followed to the
// folder of what it leads to.
func (w *Watcher) follow() error {
	var folders []string
	for _, file := range w.files {
		folders = append(folders, filepath.Dir(file))
		if target, err := filepath.EvalSymlinks(file); err == nil {
			folders = append(folders, filepath.Dir(target))
		}
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	for _, old := range w.notifier.WatchList() {
		if !slices.Contains(folders, old) {
			_ = w.notifier.Remove(old) // it is gone already, or it is gone now
		}
	}
	var errs []error
	for _, folder := range folders {
		if err := w.notifier.Add(folder); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, fmt.Errorf("watch %s: %w", folder, err))
		}
	}
	return errors.Join(errs...)
}

// digest is the hash of what stands in the files, up to a bound each.
func digest(files []string) (sum [sha256.Size]byte) {
	h := sha256.New()
	for _, name := range files {
		fmt.Fprintf(h, "%q:", name)
		f, err := os.Open(name)
		if err != nil {
			fmt.Fprint(h, "absent;")
			continue
		}
		n, _ := io.Copy(h, io.LimitReader(f, maxList))
		f.Close()
		fmt.Fprintf(h, ":%d;", n)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// settle runs act once after each burst of events, when quiet has passed since
// the last one. It ends with ctx, with the first error, or when events is
// closed.
func settle[E any](ctx context.Context, events <-chan E, errs <-chan error, quiet time.Duration, act func() error) error {
	timer := time.NewTimer(quiet)
	timer.Stop()
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case _, open := <-events:
			if !open {
				return nil
			}
			timer.Reset(quiet)
		case err, open := <-errs:
			switch {
			case !open:
				return nil
			case errors.Is(err, fsnotify.ErrEventOverflow):
				timer.Reset(quiet)
			default:
				return fmt.Errorf("watch the configuration: %w", err)
			}
		case <-timer.C:
			if err := act(); err != nil {
				return err
			}
		}
	}
}
