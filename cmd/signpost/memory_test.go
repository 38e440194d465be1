package main

import (
	"log/slog"
	"math"
	"runtime/debug"
	"testing"
	"testing/fstest"
)

func TestTheMemoryLimitComesFromTheControlGroupUnlessItIsSet(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	group := fstest.MapFS{"sys/fs/cgroup/memory.max": {Data: []byte("4000000000\n")}}
	for _, x := range []struct {
		name      string
		set, want int64
		root      fstest.MapFS
	}{
		{"a group with a limit", math.MaxInt64, 3200000000, group},
		{"a group without", math.MaxInt64, math.MaxInt64, fstest.MapFS{}},
		{"GOMEMLIMIT is set", 1 << 40, 1 << 40, group},
	} {
		debug.SetMemoryLimit(x.set)
		limitMemory(x.root, slog.New(slog.DiscardHandler))
		if got := debug.SetMemoryLimit(-1); got != x.want {
			t.Errorf("%s: %d, want %d", x.name, got, x.want)
		}
	}
}
