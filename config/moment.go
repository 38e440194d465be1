package config

import "time"

// Moment is a point in time, written 2026-12-01T02:00:00Z; a day alone means
// its beginning in UTC.
type Moment struct{ time.Time }

// UnmarshalText reads RFC 3339, or a day.
func (m *Moment) UnmarshalText(b []byte) error {
	for _, form := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(form, string(b)); err == nil {
			m.Time = t
			return nil
		}
	}
	return refuse("times are written 2026-12-01T02:00:00Z or 2026-12-01T02:00:00+01:00", "%q is no time", string(b))
}

// MarshalText writes RFC 3339; nothing for no time.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// String writes RFC 3339; empty for no time.
func (m Moment) String() string {
	if m.IsZero() {
		return ""
	}
	return m.Format(time.RFC3339)
}

// Wait is a duration, or until-end: the time to the announced end.
type Wait struct {
	UntilEnd bool
	Duration Duration
}

// UnmarshalText reads until-end or a duration.
func (w *Wait) UnmarshalText(b []byte) error {
	if string(b) == "until-end" {
		*w = Wait{UntilEnd: true}
		return nil
	}
	*w = Wait{}
	if err := w.Duration.UnmarshalText(b); err != nil {
		return refuse("write until-end, or a duration such as 30m", "%q is no time to wait", string(b))
	}
	return nil
}

// String writes the form of the file.
func (w Wait) String() string {
	if w.UntilEnd {
		return "until-end"
	}
	return w.Duration.String()
}

// MarshalText writes String.
func (w Wait) MarshalText() ([]byte, error) { return []byte(w.String()), nil }
