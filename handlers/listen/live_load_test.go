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

// latencies are how long the answers to a live visitor took, in rising order.
type latencies []time.Duration

// p99 is the time within which 99 of 100 answers came. One late answer of a
// busy machine does not move it, a stall does.
func (l latencies) p99() time.Duration { return l[(len(l)-1)*99/100] }

func (l latencies) String() string {
	return fmt.Sprintf("%d live requests, median %v, p99 %v, slowest %v", len(l), l[len(l)/2], l.p99(), l[len(l)-1])
}

// liveWhile asks again and again until done is closed. An answer that fails
// ends the test.
func liveWhile(t *testing.T, url string, done <-chan struct{}) latencies {
	t.Helper()
	live := &http.Client{Transport: &http.Transport{
		ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}, Timeout: 10 * time.Second}
	defer live.CloseIdleConnections()
	pace := time.NewTicker(liveEvery)
	defer pace.Stop()
	var all latencies
	for {
		start := time.Now()
		res, err := live.Get(url)
		if err != nil {
			t.Fatalf("a live request meanwhile: %v", err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		all = append(all, time.Since(start))
		select {
		case <-done:
			slices.Sort(all)
			return all
		case <-pace.C:
		}
	}
}
