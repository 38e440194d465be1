package locale_test

import (
	"testing"

	"github.com/seed-3913a1bb/signpost/locale"
)

func TestDistanceCountsWhatIsInsertedDeletedOrChanged(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"title", "title", 0}, {"titel", "title", 2}} {
		if got := locale.Distance(c.a, c.b); got != c.want {
			t.Errorf("%q to %q is %d, want %d", c.a, c.b, got, c.want)
		}
		if got := locale.Distance(c.b, c.a); got != c.want {
			t.Errorf("%q to %q is %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
