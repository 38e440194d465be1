package needs

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
	"time"
)

// Drive runs a script of node that acts as a visitor in chromium by way of
// puppeteer-core. The script gets in as JSON in its first argument, finds
// chromium in CHROMIUM and a folder for its profile in PROFILE, and prints what
// it saw as JSON, which is put into out. It ends after eight minutes, which only a broken script needs.
func Drive(t testing.TB, script string, in, out any) {
	t.Helper()
	arg, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, Program(t, "node", "nodejs"), script, string(arg))
	cmd.Env = append(os.Environ(), "NODE_PATH="+NPM(t, "puppeteer-core"), "CHROMIUM="+Program(t, "chromium", "chromium"),
		"PROFILE="+t.TempDir())
	var said, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &log
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", script, err, log.String(), said.String())
	}
	if err := json.Unmarshal(said.Bytes(), out); err != nil {
		t.Fatalf("%s said %q: %v", script, said.String(), err)
	}
}
