package config

import (
	"github.com/seed-3913a1bb/signpost/status"
)

// StatusSet is statuses, written 404, 4xx, 500-504 or "!404", alone or in a
// list. The zero StatusSet is none.
type StatusSet struct{ status.Set }

// UnmarshalText reads entries joined by commas.
func (s *StatusSet) UnmarshalText(b []byte) error {
	set, err := status.ParseSet(string(b))
	if err != nil {
		return refuse(`statuses are written 404, 4xx, 500-504 or "!404"`, "%q is no status, class or range", string(b))
	}
	s.Set = set
	return nil
}

// MarshalText writes the entries joined by commas.
func (s StatusSet) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Status is one status. The zero Status is none.
type Status struct{ status.Code }

// UnmarshalText reads three digits.
func (s *Status) UnmarshalText(b []byte) error {
	c, err := status.Parse(string(b))
	if err != nil {
		return refuse("statuses are numbers from 100 to 599", "%q is no status", string(b))
	}
	s.Code = c
	return nil
}

// String writes the digits; empty for none.
func (s Status) String() string {
	if s == (Status{}) {
		return ""
	}
	return s.Code.String()
}

// MarshalText writes the digits.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
