package lastgood

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/seed-3913a1bb/signpost/problem"
)

// maxNamed is how many sitemaps a robots.txt may name.
const maxNamed = 100

// subjectOf knows the sitemaps that the site's robots.txt names, where sitemaps
// are kept at all.
func (s *Store) subjectOf(ask Ask, p Policy) Subject {
	subject := ask.subject()
	if subject.isPage() && p.Sitemaps > 0 && s.isNamed(ask) {
		return Sitemap
	}
	return subject
}

func (s *Store) isNamed(ask Ask) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.shelf.variants(ask.keyFor(robotsPath, ""))
	if len(all) == 0 {
		return false
	}
	u := ask.Request.URL
	return all[0].named[ask.host()+"\x00"+u.EscapedPath()+"\x00"+u.RawQuery]
}

// sitemapsNamed lists the addresses behind the Sitemap lines of a robots.txt.
func sitemapsNamed(c Copy) map[string]bool {
	text, err := problem.Decode(c.Header.Get("Content-Encoding"), c.Body)
	if err != nil {
		return nil
	}
	named := map[string]bool{}
	for line := range bytes.Lines(text) {
		name, value, _ := strings.Cut(string(line), ":")
		if !strings.EqualFold(strings.TrimSpace(name), "sitemap") || len(named) >= maxNamed {
			continue
		}
		if u, err := url.Parse(strings.TrimSpace(value)); err == nil && u.Host != "" {
			host := strings.TrimSuffix(strings.ToLower(u.Host), defaultPorts[u.Scheme])
			named[host+"\x00"+u.EscapedPath()+"\x00"+u.RawQuery] = true
		}
	}
	return named
}
