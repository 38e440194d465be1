package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/config"
)

// Each file under testdata/bad stands beside the exact messages that it gets.
func TestBadFilesGetTheirExactMessages(t *testing.T) {
	t.Chdir("testdata/bad")
	for _, file := range badFiles(t) {
		t.Run(strings.TrimSuffix(file, ".yaml"), func(t *testing.T) {
			got := messages(t, file)
			golden := strings.TrimSuffix(file, ".yaml") + ".txt"
			if config.Update() {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("messages differ (-want +got):\n%s", diff)
			}
		})
	}
}

func badFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("found %d bad files: %v", len(files), err)
	}
	return files
}

// messages loads a file that must have mistakes and returns them as printed.
func messages(t *testing.T, file string) string {
	t.Helper()
	_, err := config.Load(config.Source{File: file, Now: today})
	mistakes, ok := errors.AsType[config.Mistakes](err)
	if !ok {
		t.Fatalf("loaded, or failed in another way: %v", err)
	}
	for _, m := range mistakes {
		if m.Text == "" || m.Kind != config.FromFile || m.Line == 0 || m.Column == 0 {
			t.Errorf("a mistake without its place: %+v", m)
		}
		if m.Hint == "" {
			t.Errorf("a mistake without a hint: %s", m.Error())
		}
		if leaksGo(m.Text + m.Hint) {
			t.Errorf("the message speaks of Go: %s", m.Error())
		}
	}
	return mistakes.Error() + "\n"
}

// leaksGo reports text that only a Go programmer understands.
func leaksGo(text string) bool {
	for _, word := range []string{"unmarshal", "struct", "config.", "reflect", "nil", "%!", "strconv", "invalid character", "0x"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
