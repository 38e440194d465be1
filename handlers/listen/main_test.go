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
	// After a refusal the server waits half a second before it closes, so that
	// the answer arrives.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}
