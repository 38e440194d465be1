package needs

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// HTMLMistakes asks the Nu Html Checker, the validator of the W3C, about pages
// by name, and returns what it has against each. A page without mistakes is not
// in the result.
func HTMLMistakes(t testing.TB, pages map[string]string) map[string][]string {
	t.Helper()
	java := Program(t, "java", "default-jre-headless")
	jar := filepath.Join(NPM(t, "vnu-jar"), "vnu-jar/build/dist/vnu.jar")
	dir := t.TempDir()
	args := []string{"-XX:TieredStopAtLevel=1", "-Xss8m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always"}
	for name, page := range pages {
		file := filepath.Join(dir, name+".html")
		if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	raw, err := exec.CommandContext(t.Context(), java, args...).Output()
	var said struct {
		Messages []struct {
			Type, URL, Message, Extract string
			LastLine                    int
		}
	}
	if err == nil {
		err = json.Unmarshal(raw, &said)
	}
	if err != nil {
		t.Fatalf("vnu: %v\n%s", err, raw)
	}
	wrong := map[string][]string{}
	for _, m := range said.Messages {
		base := filepath.Base(m.URL)
		name := base[:len(base)-len(".html")]
		wrong[name] = append(wrong[name], fmt.Sprintf("line %d: %s: %s", m.LastLine, m.Message, m.Extract))
	}
	return wrong
}
