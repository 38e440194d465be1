package crawl

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Scope says which addresses belong to the site. The zero Scope holds none.
type Scope struct {
	domains map[string]bool
	hosts   map[string]bool
}

// DomainScope is the default scope: the registrable domains of the seeds, with
// all their hosts and ports. A seed on an IP address, a private name or a
// public suffix stands for its own host and port alone.
func DomainScope(seeds []Address) Scope {
	s := Scope{domains: map[string]bool{}, hosts: map[string]bool{}}
	for _, seed := range seeds {
		if domain, ok := registrable(seed.Hostname()); ok {
			s.domains[domain] = true
		} else {
			s.hosts[seed.Host] = true
		}
	}
	return s
}

// Has reports whether an address belongs to the site.
func (s Scope) Has(a Address) bool {
	if s.hosts[a.Host] {
		return true
	}
	if len(s.domains) == 0 {
		return false
	}
	domain, ok := registrable(a.Hostname())
	return ok && s.domains[domain]
}

func registrable(name string) (string, bool) {
	if IsLocalName(name) {
		return "", false
	}
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return "", false
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(name)
	return domain, err == nil
}

// IsLocalName reports names that mean something only on one machine or in one
// network: localhost and below, .local (RFC 6762) and .internal.
func IsLocalName(name string) bool {
	return name == "localhost" || strings.HasSuffix(name, ".localhost") ||
		strings.HasSuffix(name, ".local") || strings.HasSuffix(name, ".internal")
}

// IsPublicName reports a name that the whole internet knows: neither local nor
// the number of an address.
func IsPublicName(name string) bool {
	_, ok := registrable(name)
	return ok
}

// IsSiteName reports the name of a whole site: one that can be registered,
// without a subdomain.
func IsSiteName(name string) bool {
	domain, ok := registrable(name)
	return ok && domain == name
}
