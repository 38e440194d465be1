package handlers

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
