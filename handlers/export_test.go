package handlers

import (
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/views"
)

// For tests of what no caller sees directly.
var (
	FilterLinks  = filterLinks
	AddVary      = addVary
	Jittered     = jittered
	RPCMessage   = rpcMessage
	LastResort   = lastResort
	NewReadAhead = newReadAhead
	Pacing       = pacing
	Upgraded     = upgraded
	IsObject     = isObject
	ReadHead     = readHead
)

// Fill reads ahead.
var Fill = (*readAhead).fill

// Held returns what was read.
var Held = (*readAhead).held

// BreakBrand makes every page of the edge's brands fail.
func BreakBrand(e *Edge, fail func() error) {
	for _, s := range e.sites {
		s.pages.branded = func(problem.Document, views.PageOptions, views.Coding) ([]byte, views.Coding, error) {
			return nil, views.Identity, fail()
		}
	}
}
