package config

import (
	"fmt"
	"net/url"
	"strings"
)

// hosts refuses two sites with one host.
func (c *checker) hosts() {
	first := map[Host]string{}
	for i, s := range c.file.Sites {
		for j, h := range s.Host {
			at := fmt.Sprintf("sites[%d].host[%d]", i, j)
			if h == "" {
				continue
			}
			if before, twice := first[h]; twice {
				c.report(at, "the first one stands in "+c.originOf(before).String(), "two sites have the host %s", h)
				continue
			}
			first[h] = at
		}
	}
}

func (c *checker) site(at string, s *Site) {
	c.answerer(at, s)
	c.policy(at, &s.Policy)
	c.upstreamPolicy(at+".upstream", &s.Upstream.UpstreamPolicy)
	c.servers(at+".upstream", &s.Upstream)
	c.rules(at, s)
	c.conflict(at+".conflict", &s.Conflict)
	c.conditional(at+".conditional", s.Conditional)
	c.rateLimits(at+".rate_limit", s.RateLimit)
	c.maintenance(at+".maintenance", s.Maintenance)
	c.statusMap(at, s)
	c.lists(at, s)
}

// answerer wants exactly one of upstream and respond.
func (c *checker) answerer(at string, s *Site) {
	servers := len(s.Upstream.Servers) > 0
	switch {
	case servers && s.Respond != nil:
		c.report(at+".respond", "keep one of the two", "a site has either upstream or respond")
	case !servers && s.Respond == nil && !c.said(at+".upstream.servers") && !c.said(at+".upstream"):
		c.report(at+".host", "name a server: upstream: http://127.0.0.1:3000", "nobody answers for the site: the key \"upstream\" is missing")
	case !servers && s.Respond == nil && !c.faulty(at+".upstream"):
		c.report(at+".upstream", "name a server: upstream: http://127.0.0.1:3000", "the site has no server")
	}
	if s.Respond == nil {
		return
	}
	if code := s.Respond.Status; code.Valid() && !code.IsError() {
		c.report(at+".respond.status", "use a status from 400 to 599", "%s is no error", code)
	}
	if p := s.Respond.Page; p != "" && !isPage(p, ownPages) {
		c.report(at+".respond.page", pageHint(p, ownPages), "there is no page %q", p)
	}
}

// faulty reports that a mistake is known at the path or below it.
func (c *checker) faulty(path string) bool {
	for _, m := range c.mistakes {
		if m.Path == path || strings.HasPrefix(m.Path, path+".") || strings.HasPrefix(m.Path, path+"[") {
			return true
		}
	}
	return false
}

func (c *checker) servers(at string, u *Upstream) {
	var secure, plain int
	seen := map[ServerURL]bool{}
	for i, server := range u.Servers {
		if strings.HasPrefix(string(server), "https:") {
			secure++
		} else if server != "" {
			plain++
		}
		if seen[server] && server != "" {
			c.report(fmt.Sprintf("%s.servers[%d]", at, i), "name each server once", "the server %s stands here twice", server)
		}
		seen[server] = true
	}
	if u.HTTP2 == "h2c" && secure > 0 {
		c.report(at+".http2", "write auto", "h2c is HTTP/2 without TLS, and a server of the site has https")
	}
	if plain > 0 && secure == 0 && u.TLS != (UpstreamTLS{}) {
		c.doubt(at+".servers", "", "upstream.tls has no effect: no server of the site has https")
	}
}

func (c *checker) upstreamPolicy(at string, u *UpstreamPolicy) {
	if data, ok := c.read(at+".tls.ca", u.TLS.CA, maxPEM); ok && !strings.Contains(string(data), "BEGIN CERTIFICATE") {
		c.report(at+".tls.ca", "it begins with -----BEGIN CERTIFICATE-----", "the file holds no certificate in PEM form")
	}
	if u.Health == nil || u.Health.Path == "" {
		return
	}
	if p, err := url.Parse(u.Health.Path); err != nil || !strings.HasPrefix(u.Health.Path, "/") || p.Host != "" {
		c.report(at+".health.path", "write /healthz", "%q is no path", u.Health.Path)
	}
}
