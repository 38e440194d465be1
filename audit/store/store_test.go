package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/store"
)

func open(t *testing.T, dir string) *store.Log {
	t.Helper()
	l, err := store.OpenLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func records(t *testing.T, l *store.Log) (all []string) {
	t.Helper()
	err := l.Replay(func(at int64, record []byte) error {
		again, err := l.Read(at)
		if string(again) != string(record) {
			t.Errorf("place %d holds %q, want %q", at, again, record)
		}
		all = append(all, string(record))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestALogIsCutAtItsFirstDamagedRecord(t *testing.T) {
	for name, damage := range map[string]func(raw []byte) []byte{
		"half a record":   func(raw []byte) []byte { return raw[:len(raw)-3] },
		"half a head":     func(raw []byte) []byte { return append(raw, 1, 2, 3) },
		"another byte":    func(raw []byte) []byte { raw[len(raw)-1]++; return raw },
		"a length of lie": func(raw []byte) []byte { raw[len(raw)-12] = 0xff; return raw },
		"zeroes":          func(raw []byte) []byte { return append(raw[:len(raw)-12], make([]byte, 5)...) },
	} {
		dir := t.TempDir()
		l, err := store.OpenLog(dir)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 9 {
			if _, err := l.Append([]byte(fmt.Sprintf("no %d", i))); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		segment := filepath.Join(dir, "000000.seg")
		raw, err := os.ReadFile(segment)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(segment, damage(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		cut := open(t, dir)
		if got := len(records(t, cut)); got != 8 && name != "half a head" || got < 8 {
			t.Errorf("%s: %d records, want 8", name, got)
		}
		if _, err := cut.Append([]byte("behind")); err != nil {
			t.Fatal(err)
		}
		if got := records(t, cut); got[len(got)-1] != "behind" {
			t.Errorf("%s: the last record is %q", name, got[len(got)-1])
		}
	}
}

func TestWhichRunIsContinued(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, c := range []struct {
		state   store.State
		age     time.Duration
		scope   string
		mode    store.Mode
		resumed bool
		nothing bool
	}{
		{state: store.Running, resumed: true},
		{state: store.Interrupted, resumed: true},
		{state: store.Interrupted, age: 25 * time.Hour},
		{state: store.Limited},
		{state: store.Finished},
		{state: store.Interrupted, scope: "host"},
		{state: store.Interrupted, mode: store.Fresh},
		{state: store.Limited, mode: store.Resume, resumed: true},
		{state: store.Interrupted, age: 25 * time.Hour, mode: store.Resume, resumed: true},
		{state: store.Finished, mode: store.Resume, nothing: true},
		{state: store.Interrupted, scope: "host", mode: store.Resume, nothing: true},
	} {
		dir := t.TempDir()
		meta := store.Meta{Seeds: []string{"https://shop.example/"}, Settings: map[string]string{"scope": "domain"}, Started: now.Add(-c.age)}
		first, err := store.Begin(dir, meta)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(dir, store.Auto, meta); !isHeld(err) {
			t.Errorf("a run that is held was opened: %v", err)
		}
		if err := errors.Join(first.Mark(c.state), first.Close()); err != nil {
			t.Fatal(err)
		}
		meta.Started = now
		if c.scope != "" {
			meta.Settings = map[string]string{"scope": c.scope}
		}
		second, err := store.Open(dir, c.mode, meta)
		if _, nothing := errors.AsType[*store.NothingError](err); nothing != c.nothing || err != nil && !nothing {
			t.Fatalf("%+v: %v", c, err)
		}
		if err != nil {
			continue
		}
		if second.Resumed != c.resumed || c.resumed && second.ID != first.ID {
			t.Errorf("%+v: resumed %v, run %s after %s", c, second.Resumed, second.ID, first.ID)
		}
		if err := second.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func isHeld(err error) bool {
	_, held := errors.AsType[*store.HeldError](err)
	return held
}
