package lastgood_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// childFolder tells this test binary to be a process that keeps copies until it
// is killed.
const childFolder = "SIGNPOST_TEST_COPIES"

const rules = "User-agent: *\nDisallow: /cart\n"

// child keeps a robots.txt and a page, and takes one back.
func child(folder string) {
	s, err := lastgood.Open(lastgood.Options{Path: folder})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	t := &testing.T{}
	for _, target := range []string{"/a", "/b", "/gone"} {
		pass(t, s, get(target), html(page+target), day, time.Now())
	}
	pass(t, s, get("/robots.txt"), text(rules), day, time.Now())
	pass(t, s, get("/gone"), code(410), day, time.Now())
	fmt.Println("kept")
	select {}
}

func TestCopiesAreThereAfterTheProcessWasKilled(t *testing.T) {
	folder := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childFolder+"="+folder)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	kept := time.Now()
	if err != nil || line != "kept\n" {
		t.Errorf("the child said %q, %v", line, err)
	}
	// A copy is on disk within a second of its answer: that long, and no longer.
	<-time.After(time.Second - time.Since(kept))
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait()

	s := open(t, lastgood.Options{Path: folder})
	if !s.Stats().OnDisk {
		t.Errorf("the store does not write: %v", s.Stats().Trouble)
	}
	for target, want := range map[string]string{"/a": page + "/a", "/b": page + "/b", "/robots.txt": rules, "/gone": ""} {
		if got := found(s, get(target), day); got != want {
			t.Errorf("after kill -9: %s is %.150q, want %.150q", target, got, want)
		}
	}
}

// reopen closes a store and opens another over the same folder.
func reopen(t *testing.T, s *lastgood.Store, opts lastgood.Options) *lastgood.Store {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return open(t, opts)
}

func TestAnotherOpenGivesWhatTheFirstKept(t *testing.T) {
	clock := newClock()
	opts := lastgood.Options{Path: filepath.Join(t.TempDir(), "not", "made", "yet"), Now: clock.Now, Keep: 48 * time.Hour}
	s := open(t, opts)
	vary := "Vary: Accept-Language"
	pass(t, s, get("/a", "Accept-Language: de"), html(page+"de", vary, `Etag: "d"`), day, clock.Now())
	pass(t, s, get("/a", "Accept-Language: en"), html(page+"en", vary), day, clock.Now())
	pass(t, s, get("/robots.txt"), text(""), day, clock.Now())
	clock.pass(time.Hour)

	s = reopen(t, s, opts)
	c, ok := s.Find(get("/a", "Accept-Language: de"), day)
	if !ok || string(c.Body) != page+"de" || c.Header.Get("Etag") != `"d"` || !c.Validated.Equal(noon) {
		t.Errorf("the German copy is %+v (%v)", c, ok)
	}
	if _, ok := s.Find(get("/robots.txt"), day); !ok {
		t.Errorf("an empty robots.txt is lost")
	}
	clock.pass(48 * time.Hour)
	s = reopen(t, s, opts)
	if _, ok := s.Newest(get("/robots.txt")); ok {
		t.Errorf("a copy is older than it may be")
	}
}

func TestAConfirmationReachesTheDisk(t *testing.T) {
	clock := newClock()
	opts := lastgood.Options{Path: t.TempDir(), Now: clock.Now}
	s := open(t, opts)
	pass(t, s, get("/a"), html(page), day, clock.Now())
	clock.pass(23 * time.Hour)
	pass(t, s, get("/a"), html(page), day, clock.Now())
	clock.pass(23 * time.Hour)
	s = reopen(t, s, opts)
	if found(s, get("/a"), day) == "" {
		t.Errorf("the copy counts from its first storing, not from its last confirmation")
	}
}

func TestAFileOfANewerVersionIsLeftAlone(t *testing.T) {
	opts := lastgood.Options{Path: t.TempDir()}
	s := open(t, opts)
	pass(t, s, get("/a"), html(page), day, time.Now())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	lastgood.Execute(t, opts.Path, "PRAGMA user_version = 7")
	before := contents(t, opts.Path)

	var log bytes.Buffer
	opts.Log = slog.New(slog.NewTextHandler(&log, nil))
	s = open(t, opts)
	if st := s.Stats(); st.OnDisk || !strings.Contains(st.Trouble, "newer version") {
		t.Errorf("the store says %+v, want words about a newer version", st)
	}
	if !strings.Contains(log.String(), "its form is 7, this one knows 1") {
		t.Errorf("the log says %q", log.String())
	}
	pass(t, s, get("/b"), html(page), day, time.Now())
	if found(s, get("/b"), day) == "" {
		t.Errorf("the store does not work in memory")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, contents(t, opts.Path)) {
		t.Errorf("the file was changed")
	}
}

