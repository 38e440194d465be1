package audit

import (
	"testing"
	"time"
)

func TestADiscoveryStaysSmallAndEndsWithTheLastMoment(t *testing.T) {
	for _, n := range []int{0, 1, 127, 128, 129, 1000, 100_000} {
		var d discovery
		for i := range n {
			d.add(time.Duration(i)*time.Millisecond, i+1, n-1)
			d.add(time.Duration(i)*time.Millisecond, i+1, n)
			d.add(time.Hour, i, 7) // a worker that was overtaken
		}
		points := d.list()
		if len(points) > maxPoints || len(points) < min(n, maxPoints/2) {
			t.Fatalf("%d moments give %d points", n, len(points))
		}
		for i := range points {
			if i > 0 && points[i].Asked <= points[i-1].Asked {
				t.Fatalf("%d moments: point %d is not behind the one before", n, i)
			}
		}
		if n > 0 && points[len(points)-1] != (DiscoveryPoint{Seconds: (time.Duration(n-1) * time.Millisecond).Seconds(), Asked: n, Known: n}) {
			t.Errorf("%d moments end with %+v", n, points[len(points)-1])
		}
	}
}
