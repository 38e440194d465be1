package crawl

import (
	"context"
	"net/netip"
	"testing"
	"time"
)

func TestTheBreakerOpensOnFailuresAlone(t *testing.T) {
	times := func(n int, failed ...bool) (opened int) {
		b := breaker{}
		for i := range n {
			if b.take(failed[i%len(failed)]) {
				return i + 1
			}
		}
		return 0
	}
	for _, c := range []struct {
		name   string
		answer []bool
		want   int
	}{
		{"failures in a row", []bool{true}, 20},
		{"one success in twenty", append(make([]bool, 1), trues(19)...), 100},
		{"half of them", []bool{true, false}, 0},
		{"two of three", []bool{true, true, false}, 100},
		{"success", []bool{false}, 0},
	} {
		if got := times(1000, c.answer...); got != c.want {
			t.Errorf("%s: open after %d answers, want %d", c.name, got, c.want)
		}
	}
}

func trues(n int) []bool {
	list := make([]bool, n)
	for i := range list {
		list[i] = true
	}
	return list
}

// Three names of one address get twice what one host gets, not three times.
func TestHostsOfOneAddressShareItsConnections(t *testing.T) {
	g := NewGovernor(Pace{Start: 4, Ceiling: 4})
	acquire := func(host string) bool {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		return g.Acquire(ctx, host) == nil
	}
	names := []string{"a.example", "b.example", "c.example:8080"}
	targets := []string{"a.example:443", "b.example:80", "c.example:8080"}
	for i, name := range names {
		if !acquire(name) {
			t.Fatalf("no first turn for %s", name)
		}
		g.place(targets[i], netip.MustParseAddr("192.0.2.7"))
	}
	n := len(names)
	for _, name := range names {
		for range 4 {
			if acquire(name) {
				n++
			}
		}
	}
	if n != 8 {
		t.Fatalf("%d requests at once for three hosts of one address, want 8", n)
	}
	g.Release("a.example", &Exchange{Status: 404})
	if !acquire("c.example:8080") {
		t.Error("what one host gave back, another one did not get")
	}
}

func TestRefusalsOfWhatWasUnderWayDoNotLowerTheRateAgain(t *testing.T) {
	start := time.Now()
	a := allowance{since: start, passed: 100}
	now := start.Add(time.Second)
	a.refused("/a", now.Add(-time.Millisecond), now)
	chosen := a.gap
	for i := range 10 {
		a.refused(string(rune('b'+i)), now.Add(-time.Millisecond), now.Add(20*time.Millisecond))
	}
	if chosen != 20*time.Millisecond || a.gap != chosen {
		t.Errorf("after 100 answers a second and eleven refusals at once: gaps of %v, then %v, want 20ms", chosen, a.gap)
	}
	a.refused("/z", now.Add(time.Second), now.Add(time.Second))
	if a.gap <= chosen {
		t.Errorf("a request that kept to the rate was refused: the gap stayed %v", a.gap)
	}
}
