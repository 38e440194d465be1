package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/config"
)

const maintained = fiveLines + `    maintenance:
      allow: { header: "X-Key: ${env:KEY}", cookie: "preview=${file:cookie}${cred:suffix}" }
`

// secrets is a folder with what the placeholders of maintained need.
func secrets(t *testing.T, file string) config.Source {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"signpost.yaml": file, "cookie": "hunter2\n", "creds/suffix": "hunter3"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config.Source{
		File: filepath.Join(dir, "signpost.yaml"),
		Env:  []string{"KEY=hunter1 ${env:KEY}", "CREDENTIALS_DIRECTORY=" + filepath.Join(dir, "creds")},
		Now:  today,
	}
}

func TestPlaceholdersAreFilledOnceAndNeverShown(t *testing.T) {
	loaded, err := config.Load(secrets(t, maintained))
	if err != nil {
		t.Fatal(err)
	}
	allow := loaded.File.Sites[0].Maintenance.Allow
	if allow.Header != "X-Key: hunter1 ${env:KEY}" || allow.Cookie != "preview=hunter2hunter3" {
		t.Errorf("allow = %+v", allow)
	}
	shown := show(t, loaded)
	if strings.Contains(shown, "hunter") || !strings.Contains(shown, `"preview=${file:cookie}${cred:suffix}"`) {
		t.Errorf("shown:\n%s", shown)
	}
	if !strings.Contains(strings.Join(loaded.Files, " "), "cookie") {
		t.Errorf("the file of the placeholder is not watched: %v", loaded.Files)
	}
}

func TestSecretsWithoutPlaceholdersAreStars(t *testing.T) {
	shown := show(t, mustLoad(t, fiveLines+"    maintenance: { allow: { cookie: preview=hunter1 } }\n"))
	if strings.Contains(shown, "hunter") || !strings.Contains(shown, `cookie: "***"`) {
		t.Errorf("shown:\n%s", shown)
	}
}

// What a placeholder stands for may be a secret: a message about it tells the
// placeholder.
func TestMistakesNeverTellWhatAPlaceholderStandsFor(t *testing.T) {
	for _, line := range []string{
		"    last_good: { keep: \"${env:KEY}\" }", "    only: \"${env:KEY}\"", "    protect_reads: \"${env:KEY}\"",
		"    retry: { attempts: \"${env:KEY}\" }", "    canonical: \"${env:KEY}\"", "    languages: \"${env:KEY}\"",
		"    maintenance: { allow: { cookie: \"${env:KEY}\", header: \"${env:KEY}\" } }", "    api: \"${env:KEY}\"",
		"    cors: \"${env:KEY}\"", "    status: { map: { 420: \"${env:KEY}\" } }", "    respond: { status: 503, page: \"${env:KEY}\" }",
		"    rules: [ { name: \"${env:KEY}\", when: { status: 404 }, then: { page: \"${env:KEY}\" } } ]",
		"    brand: { contact: { email: \"${env:KEY}\" }, logo: \"${env:KEY}\" }",
		"    moved: \"${env:KEY}\"", "    host: \"${env:KEY}\"", "    headers: { noindex: [\"${env:KEY}\"] }",
	} {
		_, err := load(t, fiveLines+line+"\n", env("KEY=hunter1,"))
		if err == nil || strings.Contains(err.Error(), "hunter1") {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestADollarCanBeWritten(t *testing.T) {
	s := mustLoad(t, fiveLines+"    canonical: \"${env:NONE:-https://shop.example}\"\n    rate_limit: [ { name: \"$${x} $5\", allow: 1/s } ]\n").File.Sites[0]
	if s.Canonical != "https://shop.example" || s.RateLimit[0].Name != "${x} $5" {
		t.Errorf("canonical = %s, name = %s", s.Canonical, s.RateLimit[0].Name)
	}
}

func show(t *testing.T, l *config.Loaded) string {
	t.Helper()
	var b strings.Builder
	if err := l.Show(&b, config.ShowOptions{Origin: true}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
