package views_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/static"
)

var update = flag.Bool("update", false, "write the golden pages anew")

// TestGoldenPages compares whole pages, their style aside: one code a class and
// all causes, in each language.
func TestGoldenPages(t *testing.T) {
	for _, lang := range locale.All() {
		documents := map[string]problem.Document{
			"404": {Lang: lang, Status: 404, Reference: reference},
			"503": {Lang: lang, Status: 503, Reference: reference, RetryAfter: 120},
		}
		for _, cause := range problem.Causes() {
			documents[string(cause)] = conflict(lang, cause)
		}
		for name, d := range documents {
			page := bytes.Replace(render(t, d, full), []byte(static.PageStyle()), []byte("…"), 1)
			compare(t, filepath.Join("testdata", "golden", lang.Tag(), name+".html"), page)
		}
	}
}

// compare compares page with a file, or writes the file under -update. Tags are
// put on lines of their own, so that a difference can be read.
func compare(t *testing.T, file string, page []byte) {
	t.Helper()
	got := strings.ReplaceAll(string(page), "><", ">\n<") + "\n"
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test ./views -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
