package config

import (
	"fmt"
	"strings"
	"time"
)

func (c *checker) conditional(at string, g *Conditional) {
	if g == nil || g.OriginAuthority {
		return
	}
	if g.Mode == "enforce" || g.Compare || g.Queue != nil {
		c.report(at+".origin_authority", "write origin_authority: true when no other way leads to the servers (RFC 9110 13.2.1)",
			"only the origin side may check conditions, and you have not said that the edge is part of it")
	}
}

func (c *checker) rateLimits(at string, limits []RateLimit) {
	c.unique("rate limits of the site", len(limits), func(i int) (string, string) {
		return fmt.Sprintf("%s[%d].name", at, i), limits[i].Name
	})
	for i, l := range limits {
		path := fmt.Sprintf("%s[%d]", at, i)
		if name, ok := strings.CutPrefix(l.Per, "header:"); ok && tellsAgent(name) {
			c.report(path+".per", agentReason, "a limit cannot depend on %s", name)
		}
		if l.Allow.Count == 0 && c.said(path+".allow") && !c.faulty(path+".allow") {
			c.report(path+".allow", "a rule or maintenance closes a path", "nothing would be allowed")
		}
	}
}

// longWindow is when search engines begin to drop the addresses of a site that
// answers 503.
const longWindow = 48 * time.Hour

func (c *checker) maintenance(at string, m *Maintenance) {
	if m == nil {
		return
	}
	if w := m.Window; w != nil && !w.Until.IsZero() {
		switch from := w.From.Time; {
		case !from.IsZero() && !w.Until.After(from):
			c.report(at+".window.until", "is one of the zones wrong?", "the window ends before it begins")
		case !from.IsZero() && w.Until.Sub(from) > longWindow:
			c.doubt(at+".window", "search engines drop addresses that answer 503 for about two days", "the window is longer than 48 hours")
		case c.now.After(w.Until.Time):
			c.doubt(at+".window.until", "take the window out", "the window is over")
		}
	}
	name, _, ok := strings.Cut(m.Allow.Header, ":")
	if m.Allow.Header != "" && (!ok || !isToken(strings.TrimSpace(name))) {
		c.report(at+".allow.header", `write "X-Preview: VALUE"`, "the header has no name and value")
	}
	if ok && tellsAgent(name) {
		c.report(at+".allow.header", agentReason, "who is let through cannot depend on %s", name)
	}
	cookie, _, ok := strings.Cut(m.Allow.Cookie, "=")
	if m.Allow.Cookie != "" && (!ok || !isToken(cookie)) {
		c.report(at+".allow.cookie", `write "preview=VALUE"`, "the cookie has no name and value")
	}
}
