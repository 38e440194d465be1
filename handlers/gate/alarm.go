package gate

import "time"

const alarmEvery = 24 * time.Hour

// Alarm writes to the log that the site has been closed for too long: a warning
// after a day, an error after two and each day from then on. Each is written
// once, however often Alarm is called; visits that are refused call it.
func (m *Maintenance) Alarm() {
	now := m.Now()
	m.alarm(m.closure(now), now)
}

func (m *Maintenance) alarm(c closure, now time.Time) {
	closed := now.Sub(c.since)
	if !c.closed() || closed < longClosed || !m.Switch.reaches(c.since, closed.Truncate(alarmEvery)) {
		return
	}
	args := []any{"site", m.Site, "hours", int(closed.Hours()), "by", c.by}
	if closed < tooLongClosed {
		m.Log.Warn("maintenance: the site has been closed for a day; search engines begin to drop its addresses after about two", args...)
		return
	}
	m.Log.Error("maintenance: the site has been closed for more than two days; search engines drop its addresses", args...)
}

// reaches reports that a further day is over since the last alarm.
func (s *Switch) reaches(since time.Time, days time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.alarmedSince.Equal(since) && s.alarmed == days {
		return false
	}
	s.alarmedSince, s.alarmed = since, days
	return true
}
