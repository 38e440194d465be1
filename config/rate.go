package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Rate is a number in a time, written 20/s, 5/min or 600/h.
type Rate struct {
	Count int
	Per   time.Duration
}

const rateForms = "rates are written 20/s, 5/min or 600/h"

// periods are the units of a rate. Read-only.
var periods = []struct {
	name   string
	length time.Duration
	wrong  []string // what people write for it
}{
	{"s", time.Second, []string{"sec", "second", "seconds"}},
	{"min", time.Minute, []string{"m", "minute", "minutes"}},
	{"h", time.Hour, []string{"hr", "hour", "hours"}},
}

// UnmarshalText reads the form that String writes.
func (r *Rate) UnmarshalText(b []byte) error {
	in := string(b)
	digits, unit, ok := strings.Cut(in, "/")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || !onlyDigits(digits) || n > 1_000_000 {
		return refuse(rateForms, "%q is no rate", in)
	}
	for _, p := range periods {
		if p.name == unit {
			*r = Rate{n, p.length}
			return nil
		}
		for _, w := range p.wrong {
			if strings.EqualFold(w, unit) {
				return refuse(fmt.Sprintf("write %d/%s", n, p.name), "%q is no rate: unknown unit %q", in, unit)
			}
		}
	}
	return refuse(rateForms, "%q is no rate: unknown unit %q", in, unit)
}

// PerSecond is how many in a second; 0 for none.
func (r Rate) PerSecond() float64 {
	if r.Per == 0 {
		return 0
	}
	return float64(r.Count) / r.Per.Seconds()
}

// String writes the rate as the file has it.
func (r Rate) String() string {
	for _, p := range periods {
		if p.length == r.Per {
			return fmt.Sprintf("%d/%s", r.Count, p.name)
		}
	}
	return "0/s"
}

// MarshalText writes String.
func (r Rate) MarshalText() ([]byte, error) { return []byte(r.String()), nil }
