package config_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-3913a1bb/signpost/config"
)

// What is shown, read again, is the same configuration.
func TestWhatIsShownLoadsAsTheSame(t *testing.T) {
	for _, file := range goodFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			first, err := config.Load(config.Source{File: file, Now: today})
			if err != nil {
				t.Fatal(err)
			}
			shown := show(t, first)
			second, err := config.Load(config.Source{File: "-", Stdin: strings.NewReader(shown), Now: today})
			if err != nil {
				t.Fatalf("%v\n%s", err, shown)
			}
			first.File.Defaults, second.File.Defaults = config.Defaults{}, config.Defaults{}
			if diff := cmp.Diff(first.File, second.File, cmpopts.EquateEmpty(), cmpopts.EquateComparable(config.StatusSet{}, config.Network{})); diff != "" {
				t.Errorf("differs (-first +shown):\n%s\n%s", diff, shown)
			}
		})
	}
}

func TestEachShownValueTellsItsOrigin(t *testing.T) {
	shown := show(t, mustLoad(t, fiveLines, env("SIGNPOST_LOG__LEVEL=debug"), set("limits.in_flight=9")))
	for _, want := range []string{
		`host: [shop.example] # stdin:3`, `servers: ["http://127.0.0.1:3000"] # stdin:4`, "name: Example Shop # stdin:5",
		"level: debug # SIGNPOST_LOG__LEVEL", "in_flight: 9 # --set", "header_timeout: 5s # default",
	} {
		if !strings.Contains(strings.Join(strings.Fields(shown), " "), want) {
			t.Errorf("%q is not shown in:\n%s", want, shown)
		}
	}
}
