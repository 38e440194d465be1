package listen_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"
)

// liveEvery is how often the live visitor asks: often enough for a percentile,
// and no load of its own.
const liveEvery = 2 * time.Millisecond

// liveLoad is what a live visitor got: how long the answers took, in rising
// order, and how many of them were errors.
type liveLoad struct {
	took   []time.Duration
	errors int
}

// p99 is the time within which 99 of 100 answers came. One late answer of a
// busy machine does not move it, a stall does.
// hurt reports that other clients had a bad time.
func (l *liveLoad) hurt() bool { return l.errors > 0 || l.late() }

// late reports that other clients waited. It counts only where the test has the
// machine for itself: in `make slow`.
func (l *liveLoad) late() bool { return alone && l.p99() > 100*time.Millisecond }

func (l *liveLoad) p99() time.Duration { return l.took[(len(l.took)-1)*99/100] }

func (l *liveLoad) String() string {
	return fmt.Sprintf("%d live requests, %d errors, median %v, p99 %v, slowest %v",
		len(l.took), l.errors, l.took[len(l.took)/2], l.p99(), l.took[len(l.took)-1])
}

// liveWhile asks again and again until done is closed. A request without
// an answer ends the test.
func liveWhile(t *testing.T, url string, done <-chan struct{}) *liveLoad {
	t.Helper()
	live := &http.Client{Transport: &http.Transport{
		ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}, Timeout: 10 * time.Second}
	defer live.CloseIdleConnections()
	pace := time.NewTicker(liveEvery)
	defer pace.Stop()
	all := &liveLoad{}
	for {
		start := time.Now()
		res, err := live.Get(url)
		if err != nil {
			t.Fatalf("a live request meanwhile: %v", err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		all.took = append(all.took, time.Since(start))
		if res.StatusCode != http.StatusOK {
			all.errors++
		}
		select {
		case <-done:
			slices.Sort(all.took)
			return all
		case <-pace.C:
		}
	}
}
