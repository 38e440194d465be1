package locale_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/locale"
)

var update = flag.Bool("update", false, "write docs/words.md anew")

// wordsDoc is the list of keys for owners.
const wordsDoc = "../docs/words.md"

func TestTheListOfWordsIsThatOfTheCatalogue(t *testing.T) {
	var list strings.Builder
	list.WriteString("# Words\n\nEvery sentence of a page and its key, for `brand.words`. `go test ./locale -update` writes this list.\n" +
		"A key names one sentence; pages of the same meaning share it. A wait has a key for each plural form of a language.\n\n" +
		"| key | English |\n|---|---|\n")
	for _, key := range locale.Keys() {
		text, _ := locale.English().Text(key)
		fmt.Fprintf(&list, "| `%s` | %s |\n", key, text)
	}
	if *update {
		if err := os.WriteFile(wordsDoc, []byte(list.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(wordsDoc)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != list.String() {
		t.Error("docs/words.md is old; go test ./locale -update writes it")
	}
}
