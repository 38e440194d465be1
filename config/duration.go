package config

import (
	"regexp"
	"strconv"
	"time"
)

// Duration is a length of time, written 250ms, 2s, 5m, 24h, 7d or 1h30m.
type Duration time.Duration

// units of time, the longest first. Read-only.
var units = []struct {
	name   string
	length time.Duration
}{
	{"d", 24 * time.Hour},
	{"h", time.Hour},
	{"m", time.Minute},
	{"s", time.Second},
	{"ms", time.Millisecond},
}

const (
	durationForms = "durations are written 250ms, 2s, 5m, 24h or 7d"
	maxDuration   = 100 * 365 * 24 * time.Hour
)

var (
	durationForm = regexp.MustCompile(`^(?:[0-9]{1,9}(?:\.[0-9]{1,3})?(?:ms|s|m|h|d))+$`)
	durationPart = regexp.MustCompile(`([0-9.]+)([a-z]+)`)
)

// Std returns the duration as the standard library has it.
func (d Duration) Std() time.Duration { return time.Duration(d) }

// UnmarshalText reads the form that String writes.
func (d *Duration) UnmarshalText(b []byte) error {
	s := string(b)
	if _, err := strconv.Atoi(s); err == nil {
		return refuse("write "+s+"s for seconds; "+durationForms, "%q has no unit", s)
	}
	if !durationForm.MatchString(s) {
		return refuse(durationForms, "%q is no duration", s)
	}
	total := 0.0
	for _, part := range durationPart.FindAllStringSubmatch(s, -1) {
		n, err := strconv.ParseFloat(part[1], 64)
		if err != nil {
			return refuse(durationForms, "%q is no duration", s)
		}
		for _, u := range units {
			if u.name == part[2] {
				total += n * float64(u.length)
			}
		}
	}
	if total > float64(maxDuration) {
		return refuse("a hundred years is the longest", "%q is too long", s)
	}
	*d = Duration(total)
	return nil
}

// String writes the duration in the largest unit that leaves whole numbers:
// 90s is 90s, 60m is 1h.
func (d Duration) String() string {
	rest := time.Duration(d).Round(time.Millisecond)
	if rest <= 0 {
		return "0s"
	}
	for _, u := range units {
		if rest%u.length == 0 {
			return strconv.FormatInt(int64(rest/u.length), 10) + u.name
		}
	}
	return rest.String()
}

// MarshalText writes String.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
