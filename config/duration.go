package config

import (
	"regexp"
	"strconv"
	"strings"
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

// String writes the duration in the fewest units: 90s is 1m30s, 48h is 2d.
func (d Duration) String() string {
	rest := time.Duration(d).Round(time.Millisecond)
	if rest <= 0 {
		return "0s"
	}
	for _, u := range units {
		if rest%u.length == 0 && (rest >= 2*u.length || u.name != "d" && u.name != "h" && u.name != "m") {
			return strconv.FormatInt(int64(rest/u.length), 10) + u.name
		}
	}
	var b strings.Builder
	for _, u := range units {
		if n := rest / u.length; n > 0 {
			b.WriteString(strconv.FormatInt(int64(n), 10) + u.name)
			rest -= n * u.length
		}
	}
	return b.String()
}

// MarshalText writes String.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
