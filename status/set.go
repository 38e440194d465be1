package status

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	setMin = 100
	setMax = 599
)

// Set is an immutable set of codes from 100 to 599. The zero Set is empty.
// Sets can be compared with == and shared between goroutines.
type Set struct {
	bits [(setMax - setMin + 64) / 64]uint64
}

// Of returns the set of the given codes. It panics on a code outside 100 to
// 599: such a call is a mistake of the programmer.
func Of(codes ...Code) Set {
	var s Set
	for _, c := range codes {
		if !c.Valid() {
			panic(fmt.Sprintf("signpost/status: Of(%d): no such status", int(c)))
		}
		s.add(c, c)
	}
	return s
}

// MustParseSet is ParseSet for tables in the code; it panics on a mistake.
func MustParseSet(expr string) Set {
	s, err := ParseSet(expr)
	if err != nil {
		panic("signpost/status: " + err.Error())
	}
	return s
}

// ParseSet reads the range grammar: a comma-separated list of codes (409),
// classes (4xx), ranges (500-504) and the same behind an exclamation mark
// (!404). The entries are ORed, then those with the mark are taken out; a list
// of nothing but exclusions starts from all errors, 400 to 599. The error
// names every entry that is wrong.
func ParseSet(expr string) (Set, error) {
	var in, out Set
	var wrong []string
	included := false
	for entry := range strings.SplitSeq(expr, ",") {
		entry = strings.TrimSpace(entry)
		body, excluded := strings.CutPrefix(entry, "!")
		lo, hi, ok := parseRange(strings.TrimSpace(body))
		switch {
		case !ok:
			wrong = append(wrong, strconv.Quote(entry))
		case excluded:
			out.add(lo, hi)
		default:
			included = true
			in.add(lo, hi)
		}
	}
	if wrong != nil {
		return Set{}, fmt.Errorf("%s: no status, class or range; use forms like 409, 4xx, 500-504, !404",
			strings.Join(wrong, ", "))
	}
	if !included {
		in.add(400, setMax)
	}
	return in.minus(out), nil
}

func parseRange(s string) (lo, hi Code, ok bool) {
	if len(s) == 3 && strings.EqualFold(s[1:], "xx") && s[0] >= '1' && s[0] <= '5' {
		lo = Code(s[0]-'0') * 100
		return lo, lo + 99, true
	}
	from, to, isRange := strings.Cut(s, "-")
	lo, err := Parse(strings.TrimSpace(from))
	if err != nil {
		return 0, 0, false
	}
	if !isRange {
		return lo, lo, true
	}
	hi, err = Parse(strings.TrimSpace(to))
	return lo, hi, err == nil && lo <= hi
}

func (s *Set) add(lo, hi Code) {
	for c := lo; c <= hi; c++ {
		i := int(c) - setMin
		s.bits[i/64] |= 1 << (i % 64)
	}
}

func (s Set) minus(o Set) Set {
	for i := range s.bits {
		s.bits[i] &^= o.bits[i]
	}
	return s
}

// Has reports whether c is in the set.
func (s Set) Has(c Code) bool {
	if !c.Valid() {
		return false
	}
	i := int(c) - setMin
	return s.bits[i/64]&(1<<(i%64)) != 0
}

// Empty reports whether no code is in the set.
func (s Set) Empty() bool { return s == Set{} }

// Codes lists the members in ascending order.
func (s Set) Codes() []Code {
	var codes []Code
	for c := Code(setMin); c <= setMax; c++ {
		if s.Has(c) {
			codes = append(codes, c)
		}
	}
	return codes
}

// String writes the set in the grammar that ParseSet reads, with whole classes
// and ranges folded: "404,409,5xx". ParseSet(s.String()) == s for every set
// that is not empty.
func (s Set) String() string {
	var parts []string
	for c := Code(setMin); c <= setMax; c++ {
		if !s.Has(c) {
			continue
		}
		lo := c
		for c < setMax && s.Has(c+1) && (c+1)%100 != 0 {
			c++
		}
		parts = append(parts, formatRange(lo, c))
	}
	return strings.Join(parts, ",")
}

func formatRange(lo, hi Code) string {
	switch {
	case lo == hi:
		return lo.String()
	case lo%100 == 0 && hi == lo+99:
		return lo.Class()
	default:
		return lo.String() + "-" + hi.String()
	}
}
