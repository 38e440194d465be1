package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/config"
)

// YAML 1.2.2 section 7.3.3: in a list between braces too, a colon separates only
// where a space follows.
func TestAddressesBetweenBracesNeedNoQuotes(t *testing.T) {
	const around = "version: 1\nsites:\n  - host: \"*\"\n    upstream: { servers: [%s], http2: auto }\n"
	for list, want := range map[string]string{
		"http://127.0.0.1:1":                          "[http://127.0.0.1:1]",
		"http://a.example:3000, http://b.example:80":  "[http://a.example:3000 http://b.example:80]",
		"http://a.example, http://b.example:80":       "[http://a.example http://b.example:80]",
		`"http://a.example:3000", http://b.example:1`: "[http://a.example:3000 http://b.example:1]",
		"http://a.example: 80":                        "",
		`"http://a.example":80`:                       "",
		`http://a.example:"80"`:                       "",
	} {
		source := config.Source{File: "-", Stdin: strings.NewReader(fmt.Sprintf(around, list))}
		loaded, err := config.Load(source)
		if want == "" {
			if err == nil || !strings.Contains(err.Error(), "must be one value") {
				t.Errorf("%s: %v, want a mistake", list, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", list, err)
			continue
		}
		if got := fmt.Sprint(loaded.File.Sites[0].Upstream.Servers); got != want {
			t.Errorf("%s is read as %s", list, got)
		}
	}
}
