package config_test

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/config"
)

func TestABurstOfEventsIsOneChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		events, done := make(chan int), make(chan error)
		var changes atomic.Int32
		go func() {
			done <- config.Settle(ctx, events, 250*time.Millisecond, func() error { changes.Add(1); return nil })
		}()
		for range 5 {
			events <- 1
			<-time.After(200 * time.Millisecond)
		}
		if changes.Load() != 0 {
			t.Error("a change was told before it was quiet")
		}
		<-time.After(51 * time.Millisecond)
		synctest.Wait()
		if changes.Load() != 1 {
			t.Errorf("changes = %d, want 1", changes.Load())
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// watched is a folder under watch.
type watched struct {
	t       *testing.T
	dir     string
	changes chan struct{}
	stop    func()
}

// watchFolder begins to watch files in a folder of its own; each name is made
// with some content first.
func watchFolder(t *testing.T, names ...string) *watched {
	t.Helper()
	w := &watched{t: t, dir: t.TempDir()}
	var files []string
	for _, name := range names {
		w.write(name, "old")
		files = append(files, filepath.Join(w.dir, name))
	}
	w.watch(files)
	return w
}

func (w *watched) watch(files []string) {
	w.t.Helper()
	watcher, err := config.NewWatcher(files)
	if err != nil {
		w.t.Fatal(err)
	}
	w.changes = make(chan struct{}, 16)
	ctx, cancel := context.WithCancel(w.t.Context())
	done := make(chan error, 1)
	go func() {
		done <- watcher.Run(ctx, func() []string { w.changes <- struct{}{}; return nil })
	}()
	w.stop = func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Error(err)
		}
	}
}

func (w *watched) write(name, text string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(w.dir, name)), 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// told waits for a change and fails without one.
func (w *watched) told(what string) {
	w.t.Helper()
	select {
	case <-w.changes:
	case <-time.After(10 * time.Second):
		w.t.Fatalf("%s was not told", what)
	}
}

func TestAChangeOfContentIsTold(t *testing.T) {
	w := watchFolder(t, "signpost.yaml", "tls/cert.pem")
	w.write("signpost.yaml", "new")
	w.told("a write")
	w.write("tls/cert.pem", "new")
	w.told("a write in another folder")
	w.stop()
}

// Editors write a new file beside the old one and move it over.
func TestAFileThatIsReplacedIsTold(t *testing.T) {
	w := watchFolder(t, "signpost.yaml")
	w.write("signpost.yaml.tmp", "new")
	if err := os.Rename(filepath.Join(w.dir, "signpost.yaml.tmp"), filepath.Join(w.dir, "signpost.yaml")); err != nil {
		t.Fatal(err)
	}
	w.told("a rename over the file")
	if err := os.Remove(filepath.Join(w.dir, "signpost.yaml")); err != nil {
		t.Fatal(err)
	}
	w.told("the end of the file")
	w.write("signpost.yaml", "again")
	w.told("its return")
	w.stop()
}

// Kubernetes mounts a ConfigMap as links to ..data, which is a link that is
// swapped.
func TestASwappedConfigMapIsTold(t *testing.T) {
	dir := t.TempDir()
	for _, version := range []string{"v1", "v2"} {
		if err := os.MkdirAll(filepath.Join(dir, version), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, version, "signpost.yaml"), []byte(version), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	link := func(target, name string) {
		t.Helper()
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	link("v1", "..data")
	link(filepath.Join("..data", "signpost.yaml"), "signpost.yaml")
	file := filepath.Join(dir, "signpost.yaml")
	before := config.Digest([]string{file})
	w := &watched{t: t, dir: dir}
	w.watch([]string{file})
	link("v2", "..data_tmp")
	if err := os.Rename(filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data")); err != nil {
		t.Fatal(err)
	}
	w.told("the swap")
	if config.Digest([]string{file}) == before {
		t.Error("the content is the old one")
	}
	w.stop()
}

func TestTheSameContentIsNoChange(t *testing.T) {
	w := watchFolder(t, "signpost.yaml", "brand.css")
	w.write("brand.css", "old")
	w.write("unrelated.txt", "whatever")
	w.write("signpost.yaml", "new")
	w.told("a write")
	w.stop()
	if n := len(w.changes); n != 0 {
		t.Errorf("%d more changes were told, want none", n)
	}
}

// A change while the files are read for the one before is not lost.
func TestAChangeDuringAChangeIsTold(t *testing.T) {
	w := &watched{t: t, dir: t.TempDir()}
	w.write("signpost.yaml", "old")
	w.write("brand.css", "old")
	one := []string{filepath.Join(w.dir, "signpost.yaml")}
	both := append(one, filepath.Join(w.dir, "brand.css"))
	watcher, err := config.NewWatcher(one)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	changes, done := 0, make(chan error, 1)
	enough := make(chan struct{})
	go func() {
		done <- watcher.Run(ctx, func() []string {
			switch changes++; changes {
			case 1: // the files to watch are the same ones
				w.write("signpost.yaml", "newer")
				return one
			case 2: // there is one more
				w.write("brand.css", "newer")
				return both
			}
			close(enough)
			return both
		})
	}()
	w.write("signpost.yaml", "new")
	select {
	case <-enough:
	case <-time.After(10 * time.Second):
		t.Error("a change was lost")
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAnUnchangedFileHasTheSameDigest(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a")
	absent := config.Digest([]string{file})
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	empty := config.Digest([]string{file})
	if absent == empty {
		t.Error("an absent file and an empty one have one digest")
	}
	if empty != config.Digest([]string{file}) {
		t.Error("the digest of one content differs")
	}
}
