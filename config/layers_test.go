package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/config"
)

// fiveLines is the smallest useful file.
const fiveLines = `version: 1
sites:
  - host: shop.example
    upstream: http://127.0.0.1:3000
    brand: { name: Example Shop }
`

// load reads text as a file, with an environment and settings.
func load(t *testing.T, text string, change ...func(*config.Source)) (*config.Loaded, error) {
	t.Helper()
	source := config.Source{File: "-", Stdin: strings.NewReader(text), Now: today}
	for _, c := range change {
		c(&source)
	}
	return config.Load(source)
}

func mustLoad(t *testing.T, text string, change ...func(*config.Source)) *config.Loaded {
	t.Helper()
	loaded, err := load(t, text, change...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return loaded
}

func env(pairs ...string) func(*config.Source) {
	return func(s *config.Source) { s.Env = pairs }
}

func set(pairs ...string) func(*config.Source) {
	return func(s *config.Source) {
		for _, p := range pairs {
			setting, err := config.ParseSetting(p)
			if err != nil {
				panic(err)
			}
			s.Set = append(s.Set, setting)
		}
	}
}

func TestFiveLinesAreEnough(t *testing.T) {
	f := mustLoad(t, fiveLines).File
	s := f.Sites[0]
	if s.Host[0] != "shop.example" || s.Upstream.Servers[0] != "http://127.0.0.1:3000" || s.Brand.Name != "Example Shop" {
		t.Errorf("site = %+v", s)
	}
	if s.Retry.Attempts != 1 || s.LastGood.Robots.String() != "1d" || f.Listen.HTTP[0] != ":8080" || f.Listen.ClientIP != "peer" {
		t.Errorf("the defaults are missing: %+v", s.Retry)
	}
	if s.CORS.Mode != config.CORSMirror || s.Maintenance != nil || s.Upstream.Health != nil {
		t.Errorf("what is off is on: %+v", s)
	}
}

func TestNoFileAtAllIsOneSiteForEveryHost(t *testing.T) {
	loaded, err := config.Load(config.Source{Upstream: "http://127.0.0.1:3000", Env: []string{"SIGNPOST_DEFAULTS__ONLY=own"}})
	if err != nil {
		t.Fatal(err)
	}
	s := loaded.File.Sites[0]
	if len(loaded.File.Sites) != 1 || s.Host[0] != "*" || s.Upstream.Servers[0] != "http://127.0.0.1:3000" || s.Only != "own" {
		t.Errorf("site = %+v", s)
	}
	_, err = config.Load(config.Source{Upstream: "127.0.0.1:3000"})
	if err == nil || !strings.HasPrefix(err.Error(), "--upstream: sites[0].upstream.servers[0]: ") {
		t.Errorf("a wrong address: %v", err)
	}
}

func TestASiteInheritsBlocksKeyByKeyAndListsAsAWhole(t *testing.T) {
	f := mustLoad(t, `version: 1
defaults:
  last_good: { if_error: 24h, types: [text/html, application/xhtml+xml] }
  brand: { words: { en: { edit-conflict.title: One, locked.title: Two } } }
  upstream: { connect_timeout: 1s, circuit: { failures: 9 } }
sites:
  - host: a.example
    upstream: http://127.0.0.1:3000
    last_good: { types: [text/plain] }
    brand: { words: { en: { locked.title: Three } } }
  - host: b.example
    upstream: { servers: ["http://127.0.0.1:4000"], circuit: { open_for: 1m } }
`).File
	a, b := f.Sites[0], f.Sites[1]
	if a.LastGood.IfError.String() != "1d" || len(a.LastGood.Types) != 1 || a.LastGood.Types[0] != "text/plain" {
		t.Errorf("last_good = %+v", a.LastGood)
	}
	if w := a.Brand.Words["en"]; w["edit-conflict.title"] != "One" || w["locked.title"] != "Three" {
		t.Errorf("words = %v", w)
	}
	if a.Upstream.ConnectTimeout.String() != "1s" || a.Upstream.Circuit.Failures != 9 {
		t.Errorf("upstream of a short site = %+v", a.Upstream)
	}
	if b.Upstream.Circuit.Failures != 9 || b.Upstream.Circuit.OpenFor.String() != "1m" || len(b.LastGood.Types) != 2 {
		t.Errorf("upstream of a long site = %+v", b.Upstream)
	}
}

func TestARuleInheritsTheConflictSettingsOfItsSite(t *testing.T) {
	rules := mustLoad(t, fiveLines+`    conflict: { compare: true, form: { hide: [secret] } }
    rules:
      - { name: own, when: { status: 409 }, then: { page: auto, keep_form: true } }
      - { name: none, when: { status: 412 }, then: { page: auto } }
`).File.Sites[0].Rules
	own := rules[0].Then.ConflictPolicy
	if own == nil || !own.KeepForm || !own.Compare || !slices.Equal(own.Form.Hide, []string{"secret"}) {
		t.Errorf("conflict = %+v", own)
	}
	if rules[1].Then.ConflictPolicy != nil {
		t.Error("a rule that sets none has conflict settings")
	}
}

func TestFlagsBeatTheEnvironmentBeatsTheFileBeatsTheDefaults(t *testing.T) {
	const file = fiveLines + "log: { level: warning }\n"
	for _, c := range []struct {
		name, want, origin string
		change             []func(*config.Source)
	}{
		{"file", "warning", "stdin:6", nil},
		{"environment", "error", "SIGNPOST_LOG__LEVEL", []func(*config.Source){env("SIGNPOST_LOG__LEVEL=error")}},
		{"flag", "debug", "--set", []func(*config.Source){env("SIGNPOST_LOG__LEVEL=error"), set("log.level=debug")}},
	} {
		loaded := mustLoad(t, file, c.change...)
		if got, from := loaded.File.Log.Level, loaded.Origin("log.level").String(); got != c.want || from != c.origin {
			t.Errorf("%s: level = %s from %s, want %s from %s", c.name, got, from, c.want, c.origin)
		}
	}
	if from := mustLoad(t, fiveLines).Origin("log.level"); from.Kind != config.FromDefault {
		t.Errorf("origin of a default = %v", from)
	}
}

func TestTheEnvironmentSetsListsWithCommas(t *testing.T) {
	f := mustLoad(t, fiveLines, env(
		"SIGNPOST_LISTEN__HTTP=:80, 127.0.0.1:8080", "SIGNPOST_DEFAULTS__CORS=off", "SIGNPOST_DEFAULTS__HEADERS__NOINDEX=4xx,!404",
		"SIGNPOST_DEFAULTS__STATUS__MAP=recommended", "SIGNPOST_LIMITS__IN_FLIGHT=7", "SIGNPOST_LISTEN__H2C=true",
		"SIGNPOST_DEFAULTS__CACHE__404=no-store", "SIGNPOST_DEFAULTS__API=", "SIGNPOST_LOG__LEVEL=",
	)).File
	s := f.Sites[0]
	if !slices.Equal(f.Listen.HTTP, []string{":80", "127.0.0.1:8080"}) || f.Limits.InFlight != 7 || !f.Listen.H2C {
		t.Errorf("listen = %+v, limits = %+v", f.Listen, f.Limits)
	}
	if s.CORS.Mode != config.CORSOff || !s.Status.Map.Recommended || s.Headers.Noindex.Has(404) || s.Cache.NotFound != "no-store" || len(s.API) != 0 {
		t.Errorf("site = %+v", s.Policy)
	}
}

func TestAVariableThatNamesNoKeyIsAWarning(t *testing.T) {
	loaded := mustLoad(t, fiveLines, env(
		"SIGNPOST_SERVICE_HOST=10.0.0.1", "SIGNPOST_PORT=tcp://10.0.0.1:80", "SIGNPOST_SITES=x", "SIGNPOST_LOG=x",
		"SIGNPOST_LOG__LEVLE=x", "SIGNPOST_LOG__LEVEL__X=1", "SIGNPOST_CONFIG=x", "OTHER=x",
	))
	var got []string
	for _, w := range loaded.Warnings {
		got = append(got, w.Error())
	}
	want := []string{
		"SIGNPOST_LOG: log cannot be set from outside the file",
		`SIGNPOST_LOG__LEVEL__X: log.level has no keys below it`,
		`SIGNPOST_LOG__LEVLE: names no key: there is no "log.levle"`,
		`SIGNPOST_PORT: names no key: there is no "port"`,
		`SIGNPOST_SERVICE_HOST: names no key: there is no "service_host"`,
		"SIGNPOST_SITES: sites cannot be set from outside the file",
	}
	if !slices.Equal(got, want) {
		t.Errorf("warnings:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestMistakesOutsideTheFileNameTheirPlace(t *testing.T) {
	_, err := load(t, fiveLines, env("SIGNPOST_LOG__LEVEL=loud"), set("limits.in_flight=many", "sites.host=x", "lgo.level=info"))
	mistakes, ok := errors.AsType[config.Mistakes](err)
	if !ok {
		t.Fatal(err)
	}
	var got []string
	for _, m := range mistakes {
		got = append(got, m.Error())
	}
	want := []string{
		`--set: sites.host: sites has no keys below it`,
		`--set: lgo.level: names no key: there is no "lgo"`,
		`--set: limits.in_flight: must be a whole number, not "many"`,
		`SIGNPOST_LOG__LEVEL: log.level: unknown word "loud"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("mistakes:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestASettingNeedsKeyAndValue(t *testing.T) {
	for _, s := range []string{"", "log.level", "=debug"} {
		if _, err := config.ParseSetting(s); err == nil {
			t.Errorf("%q is taken", s)
		}
	}
}

func TestTheFirstFileFoundWins(t *testing.T) {
	home := t.TempDir()
	t.Chdir(t.TempDir())
	vars := []string{"HOME=" + home, "XDG_CONFIG_HOME="}
	if file, looked, ok := config.Find(vars); ok && !strings.HasPrefix(file, "/etc/") || len(looked) != 3 {
		t.Errorf("found %q among %v", file, looked)
	}
	inHome := filepath.Join(home, ".config", "signpost", config.FileName)
	if err := os.MkdirAll(filepath.Dir(inHome), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{inHome, config.FileName} {
		if err := os.WriteFile(want, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if file, _, ok := config.Find(vars); !ok || file != want {
			t.Errorf("found %q, want %q", file, want)
		}
	}
	if file, _, ok := config.Find(append(vars, "SIGNPOST_CONFIG=/srv/other.yaml")); !ok || file != "/srv/other.yaml" {
		t.Errorf("found %q, want the one of the environment", file)
	}
}

func TestAFileThatCannotBeReadIsNoMistakeOfItsContent(t *testing.T) {
	_, err := config.Load(config.Source{File: filepath.Join(t.TempDir(), "none.yaml")})
	if _, isMistakes := errors.AsType[config.Mistakes](err); err == nil || isMistakes || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("err = %v", err)
	}
}
