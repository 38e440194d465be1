package main

import (
	"math"
	"runtime/debug"

	"github.com/seed-3913a1bb/signpost/config"
)

const (
	leastMemory = 192 << 20
	// outsideHeap is what Go does not count: the binary, and what the kernel
	// keeps for a process.
	outsideHeap = 128 << 20
	// rareCollections lets the heap grow to four times of what lives before it is
	// collected. What a crawl holds is little, and what it throws away is much.
	rareCollections = 300
)

// keepBelow bounds the memory of a crawl. A limit that the owner set by
// GOMEMLIMIT stays.
func keepBelow(most config.Size) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	debug.SetMemoryLimit(int64(most) - outsideHeap)
	debug.SetGCPercent(rareCollections)
}
