//go:build !slow

package listen_test

const alone = false
