//go:build slow

package listen_test

// alone says that nothing else runs on the machine.
const alone = true
