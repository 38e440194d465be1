package crawl_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func item(t testing.TB, path string) crawl.Item {
	return crawl.Item{Address: parse(t, "http://shop.example/"+path), Follow: true}
}

func TestTheFrontierGivesEachAddressOnceInOrder(t *testing.T) {
	f := crawl.NewFrontier(0)
	for _, path := range []string{"a", "b", "a", "b#x", "%61", "c"} {
		f.Put(item(t, path))
	}
	for _, want := range []string{"/a", "/b", "/c"} {
		got, ok := f.Lease(t.Context())
		if !ok || got.Address.Path() != want {
			t.Errorf("lease %q (%v), want %q", got.Address.Path(), ok, want)
		}
	}
	for range 3 {
		f.Done()
	}
	if got, ok := f.Lease(t.Context()); ok {
		t.Errorf("lease %q of an empty frontier", got.Address.Key)
	}
}

func TestTheLimitCountsAddressesButNotRedirects(t *testing.T) {
	f := crawl.NewFrontier(2)
	for _, path := range []string{"a", "b", "c", "c", "d"} {
		f.Put(item(t, path))
	}
	hop := item(t, "hop")
	hop.Hops = 1
	f.Put(hop)
	if f.Waiting() != 3 || f.Left() != 2 {
		t.Errorf("%d waiting and %d left, want 3 and 2", f.Waiting(), f.Left())
	}
}

func TestALinkThatCountsUpgradesAnAddress(t *testing.T) {
	f := crawl.NewFrontier(0)
	weak := item(t, "a")
	weak.Follow = false
	if f.Put(weak) || f.Follows(weak.Address.Key) {
		t.Error("a nofollow link counts")
	}
	if !f.Put(item(t, "a")) || !f.Follows(weak.Address.Key) {
		t.Error("a link that counts did not upgrade")
	}
	if f.Put(item(t, "a")) || f.Put(weak) || !f.Follows(weak.Address.Key) {
		t.Error("an address was upgraded twice, or back")
	}
}

func TestALeaseWaitsForWhatIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := crawl.NewFrontier(0)
		f.Put(item(t, "a"))
		if _, ok := f.Lease(t.Context()); !ok {
			t.Fatal("nothing to lease")
		}
		leased := make(chan bool, 2)
		lease := func() {
			_, ok := f.Lease(t.Context())
			leased <- ok
		}
		go lease()
		synctest.Wait()
		if len(leased) > 0 {
			t.Fatal("a lease did not wait")
		}
		f.Put(item(t, "b"))
		if !<-leased {
			t.Error("the new address was not leased")
		}
		go lease()
		f.Done()
		synctest.Wait()
		if len(leased) > 0 {
			t.Fatal("the end came while one is under way")
		}
		f.Done()
		if <-leased {
			t.Error("leased something at the end")
		}
	})
}

func TestALeaseEndsWithItsContext(t *testing.T) {
	f := crawl.NewFrontier(0)
	f.Put(item(t, "a"))
	f.Lease(t.Context())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, ok := f.Lease(ctx); ok {
		t.Error("leased after the end")
	}
}

// TestManyWorkersShareAFrontier grows a tree of addresses from many workers.
func TestManyWorkersShareAFrontier(t *testing.T) {
	f := crawl.NewFrontier(0)
	f.Put(item(t, "1"))
	var done atomic.Int64
	var workers sync.WaitGroup
	for range 16 {
		workers.Go(func() {
			for {
				got, ok := f.Lease(t.Context())
				if !ok {
					return
				}
				var n int
				_, _ = fmt.Sscanf(got.Address.Path(), "/%d", &n)
				for _, next := range []int{2 * n, 2*n + 1, n} {
					if next < 2048 {
						f.Put(item(t, fmt.Sprint(next)))
					}
				}
				done.Add(1)
				f.Done()
			}
		})
	}
	workers.Wait()
	if done.Load() != 2047 {
		t.Errorf("%d addresses, want 2047", done.Load())
	}
}
