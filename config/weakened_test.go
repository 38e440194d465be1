package config_test

import (
	"slices"
	"strings"
	"testing"
)

func TestTheDefaultsWeakenNothing(t *testing.T) {
	if w := mustLoad(t, fiveLines).Weakened(); len(w) > 0 {
		t.Errorf("weakened: %v", w)
	}
}

func TestEveryWeakenedProtectionIsNamedOnce(t *testing.T) {
	loaded := mustLoad(t, `version: 1
listen: { h2c: true, trusted_proxies: [0.0.0.0/0] }
limits: { header_bytes: 128KiB, header_timeout: 6s, idle_timeout: 2m, body_stall: 1m, h2_streams: 200, in_flight: 5000 }
admin: { listen: ":9090", allow: [10.0.0.0/8] }
audit: { allow_private: true, respect_robots: false, limits: { body: 11MiB, redirects: 11 } }
defaults:
  leaks: pass
  headers: { csp: "off", referrer_policy: unsafe-url }
  retry: { attempts: 2, methods: [GET, PUT], budget: { share: 20%, floor: 4/s } }
sites:
  - host: a.example
    upstream: http://127.0.0.1:3000
  - host: b.example
    upstream: http://127.0.0.1:4000
    leaks: report
`)
	var got []string
	for _, w := range loaded.Weakened() {
		got = append(got, w.Path)
	}
	slices.Sort(got)
	want := []string{
		"admin.allow[0]", "admin.listen", "audit.allow_private", "audit.limits.body", "audit.limits.redirects",
		"audit.respect_robots", "limits.body_stall", "limits.h2_streams", "limits.header_bytes", "limits.header_timeout",
		"limits.idle_timeout", "limits.in_flight", "listen.h2c", "listen.trusted_proxies[0]", "sites[0].headers.csp",
		"sites[0].headers.referrer_policy", "sites[0].leaks", "sites[0].retry.attempts", "sites[0].retry.budget.floor",
		"sites[0].retry.budget.share", "sites[0].retry.methods[1]", "sites[1].leaks",
	}
	if !slices.Equal(got, want) {
		t.Errorf("weakened:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
