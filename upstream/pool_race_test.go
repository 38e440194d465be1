package upstream_test

import (
	"io"
	"sync"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/upstream"
)

// A crowd over servers that come and go: nothing is counted twice or lost, and
// in the end every server is back.
func TestACrowdLeavesAPoolAsItWas(t *testing.T) {
	t.Parallel()
	o := upstream.PoolOptions{Circuit: upstream.CircuitOptions{Failures: 2, OpenFor: time.Millisecond}}
	bubble(t, o, 4, func(t *testing.T, p *upstream.Pool, s []*fake) {
		s[0].set(refuses)
		s[1].set(func(req *request) (*response, error) {
			time.Sleep(time.Millisecond)

			return says(503)(req)
		})
		var crowd sync.WaitGroup
		for range 50 {
			crowd.Go(func() {
				for i := range 40 {
					req := newRequest(t, "POST", "/", "text")
					if i%2 == 0 {
						req = newRequest(t, "GET", "/", "")
					}
					if res, err := p.RoundTrip(req); err == nil {
						_, _ = io.Copy(io.Discard, res.Body)
						_ = res.Body.Close()
					}
					time.Sleep(time.Millisecond)
				}
			})
		}
		crowd.Wait()
		st := p.Stats()
		sent := 0
		for _, n := range counts(s) {
			sent += n
		}
		if st.Requests != 2000 || uint64(sent) != st.Requests+st.Retries {
			t.Errorf("%d requests and %d repeats counted, %d sent", st.Requests, st.Retries, sent)
		}

		for _, f := range s {
			f.set(says(200))
		}
		time.Sleep(time.Minute)
		ask(t, p, 40)
		for _, server := range p.State() {
			if server.Pending != 0 || !server.EjectedUntil.IsZero() {
				t.Errorf("afterwards %+v, want none pending and no circuit open", server)
			}
		}
		// The places of open circuits are back too: half may be shut off again.
		s[2].set(refuses)
		s[3].set(refuses)
		ask(t, p, 40)
		if ejected(p, 2) <= 0 || ejected(p, 3) <= 0 {
			t.Error("the circuits do not open any more")
		}
	})
}
