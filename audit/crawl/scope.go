package crawl

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Kinds of scope.
const (
	ScopeDomain = "domain" // the registrable domains of the seeds, with all their hosts
	ScopeHost   = "host"   // the hosts of the seeds
	ScopePrefix = "prefix" // what lies below the folders of the seeds
	ScopeList   = "list"   // the seeds alone
)

// Scopes are the kinds of scope.
var Scopes = []string{ScopeDomain, ScopeHost, ScopePrefix, ScopeList}

// Scope says which addresses belong to the site. The zero Scope holds none.
type Scope struct {
	domains          map[string]bool
	hosts            map[string]bool
	prefixes         []string
	keys             map[string]bool
	own              map[string]bool // hosts of the seeds
	include, exclude []*regexp.Regexp
}

// NewScope makes a scope of a kind, empty for ScopeDomain, and patterns of
// paths: globs, or expressions behind "re:". What matches an exclude is out,
// and with includes only what matches one is in. The seeds are always asked.
func NewScope(kind string, seeds []Address, include, exclude []string) (Scope, error) {
	s := Scope{}
	own := hostsOf(seeds)
	switch kind {
	case "", ScopeDomain:
		s = DomainScope(seeds)
	case ScopeHost:
		s.hosts = own
	case ScopePrefix:
		for _, seed := range seeds {
			path := seed.Path()
			s.prefixes = append(s.prefixes, seed.Origin()+path[:strings.LastIndexByte(path, '/')+1])
		}
	case ScopeList:
		s.keys = map[string]bool{}
		for _, seed := range seeds {
			s.keys[seed.Key] = true
		}
	default:
		return s, fmt.Errorf("scope %q: use %s", kind, strings.Join(Scopes, ", "))
	}
	var errIn, errOut error
	s.include, errIn = patterns(include)
	s.exclude, errOut = patterns(exclude)
	s.own = own
	return s, errors.Join(errIn, errOut)
}

func hostsOf(addresses []Address) map[string]bool {
	hosts := map[string]bool{}
	for _, a := range addresses {
		hosts[a.Host] = true
	}
	return hosts
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
	if !s.covers(a) {
		return false
	}
	if len(s.include) == 0 && len(s.exclude) == 0 {
		return true
	}
	path := a.PathQuery()
	return !matches(s.exclude, path) && (len(s.include) == 0 || matches(s.include, path))
}

// Beside reports an address of another site. What the user left out of his own
// site is none, and neither is what an exclude matches.
func (s Scope) Beside(a Address) bool { return !s.owns(a) && !matches(s.exclude, a.PathQuery()) }

func (s Scope) owns(a Address) bool { return s.covers(a) || s.own[a.Host] }

func (s Scope) covers(a Address) bool {
	if s.hosts[a.Host] || s.keys[a.Key] {
		return true
	}
	if slices.ContainsFunc(s.prefixes, func(prefix string) bool { return strings.HasPrefix(a.Key, prefix) }) {
		return true
	}
	if len(s.domains) == 0 {
		return false
	}
	if s.domains[a.Hostname()] {
		return true
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
