package config

import (
	"fmt"
	"strings"
	"time"
)

// Weakened lists each protective default that the configuration weakens, with
// the place where it does. None of them is a mistake.
func (l *Loaded) Weakened() []Mistake {
	w := &weakenings{ledger: l.ledger}
	w.edge(l.File)
	w.crawler(&l.File.Audit)
	for i := range l.File.Sites {
		w.site(fmt.Sprintf("sites[%d]", i), &l.File.Sites[i])
	}
	return w.found.settled()
}

// weakenings collects what is weaker than built in.
type weakenings struct {
	*ledger
	found Mistakes
}

func (w *weakenings) note(weaker bool, path, format string, args ...any) {
	if weaker {
		w.found = append(w.found, w.mistake(w.originOf(path), path, fmt.Sprintf(format, args...), ""))
	}
}

func (w *weakenings) longer(path string, d Duration, built time.Duration, why string) {
	w.note(d.Std() > built, path, "%s, built in is %s: %s", d, Duration(built), why)
}

func (w *weakenings) more(path string, n, built int, why string) {
	w.note(n > built, path, "%d, built in is %d: %s", n, built, why)
}

func (w *weakenings) larger(path string, s, built Size, why string) {
	w.note(s > built, path, "%s, built in is %s: %s", s, built, why)
}

func (w *weakenings) edge(f *File) {
	w.larger("limits.header_bytes", f.Limits.HeaderBytes, 64<<10, "large headers poison caches and cost memory")
	w.longer("limits.header_timeout", f.Limits.HeaderTimeout, 5*time.Second, "slow clients hold connections longer")
	w.longer("limits.idle_timeout", f.Limits.IdleTimeout, time.Minute, "idle clients hold connections longer")
	w.longer("limits.body_stall", f.Limits.BodyStall, 30*time.Second, "slow bodies hold connections longer")
	w.more("limits.h2_streams", f.Limits.H2Streams, 100, "one connection can ask for more at once")
	w.more("limits.in_flight", f.Limits.InFlight, 4096, "overload is shed later")
	w.note(f.Listen.H2C, "listen.h2c", "HTTP/2 without TLS is accepted: it can carry requests past a proxy in front")
	for i, n := range f.Listen.TrustedProxies {
		w.note(n.Bits() == 0, fmt.Sprintf("listen.trusted_proxies[%d]", i), "everybody is trusted to name the visitor's address")
	}
	w.note(!isLocal(f.Admin.Listen), "admin.listen", "the admin address can be reached from other machines")
	for i, n := range f.Admin.Allow {
		w.note(!n.Addr().IsLoopback() || n.Bits() == 0, fmt.Sprintf("admin.allow[%d]", i), "%s may ask the admin address", n)
	}
}

func (w *weakenings) crawler(a *Audit) {
	w.note(a.AllowPrivate, "audit.allow_private", "the crawler follows redirects to private addresses")
	w.larger("audit.limits.body", a.Limits.Body, 10<<20, "large pages cost memory")
	w.more("audit.limits.redirects", a.Limits.Redirects, 10, "long chains cost requests")
	w.note(!a.RespectRobots, "audit.respect_robots", "robots.txt is not obeyed")
}

func (w *weakenings) site(at string, s *Site) {
	w.more(at+".retry.attempts", s.Retry.Attempts, 1, "retries multiply the load of a failing server")
	for i, m := range s.Retry.Methods {
		w.note(!safe[m], fmt.Sprintf("%s.retry.methods[%d]", at, i), "a %s that may have arrived is sent again", m)
	}
	w.note(s.Retry.Budget.Share > 0.1, at+".retry.budget.share", "%s, built in is 10%%: retries multiply the load of a failing server", s.Retry.Budget.Share)
	w.note(s.Retry.Budget.Floor.PerSecond() > 3, at+".retry.budget.floor", "%s, built in is 3/s: retries multiply the load of a failing server", s.Retry.Budget.Floor)
	w.note(s.Headers.CSP != "strict", at+".headers.csp", "%s: the browser no longer guards the pages against injected scripts", s.Headers.CSP)
	w.note(strings.Contains("unsafe-url no-referrer-when-downgrade", s.Headers.ReferrerPolicy), at+".headers.referrer_policy", "%s: other sites learn whole addresses", s.Headers.ReferrerPolicy)
	w.note(s.Leaks != "replace", at+".leaks", "%s: debug pages and stack traces reach visitors", s.Leaks)
}