func contents(t *testing.T, folder string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder, lastgood.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// seeded makes a folder with a few copies in it.
func seeded(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	s := open(t, lastgood.Options{Path: folder})
	for i := range 40 {
		target := fmt.Sprintf("/%d", i)
		pass(t, s, get(target), html(page+target+strings.Repeat("y", 200)), day, time.Now())
	}
	pass(t, s, get("/robots.txt"), text(rules), day, time.Now())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

// Whatever changes on disk, a copy is served as it was stored or not at all, and
// the store goes on working.
func TestFlippedBytesAreNeverServed(t *testing.T) {
	intact := contents(t, seeded(t))
	random := rand.New(rand.NewPCG(7, 8))
	lost := 0
	for round := range 120 {
		broken := bytes.Clone(intact)
		for range 1 + round%20 {
			broken[random.IntN(len(broken))] ^= byte(1 + random.IntN(255))
		}
		lost += checkBroken(t, broken)
	}
	if lost == 0 {
		t.Errorf("no copy was lost in any round: nothing was broken")
	}
}

// checkBroken opens a file and returns how many copies are gone.
func checkBroken(t *testing.T, file []byte) (lost int) {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, lastgood.FileName), file, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, lastgood.Options{Path: folder})
	defer s.Close()
	for i := range 40 {
		target := fmt.Sprintf("/%d", i)
		switch got := found(s, get(target), day); got {
		case page + target + strings.Repeat("y", 200):
		case "":
			lost++
		default:
			t.Errorf("%s is served changed: %.200q", target, got)
		}
	}
	pass(t, s, get("/new"), html(page), day, time.Now())
	if found(s, get("/new"), day) == "" {
		t.Errorf("the store does not work any more")
	}
	return lost
}

func TestWhatIsNoDatabaseIsSetAside(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, lastgood.FileName)
	if err := os.WriteFile(file, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	opts := lastgood.Options{Path: folder}
	s := open(t, opts)
	if st := s.Stats(); !st.OnDisk || st.Damaged != 1 {
		t.Errorf("the store says %+v, want a new file and one damage", st)
	}
	pass(t, s, get("/a"), html(page), day, time.Now())
	s = reopen(t, s, opts)
	if found(s, get("/a"), day) == "" {
		t.Errorf("nothing is written to the new file")
	}
	if old, err := os.ReadFile(file + ".damaged"); err != nil || !bytes.HasPrefix(old, []byte("no database")) {
		t.Errorf("the old file is not beside it: %v", err)
	}
}

func TestAFolderThatCannotBeMadeLeavesTheStoreInMemory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, lastgood.Options{Path: filepath.Join(file, "folder")})
	pass(t, s, get("/a"), html(page), day, time.Now())
	if st := s.Stats(); st.OnDisk || st.Trouble == "" || found(s, get("/a"), day) == "" {
		t.Errorf("the store says %+v", st)
	}
}

// smallDisk is a folder that holds 1 MiB: a file system of its own, or a limit
// of the file where nobody may mount one.
func smallDisk(t *testing.T) (folder string, maxFile int64) {
	t.Helper()
	folder = t.TempDir()
	err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=1m")
	if errors.Is(err, syscall.EPERM) {
		return folder, 512 << 10
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return folder, 0
}

func TestAFullDiskTurnsWritingOffAndNothingElse(t *testing.T) {
	folder, maxFile := smallDisk(t)
	lines := newLineLog()
	opts := lastgood.Options{Path: folder, Log: slog.New(lines)}
	s := lastgood.OpenSmall(t, opts, maxFile)
	defer s.Close()
	body := page + strings.Repeat("z", 100_000)
	for i := range 30 {
		pass(t, s, get(fmt.Sprintf("/%d", i)), html(body), day, time.Now())
	}
	if line := lines.next(t); !strings.Contains(line, "in memory only") {
		t.Errorf("the log says %q", line)
	}
	for i := range 30 {
		if found(s, get(fmt.Sprintf("/%d", i)), day) == "" {
			t.Fatalf("copy %d is not served", i)
		}
	}
	pass(t, s, get("/more"), html(body), day, time.Now())
	if st := s.Stats(); st.OnDisk || st.Trouble == "" || st.Lost == 0 || st.Copies != 31 {
		t.Errorf("the store says %+v, want no disk, its trouble, lost writes and 31 copies", st)
	}
	if more := lines.waiting(); more != 0 {
		t.Errorf("%d more lines in the log within a minute", more)
	}
}
