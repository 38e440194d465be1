package listen_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain plays the child process where a test asks for one.
func TestMain(m *testing.M) {
	if play, ok := children[os.Getenv(childRole)]; ok {
		os.Exit(play())
	}
	goleak.VerifyTestMain(m)
}
