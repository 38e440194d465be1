package config_test

import (
	"testing"

	"github.com/seed-3913a1bb/signpost/config"
)

func TestGoodFilesBecomeAnEdge(t *testing.T) {
	for _, file := range goodFiles(t) {
		loaded, err := config.Load(config.Source{File: file, Now: today})
		if err != nil {
			t.Fatal(err)
		}
		built, err := config.Build(loaded, config.BuildOptions{})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if built.Edge != nil {
			if err := built.Edge.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
