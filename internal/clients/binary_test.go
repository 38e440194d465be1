package clients_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// buildBinary builds signpost as `make build` does, and returns its path. The
// binary stays, so that the next test finds it ready.
func buildBinary(t *testing.T) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	root := filepath.Join(filepath.Dir(here), "..", "..")
	path := filepath.Join(root, ".test", "signpost")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", path, "./cmd/signpost")
	cmd.Dir, cmd.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build signpost: %v\n%s", err, out)
	}
	return path
}

// startBinary runs the real binary in front of a server, with more lines about
// the site in its configuration file, and returns its address.
func startBinary(t *testing.T, target, siteLines string) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "signpost.yaml")
	text := fmt.Sprintf("version: 1\nlisten: { http: \"127.0.0.1:0\" }\nadmin: { listen: \"off\" }\nsites:\n  - host: \"*\"\n    upstream: %s\n%s", target, siteLines)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(buildBinary(t), "serve", "--config", file)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "XDG_STATE_HOME="+dir)
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	t.Cleanup(func() { stopBinary(t, cmd, ended) })
	address := awaitServing(t, log)
	go func() {
		_, _ = io.Copy(io.Discard, log)
		ended <- cmd.Wait()
	}()
	return "http://" + address
}

// stopBinary ends the binary as an operator does; it must go in peace.
func stopBinary(t *testing.T, cmd *exec.Cmd, ended <-chan error) {
	_ = cmd.Process.Signal(os.Interrupt)
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("signpost ended with %v", err)
		}
	case <-time.After(30 * time.Second):
		_ = cmd.Process.Kill()
		t.Error("signpost did not end")
	}
}

// awaitServing reads the log until the edge serves, and returns its address.
func awaitServing(t *testing.T, log io.Reader) string {
	t.Helper()
	var said strings.Builder
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		said.WriteString(lines.Text() + "\n")
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "serving" {
			return line.Address
		}
	}
	t.Fatalf("signpost ended before it served:\n%s", said.String())
	return ""
}
