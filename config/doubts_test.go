package config_test

import (
	"strings"
	"testing"
)

// Each of these files is served, with a word of warning.
func TestDoubtfulValuesAreWarnedOf(t *testing.T) {
	for _, c := range []struct{ name, lines, want string }{
		{"a language without words yet", "    languages: [en, ja]\n", `languages[1]: the language "ja" is not in this version`},
		{"words for such a language", "    brand: { words: { ja: { x.title: y } } }\n", `brand.words.ja: the language "ja"`},
		{"a long window", "    maintenance: { window: { from: 2026-12-01, until: 2026-12-05 } }\n", "longer than 48 hours"},
		{"a window that is over", "    maintenance: { window: { until: 2026-11-01 } }\n", "the window is over"},
		{"copies that are not kept", "    rules: [ { name: a, when: { status: 503 }, then: { serve: last-good } } ]\n", "no copies are kept"},
		{"TLS without https", "    upstream: { servers: \"http://127.0.0.1:1\", tls: { server_name: a } }\n", "upstream.tls has no effect"},
		{"a proxy that is everybody", "listen: { trusted_proxies: [\"::/0\"] }\n", "trusts everybody"},
		{"an unknown check", "audit: { ignore: [ { rule: redirect-internal-lnk, because: x } ] }\n", "there is no check"},
		{"an exception that is over", "audit: { ignore: [ { rule: redirect-internal-link, because: x, until: 2026-01-01 } ] }\n", "the exception is over"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := fiveLines + c.lines
			if strings.Contains(c.lines, "upstream:") || strings.Contains(c.lines, "brand:") {
				file = "version: 1\nsites:\n  - host: shop.example\n" + c.lines
				if !strings.Contains(c.lines, "upstream:") {
					file += "    upstream: http://127.0.0.1:3000\n"
				}
			}
			if got := mustLoad(t, file).Warnings.Error(); !strings.Contains(got, c.want) {
				t.Errorf("warnings: %q, want %q", got, c.want)
			}
		})
	}
}

func TestGoodFilesGetNoWarning(t *testing.T) {
	if w := mustLoad(t, fiveLines).Warnings; len(w) > 0 {
		t.Errorf("warnings: %v", w)
	}
}
