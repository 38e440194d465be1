package crawl_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func parse(t testing.TB, raw string) crawl.Address {
	t.Helper()
	a, err := crawl.ParseAddress(raw)
	if err != nil {
		t.Fatalf("parse %q: %v", raw, err)
	}
	return a
}
