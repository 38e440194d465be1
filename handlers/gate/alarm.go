package gate

import (
	"context"
	"time"
)

const alarmEvery = 24 * time.Hour

// Watch raises the alarms of a site that stays closed until ctx is done. It
// looks once a minute.
func (m *Maintenance) Watch(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			m.Alarm()
		}
	}
}

// Alarm writes to the log that the site has been closed for too long: a warning
// after a day, an error after two and each day from then on. Each is written
// once, however often Alarm is called.
func (m *Maintenance) Alarm() {
	closed := m.ClosedFor()
	if !m.Switch.reaches(closed) {
		return
	}
	args := []any{"site", m.Site, "hours", int(closed.Hours()), "by", m.closure(m.Now()).by}
	if closed < tooLongClosed {
		m.Log.Warn("maintenance: the site has been closed for a day; search engines begin to drop its addresses after about two", args...)
		return
	}
	m.Log.Error("maintenance: the site has been closed for more than two days; search engines drop its addresses", args...)
}

// reaches reports that a further day is over since the last alarm.
func (s *Switch) reaches(closed time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	days := closed.Truncate(alarmEvery)
	if days < s.alarmed {
		s.alarmed = 0 // opened in between
	}
	if days < longClosed || days == s.alarmed {
		return false
	}
	s.alarmed = days
	return true
}
