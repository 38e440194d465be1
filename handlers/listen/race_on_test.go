//go:build race

package listen_test

// idleShadow is how many times the memory of an idle connection may count: the
// race detector keeps up to four words of its own for each word, and a record
// for each goroutine.
const idleShadow = 5
