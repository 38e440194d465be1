package config

import (
	"strconv"
	"strings"
)

// Share is a part of a whole, from 0 to 1, written 10% or 0.5%.
type Share float64

const shareForms = "shares are written 10%, from 0% to 100%"

// UnmarshalText reads the form that String writes.
func (s *Share) UnmarshalText(b []byte) error {
	in := string(b)
	digits, ok := strings.CutSuffix(in, "%")
	percent, err := strconv.ParseFloat(digits, 64)
	switch {
	case err != nil || strings.Trim(digits, "0123456789.") != "":
		return refuse(shareForms, "%q is no share", in)
	case !ok:
		if strings.Contains(in, ".") && percent <= 1 {
			in = strconv.FormatFloat(percent*100, 'g', 6, 64)
		}
		return refuse("write "+in+"%; "+shareForms, "%q has no percent sign", string(b))
	case percent > 100:
		return refuse(shareForms, "%q is more than the whole", in)
	}
	*s = Share(percent / 100)
	return nil
}

// String writes the share in percent.
func (s Share) String() string { return strconv.FormatFloat(float64(s)*100, 'g', 6, 64) + "%" }

// MarshalText writes String.
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
