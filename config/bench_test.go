package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/config"
)

// A file of a hundred sites must leave most of the 200 ms of a start to the
// pages.
func BenchmarkLoadAHundredSites(b *testing.B) {
	file := filepath.Join(b.TempDir(), config.FileName)
	if err := os.WriteFile(file, []byte(manySites(100)), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := config.Load(config.Source{File: file}); err != nil {
			b.Fatal(err)
		}
	}
}

func manySites(n int) string {
	var y strings.Builder
	y.WriteString("version: 1\nsites:\n")
	for i := range n {
		fmt.Fprintf(&y, "  - host: [s%d.example, www.s%d.example]\n    upstream: http://127.0.0.1:3000\n"+
			"    brand: { name: Site %d }\n    rules:\n      - name: gone\n        when: { status: 404, path: /old/** }\n"+
			"        then: { send: 410 }\n", i, i, i)
	}
	return y.String()
}
