package gate

import (
	"os"
	"time"
)

// closure is what the switches of a site say together.
type closure struct {
	by    string    // the switch that is on; several: the one that ends last
	since time.Time // the earliest
	until time.Time // zero: no end is announced
}

func (c closure) closed() bool { return c.by != "" }

// add counts one switch that is on.
func (c closure) add(by string, since, until time.Time) closure {
	if !c.closed() {
		return closure{by, since, until}
	}
	if since.Before(c.since) {
		c.since = since
	}
	if !c.until.IsZero() && (until.IsZero() || until.After(c.until)) {
		c.by, c.until = by, until
	}
	return c
}

// closure asks all switches.
func (m *Maintenance) closure(now time.Time) closure {
	var c closure
	if m.Window.holds(now) {
		c = c.add("window", m.Window.From, m.Window.Until)
	}
	if since, on := m.Switch.file.on(m, now); on {
		c = c.add("file", since, time.Time{})
	}
	if since, until, on := m.Switch.admin(now); on {
		c = c.add("admin", since, until)
	}
	if since, on := m.Switch.configured(m.Enabled, now); on {
		c = c.add("config", since, time.Time{})
	}
	return c
}

// onDisk tells since when a file exists.
func onDisk(file string) (time.Time, bool) {
	info, err := os.Stat(file)
	if err != nil {
		return time.Time{}, false
	}
	return info.ModTime(), true
}
