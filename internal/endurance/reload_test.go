package endurance_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
)

const (
	takenOver  = "configuration taken over"
	refused    = "the new configuration is refused, the old one serves on"
	successful = "signpost_config_last_reload_successful"
)

// served is the program with two sites under load.
type served struct {
	*process
	load     *load
	t        *testing.T
	upstream string
	file     string
}

func serve(t *testing.T) *served {
	t.Helper()
	s := &served{t: t, upstream: shop(t)}
	s.file = configure(t, twoSites(s.upstream, 1))
	s.process = start(t, s.file)
	s.load = fire(s.at, mixture())
	s.load.inForce.Store(1)
	s.load.written.Store(1)
	return s
}

// calm ends the load, and wants no visitor to have noticed anything.
func (s *served) calm() {
	s.t.Helper()
	for _, f := range s.load.stop() {
		s.t.Error(f)
	}
	s.t.Logf("%d requests, %d more were due and not sent", s.load.sent.Load(), s.load.late.Load())
	if s.load.sent.Load() < 20 {
		s.t.Errorf("only %d requests: that is no load", s.load.sent.Load())
	}
}

// write puts a new version in place.
func (s *served) write(version int64) {
	s.t.Helper()
	s.load.written.Store(version)
	replace(s.t, s.file, twoSites(s.upstream, version))
}

// shows wants every page to be of a version from now on.
func (s *served) shows(version int64) {
	s.t.Helper()
	s.load.inForce.Store(version)
	for _, shot := range mixture() {
		c, err := dial(s.at)
		if err != nil {
			s.t.Fatal(err)
		}
		res, body, err := c.exchange(shot.raw)
		if err == nil {
			err = shot.check(res, body, version, version)
		}
		if err != nil {
			s.t.Errorf("%s: %v", shot.name, err)
		}
		c.close()
	}
}

// Half of the reloads are told by a signal and then found by the watcher as
// well, the other half are found by the watcher alone.
func TestTwentyReloadsUnderLoadCostNoRequest(t *testing.T) {
	s := serve(t)
	for version := int64(2); version <= 21; version++ {
		from, times := s.mark(), 1
		s.write(version)
		if version%2 == 0 {
			s.signal(syscall.SIGHUP)
			times = 2
		}
		s.await(takenOver, from)
		s.shows(version)
		s.awaitTimes(takenOver, from, times)
	}
	s.calm()
	if n := s.count(refused, 0); n > 0 {
		t.Errorf("%d configurations were refused", n)
	}
	s.stop()
	t.Logf("the process took %v", s.cmd.ProcessState.UserTime()+s.cmd.ProcessState.SystemTime())
}

// told reports whether the log says what is wrong, from a position on.
func (s *served) told(from int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.log[from:], func(e entry) bool { return e.Mistake != "" || e.Err != "" })
}

// A thousand mistakes are as good as one: whatever is broken, visitors get what
// they got before, and the operator is told.
func TestBrokenConfigurationsUnderLoadChangeNothing(t *testing.T) {
	files, err := filepath.Glob("../../config/testdata/bad/*.yaml")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d broken files, %v, want 25", len(files), err)
	}
	s := serve(t)
	if got := s.metric(successful); got != "1" {
		t.Errorf("before: %s %s, want 1", successful, got)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		from := s.mark()
		replace(t, s.file, string(text))
		s.signal(syscall.SIGHUP)
		s.await(refused, from)
		if got := s.metric(successful); got != "0" {
			t.Errorf("%s: %s %s, want 0", filepath.Base(file), successful, got)
		}
		if !s.told(from) {
			t.Errorf("%s: the log does not say what is wrong", filepath.Base(file))
		}
	}
	s.shows(1)
	if n := s.count(takenOver, 0); n > 0 {
		t.Errorf("%d configurations were taken over", n)
	}
	from := s.mark()
	s.write(2)
	s.await(takenOver, from)
	s.shows(2)
	if got := s.metric(successful); got != "1" {
		t.Errorf("after: %s %s, want 1", successful, got)
	}
	s.calm()
}

// Signals that come faster than configurations are built.
func TestManySignalsAtOnceAreOneReloadAfterTheOther(t *testing.T) {
	s := serve(t)
	s.write(2)
	from := s.mark()
	for range 50 {
		s.signal(syscall.SIGHUP)
	}
	s.await(takenOver, from)
	s.shows(2)
	s.calm()
	if n := s.count(takenOver, from); n > 50 {
		t.Errorf("%d reloads for 50 signals", n)
	}
	s.stop()
}

// The end has begun: nothing is taken over any more, and a signal that means
// "reload" does not become one that kills.
func TestASignalToReloadDuringTheEndIsIgnored(t *testing.T) {
	upstream := shop(t)
	file := configure(t, twoSites(upstream, 1))
	s := start(t, file)
	slow, err := dial(s.at)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.close()
	_, _ = io.WriteString(slow.conn, "POST /echo HTTP/1.1\r\nHost: a.example\r\nContent-Length: 9\r\n\r\nhalf")
	s.signal(syscall.SIGTERM)
	s.await("draining", 0)
	from := s.mark()
	replace(t, file, twoSites(upstream, 2))
	for range 20 {
		s.signal(syscall.SIGHUP)
	}
	_, _ = io.WriteString(slow.conn, " done")
	for s.cmd.Process.Signal(syscall.SIGHUP) == nil {
		runtime.Gosched()
	}
	if state := s.end(); !state.Success() {
		t.Errorf("the process ended with %v", state)
	}
	if n := s.count(takenOver, from) + s.count(refused, from); n > 0 {
		t.Errorf("%d reloads while draining", n)
	}
}

// The control: a restart in the place of a reload loses requests, and the load
// sees it.
func TestTheLoadSeesARestart(t *testing.T) {
	s := serve(t)
	s.stop()
	second := start(t, s.file, "--listen", s.at)
	if second.at != s.at {
		t.Fatalf("serves at %s, not at %s", second.at, s.at)
	}
	if failures := s.load.stop(); len(failures) == 0 {
		t.Error("a restart went unseen")
	}
}

// The control of what pages say: one of another site or of another version than
// it may be is seen, and so is half a page.
func TestTheLoadSeesAWrongPage(t *testing.T) {
	page := func(text string) (*http.Response, []byte) {
		return &http.Response{StatusCode: 404, Status: "404"}, []byte(text)
	}
	for text, right := range map[string]bool{
		"<html>First Shop No 2 End</html>":  true,
		"<html>First Shop No 1 End</html>":  false,
		"<html>First Shop No 4 End</html>":  false,
		"<html>Second Shop No 2 End</html>": false,
		"<html>First Shop No 2 End":         false,
	} {
		res, body := page(text)
		if err := errorPage(404, "First Shop No ")(res, body, 2, 3); (err == nil) != right {
			t.Errorf("%q: %v", text, err)
		}
	}
}
