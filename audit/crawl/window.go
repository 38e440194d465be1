package crawl

import (
	"fmt"
	"strings"
	"time"
)

// Window is a time of day, each day, by the local clock. It may go over
// midnight. The zero Window is the whole day.
type Window struct{ from, to time.Duration } // since midnight

// ParseWindow reads a form such as 01:00-05:00.
func ParseWindow(text string) (Window, error) {
	first, last, found := strings.Cut(text, "-")
	from, errFrom := time.Parse("15:04", first)
	to, errTo := time.Parse("15:04", last)
	if !found || errFrom != nil || errTo != nil || from.Equal(to) {
		return Window{}, fmt.Errorf("hours %q: write them as in 01:00-05:00", text)
	}
	return Window{sinceMidnight(from), sinceMidnight(to)}, nil
}

func sinceMidnight(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute +
		time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
}

// wait is how long it takes until the window opens; 0 within it.
func (w Window) wait(now time.Time) time.Duration {
	at := sinceMidnight(now)
	within := w.from <= at && at < w.to
	if w.to < w.from {
		within = at >= w.from || at < w.to
	}
	if w == (Window{}) || within {
		return 0
	}
	return (w.from - at + 24*time.Hour) % (24 * time.Hour)
}
