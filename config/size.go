package config

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Size is a number of bytes, written 512B, 64KiB, 2MiB or 1GiB.
type Size int64

// magnitudes of a size, the largest first. Read-only.
var magnitudes = []struct {
	name  string
	bytes int64
}{
	{"GiB", 1 << 30},
	{"MiB", 1 << 20},
	{"KiB", 1 << 10},
	{"B", 1},
}

const sizeForms = "sizes are written 512B, 64KiB, 2MiB or 1GiB"

var looseSize = regexp.MustCompile(`^([0-9]+) ?([kKmMgG])i?[bB]?$`)

// UnmarshalText reads the form that String writes.
func (s *Size) UnmarshalText(b []byte) error {
	in := string(b)
	for _, m := range magnitudes {
		digits, ok := strings.CutSuffix(in, m.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n < 0 || !onlyDigits(digits) {
			break
		}
		if n > math.MaxInt64/m.bytes {
			return refuse(sizeForms, "%q is too large", in)
		}
		*s = Size(n * m.bytes)
		return nil
	}
	if loose := looseSize.FindStringSubmatch(in); loose != nil {
		return refuse("write "+loose[1]+strings.ToUpper(loose[2])+"iB", "%q is no size", in)
	}
	if onlyDigits(in) {
		return refuse("write "+in+"B for bytes; "+sizeForms, "%q has no unit", in)
	}
	return refuse(sizeForms, "%q is no size", in)
}

func onlyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// String writes the size in the largest unit that leaves a whole number.
func (s Size) String() string {
	for _, m := range magnitudes {
		if s != 0 && int64(s)%m.bytes == 0 {
			return strconv.FormatInt(int64(s)/m.bytes, 10) + m.name
		}
	}
	return "0B"
}

// MarshalText writes String.
func (s Size) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
