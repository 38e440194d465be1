package config_test

import (
	"strings"
	"testing"
)

// The reader of YAML is slow, or deep, on such files: they end before it.
func TestHugeFilesAreRefusedAtOnce(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"bytes", strings.Repeat("# comment\n", 120_000), "more than 1048576 bytes"},
		{"lines", strings.Repeat("a: b\n", 50_000), "more than 40000 lines"},
		{"line", "a: [" + strings.Repeat("x, ", 5000) + "]", "more than 8192 bytes"},
		{"open brackets", strings.Repeat("[\n", 1000), "more than 64 brackets are open"},
		{"open braces", "a: " + strings.Repeat("{a: ", 1000), "more than 64 brackets are open"},
		{"control characters", "a: \x1b[31m\n", "a control character stands here"},
	} {
		_, err := load(t, c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
