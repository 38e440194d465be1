//go:build !race

package listen_test

// idleShadow is how many times the memory of an idle connection may count.
const idleShadow = 1
