package audit_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/seed-3913a1bb/signpost/audit"
)

// TestMain lets the test binary be a process of its own that audits a site, so
// that a test can kill it.
func TestMain(m *testing.M) {
	if base := os.Getenv("SIGNPOST_TEST_AUDIT"); base != "" {
		_, err := audit.Run(context.Background(), audit.Options{
			Seeds: []string{base}, Store: os.Getenv("SIGNPOST_TEST_STORE"), ConfirmAfter: new(time.Duration(0)),
		})
		fmt.Fprintln(os.Stderr, "the audit was not killed:", err)
		os.Exit(3)
	}
	goleak.VerifyTestMain(m)
}
