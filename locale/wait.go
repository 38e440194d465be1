package locale

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// unit is a unit of time in which a wait is told.
type unit uint8

// The units; unitCount is their number.
const (
	seconds unit = iota
	minutes
	hours
	days

	unitCount
)

// scale says up to which wait a unit is used, and how long one of it is.
type scale struct {
	unit     unit
	one, max time.Duration
}

// scales go from fine to coarse; the last has no end. Read-only.
var scales = []scale{
	{seconds, time.Second, 90 * time.Second},
	{minutes, time.Minute, 90 * time.Minute},
	{hours, time.Hour, 48 * time.Hour},
	{days, 24 * time.Hour, 1<<63 - 1},
}

// Wait says in words how long to wait: "Try again in about 2 minutes." It
// rounds up, so that nobody comes back too early. A wait of nothing, or less,
// is "a few minutes".
func (l *Language) Wait(d time.Duration) string {
	if d <= 0 {
		return l.steps[stepFewMinutes]
	}
	for _, s := range scales {
		if d <= s.max {
			return l.count(s.unit, int((d-1)/s.one)+1)
		}
	}
	return l.steps[stepFewMinutes]
}

// count words n of a unit, in the form that the plural rules of the language
// ask for (CLDR).
func (l *Language) count(u unit, n int) string {
	form := plural.Cardinal.MatchPlural(language.Make(l.tag), n, 0, 0, 0, 0)
	return strings.ReplaceAll(l.waits[u][form], "{n}", strconv.Itoa(n))
}
