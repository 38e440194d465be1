package lastgood_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// passSlowly gives a client the first byte, and the rest when it is told to.
func passSlowly(t *testing.T, s *lastgood.Store, a lastgood.Ask, re reply) (finish func()) {
	t.Helper()
	res := &http.Response{
		StatusCode: re.status, Header: re.header, ContentLength: int64(len(re.body)),
		Body: io.NopCloser(strings.NewReader(re.body)),
	}
	s.Observe(a, res, day, time.Now())
	if _, err := io.ReadFull(res.Body, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	return func() {
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			t.Error(err)
		}
		_ = res.Body.Close()
	}
}
