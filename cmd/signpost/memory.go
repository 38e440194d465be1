package main

import (
	"io/fs"
	"log/slog"
	"math"
	"runtime/debug"

	"github.com/seed-3913a1bb/signpost/handlers/gate"
)

// limitMemory keeps the process below what its control group allows, so that
// the edge sheds load before the kernel ends it. A limit that the owner set by
// GOMEMLIMIT stays.
func limitMemory(root fs.FS, log *slog.Logger) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	limit := gate.MemoryLimit(root)
	if limit <= 0 {
		return
	}
	debug.SetMemoryLimit(limit)
	log.Info("memory limit set from the control group", "bytes", limit)
}
