package lastgood_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

func TestWritingBeginsAgainWhenTheDiskIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		blocked := filepath.Join(t.TempDir(), "state")
		if err := os.WriteFile(blocked, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		lines := newLineLog()
		opts := lastgood.Options{Path: blocked, Log: slog.New(lines)}
		s, err := lastgood.Open(opts)
		if err != nil {
			t.Fatal(err)
		}
		pass(t, s, get("/a"), html(page), day, time.Now())
		<-time.After(10*time.Minute + time.Second)
		if n := lines.waiting(); n != 11 {
			t.Errorf("%d lines in the log after ten minutes, want one a minute", n)
		}
		if err := os.Remove(blocked); err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Minute)
		if st := s.Stats(); !st.OnDisk || st.Trouble != "" {
			t.Errorf("the store says %+v", st)
		}
		pass(t, s, get("/b"), html(page), day, time.Now())
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if s, err = lastgood.Open(opts); err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for _, target := range []string{"/a", "/b"} {
			if found(s, get(target), day) == "" {
				t.Errorf("%s is not on disk", target)
			}
		}
	})
}

// The file of a folder that cannot be read at the start is not thrown away when
// it can be again.
func TestCopiesOfAFolderThatComesLateAreTakenOver(t *testing.T) {
	late := seeded(t)
	synctest.Test(t, func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "state")
		if err := os.WriteFile(folder, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := lastgood.Open(lastgood.Options{Path: folder})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		pass(t, s, get("/7"), html(page+"newer"), day, time.Now())
		if err := os.Remove(folder); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(late, folder); err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Minute + time.Second)
		if got := found(s, get("/7"), day); got != page+"newer" {
			t.Errorf("the newer copy is lost: %.200q", got)
		}
		old := lastgood.Policy{Robots: 1 << 62}
		if got := found(s, get("/robots.txt"), old); got != rules {
			t.Errorf("the copies of the folder are lost: robots.txt is %q, %+v", got, s.Stats())
		}
	})
}

// A page that was taken back while the file is read must not return with it.
func TestWhatIsForgottenDuringTheStartStaysForgotten(t *testing.T) {
	folder := seeded(t)
	s := open(t, lastgood.Options{Path: folder})
	s.Forget(get("/3"))
	if got := found(s, get("/3"), day); got != "" {
		t.Errorf("a forgotten page is served")
	}
	s = reopen(t, s, lastgood.Options{Path: folder})
	if got := found(s, get("/3"), day); got != "" {
		t.Errorf("a forgotten page is back after a restart")
	}
	if got := found(s, get("/4"), day); got == "" {
		t.Errorf("the others are gone too")
	}
}

func TestManyMayUseTheStoreAtOnce(t *testing.T) {
	s := open(t, lastgood.Options{Path: t.TempDir(), MaxTotal: 1 << 20})
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 100 {
				target := fmt.Sprintf("/%d", (worker+i)%17)
				body := page + target + strings.Repeat("x", 1000*(i%9))
				pass(t, s, get(target), html(body), day, time.Now())
				if got := found(s, get(target), day); got != "" && !strings.HasPrefix(got, page+target) {
					t.Errorf("%s: another page: %.200q", target, got)
				}
				if i%25 == 0 {
					s.Forget(get(target))
				}
				s.Stats()
			}
		})
	}
	all.Wait()
}
