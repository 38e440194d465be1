package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/config"
)

// Whatever the bytes, the loader answers soon, with a configuration or with
// mistakes that have a place and are fit for a terminal; what it accepts is
// shown as a file that it accepts too.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/good/*.yaml", "testdata/bad/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("no seeds: %v", err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 16<<10 || strings.Contains(text, "${file:") {
			return // long ones are the business of the bounds, files that of the disk
		}
		begun := time.Now()
		loaded, err := config.Load(config.Source{File: "-", Stdin: strings.NewReader(text), Now: today})
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
		mistakes, isMistakes := errors.AsType[config.Mistakes](err)
		switch {
		case err == nil:
			mustReload(t, loaded)
		case !isMistakes || len(mistakes) == 0:
			t.Errorf("err = %v", err)
		}
		for _, m := range mistakes {
			if m.Line < 1 || m.Column < 1 || m.Text == "" {
				t.Errorf("no place: %+v", m)
			}
			if printed := m.String(); !utf8.ValidString(printed) || strings.ContainsAny(printed, "\x1b\r\x00\t") {
				t.Errorf("not fit for a terminal: %q", printed)
			}
		}
	})
}

func mustReload(t *testing.T, loaded *config.Loaded) {
	t.Helper()
	shown := show(t, loaded)
	if strings.Contains(shown, "***") {
		return // a masked secret has another form
	}
	if _, err := config.Load(config.Source{File: "-", Stdin: strings.NewReader(shown), Now: today}); err != nil {
		t.Errorf("what was shown does not load: %v\n%s", err, shown)
	}
}
