package handlers

import (
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// alarm is a state of a site that its owner should hear of. Words of a closed
// set, for the log and the metrics.
type alarm string

const (
	robotsGuarded  alarm = "robots-guarded"  // a copy stands in for robots.txt
	robotsPage     alarm = "robots-html"     // robots.txt is a page
	robotsRefused  alarm = "robots-refused"  // 401 or 403: engines read it as "no rules"
	robotsVanished alarm = "robots-vanished" // 404 or 410, and there was one a few days ago
	indexingRisk   alarm = "indexing-risk"   // a read ended in a conflict
	protectExpired alarm = "protect-expired" // a read has been put off for a day and more
)

// alarmWords say in the log what an alarm means.
var alarmWords = map[alarm]string{
	robotsGuarded:  "robots.txt fails: its newest good copy is served",
	robotsPage:     "robots.txt answers with a page in the place of rules",
	robotsRefused:  "robots.txt is refused: search engines read this as \"no rules\"",
	robotsVanished: "robots.txt is gone: search engines read this as \"no rules\"",
	indexingRisk:   "a page ends in a conflict for readers: search engines drop such addresses",
	protectExpired: "a page has been answered with 503 for a long time in the place of a conflict",
}

// quietTime is how long an alarm that nobody lowers stays on after its last
// cause.
const quietTime = time.Hour

// settleTime is how long the cause of an alarm must be away before the alarm is
// over: a server that fails every other time would fill the log.
const settleTime = 5 * time.Minute

// alarms write one line when something begins, and count every occurrence. They
// are safe for concurrent use.
type alarms struct {
	count *prometheus.CounterVec
	mu    sync.Mutex
	on    map[alarmOfSite]time.Time // when it last had a cause
}

type alarmOfSite struct {
	site  string
	alarm alarm
}

func newAlarms(r prometheus.Registerer) *alarms {
	a := &alarms{
		count: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_alarms_total",
			Help: "Answers that gave cause for an alarm, by site and alarm.",
		}, []string{"site", "alarm"}),
		on: map[alarmOfSite]time.Time{},
	}
	r.MustRegister(a.count)
	return a
}

// raise notes a cause. The first one, and the first after a quiet time, gives a
// line in the log.
func (s *site) raise(what alarm, path string) {
	a := s.state.alarms
	a.count.WithLabelValues(s.name, string(what)).Inc()
	if a.begin(alarmOfSite{s.name, what}, time.Now()) {
		s.log.Warn(alarmWords[what], slog.String("alarm", string(what)), slog.String("site", s.name), slog.String("path", path))
	}
}

// lower ends alarms whose cause has been away for a while.
func (s *site) lower(which ...alarm) {
	for _, what := range which {
		if s.state.alarms.end(alarmOfSite{s.name, what}, time.Now()) {
			s.log.Info("over: "+alarmWords[what], slog.String("alarm", string(what)), slog.String("site", s.name))
		}
	}
}

func (a *alarms) begin(key alarmOfSite, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	last, on := a.on[key]
	a.on[key] = now
	return !on || now.Sub(last) > quietTime
}

func (a *alarms) end(key alarmOfSite, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	last, on := a.on[key]
	if !on || now.Sub(last) < settleTime {
		return false
	}
	delete(a.on, key)
	return true
}

// isOn reports an alarm that nobody has ended.
func (a *alarms) isOn(key alarmOfSite) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, on := a.on[key]
	return on
}
