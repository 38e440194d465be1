package rule

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// sizes is a range of body lengths in bytes, both ends included.
type sizes struct{ min, max int64 }

var units = []struct {
	name  string
	bytes int64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"B", 1}}

// parseSizes reads "0B", "<2KiB", "<=512B", ">64KiB", ">=1MiB" and "1KiB-4KiB".
func parseSizes(s string) (sizes, error) {
	fail := fmt.Errorf("%q is no size; use forms like 0B, <2KiB, >=1MiB, 1KiB-4KiB", s)
	text := strings.ReplaceAll(s, " ", "")
	for _, form := range []struct {
		sign  string
		apply func(n int64) sizes
	}{
		{"<=", func(n int64) sizes { return sizes{0, n} }},
		{">=", func(n int64) sizes { return sizes{n, math.MaxInt64} }},
		{"<", func(n int64) sizes { return sizes{0, n - 1} }},
		{">", func(n int64) sizes { return sizes{n + 1, math.MaxInt64} }},
	} {
		if rest, ok := strings.CutPrefix(text, form.sign); ok {
			n, ok := parseBytes(rest)
			if r := form.apply(n); ok && r.min <= r.max {
				return r, nil
			}
			return sizes{}, fail
		}
	}
	from, to, isRange := strings.Cut(text, "-")
	lo, ok := parseBytes(from)
	hi := lo
	if isRange && ok {
		hi, ok = parseBytes(to)
	}
	if !ok || lo > hi {
		return sizes{}, fail
	}
	return sizes{lo, hi}, nil
}

func parseBytes(s string) (int64, bool) {
	for _, u := range units {
		digits, ok := strings.CutSuffix(s, u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(digits, 10, 31)
		return int64(n) * u.bytes, err == nil
	}
	return 0, false
}

// holds reports whether a body fits of which so many bytes are known. Of a body
// that goes on, only a lower bound is certain.
func (s sizes) holds(known int64, complete bool) bool {
	if complete {
		return known >= s.min && known <= s.max
	}
	return known >= s.min && s.max == math.MaxInt64
}
