package config

import "strings"

// SizeRange is the sizes that a condition means: <1KiB, >4KiB or 1KiB-64KiB,
// both ends of a range included. The zero SizeRange means every size.
type SizeRange struct {
	Min, Max Size // Max 0: no upper end
}

const sizeRangeForms = "write <1KiB, >4KiB or 1KiB-64KiB"

// UnmarshalText reads the form that String writes.
func (r *SizeRange) UnmarshalText(b []byte) error {
	in := string(b)
	from, to, isRange := strings.Cut(in, "-")
	var least, most Size
	var err error
	switch {
	case isRange:
		if err = least.UnmarshalText([]byte(from)); err == nil {
			err = most.UnmarshalText([]byte(to))
		}
	case strings.HasPrefix(in, "<"):
		err = most.UnmarshalText([]byte(in[1:]))
		most--
	case strings.HasPrefix(in, ">"):
		err = least.UnmarshalText([]byte(in[1:]))
		least++
	default:
		return refuse(sizeRangeForms, "%q is no range of sizes", in)
	}
	if err != nil || most < least && !strings.HasPrefix(in, ">") || in == "<0B" {
		return refuse(sizeRangeForms, "%q is no range of sizes", in)
	}
	*r = SizeRange{least, most}
	return nil
}

// String writes the range as the file has it; empty for every size.
func (r SizeRange) String() string {
	switch {
	case r == SizeRange{}:
		return ""
	case r.Max == 0:
		return ">" + (r.Min - 1).String()
	case r.Min == 0:
		return "<" + (r.Max + 1).String()
	}
	return r.Min.String() + "-" + r.Max.String()
}

// MarshalText writes String.
func (r SizeRange) MarshalText() ([]byte, error) { return []byte(r.String()), nil }
