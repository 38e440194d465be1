package config_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/config"
)

// today is the day of all tests that read dates.
var today = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func TestGoodFilesHaveNoMistakes(t *testing.T) {
	for _, file := range goodFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			if _, err := config.Load(config.Source{File: file, Now: today}); err != nil {
				t.Errorf("%v", err)
			}
		})
	}
}

func goodFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/good/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no good files: %v", err)
	}
	return files
}
