//go:build race

package listen_test

// idleShadow is how many times the memory of an idle connection may count: the
// race detector keeps several words of its own for each word, and a record for
// each goroutine. Measured: five to six times.
const idleShadow = 8
