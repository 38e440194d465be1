package config

import (
	"regexp"
	"strings"
)

// SizeRange is the sizes that a condition means, as written: 0B, <2KiB, <=512B,
// >64KiB, >=1MiB or 1KiB-4KiB, both ends of a range included. The zero
// SizeRange means every size.
type SizeRange string

var sizeRangeForm = regexp.MustCompile(`^(<=|>=|<|>)?([0-9]+[A-Za-z]+)$|^([0-9]+[A-Za-z]+)-([0-9]+[A-Za-z]+)$`)

const sizeRangeForms = "write <1KiB, >4KiB or 1KiB-64KiB"

// UnmarshalText reads one of the forms.
func (r *SizeRange) UnmarshalText(b []byte) error {
	in := strings.ReplaceAll(string(b), " ", "")
	form := sizeRangeForm.FindStringSubmatch(in)
	if form == nil || in == "<0B" {
		return refuse(sizeRangeForms, "%q is no range of sizes", string(b))
	}
	var ends []Size
	for _, text := range form[2:] {
		var s Size
		if text == "" {
			continue
		}
		if s.UnmarshalText([]byte(text)) != nil {
			return refuse(sizeRangeForms, "%q is no range of sizes", string(b))
		}
		ends = append(ends, s)
	}
	if len(ends) > 1 && ends[0] > ends[1] {
		return refuse("write the smaller size first", "%q is no range of sizes", string(b))
	}
	*r = SizeRange(in)
	return nil
}
