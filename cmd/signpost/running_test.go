package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os/exec"
	"testing"
)

// startEdge runs `signpost serve` in front of upstream, with more flags, as a
// user would, and returns its address once it answers.
func startEdge(t *testing.T, upstream string, more ...string) string {
	t.Helper()
	return "http://" + startServing(t, append([]string{"serve", "--upstream", upstream, "--listen", "127.0.0.1:0", "--admin", "off"}, more...)...)
}

// startPages runs `signpost pages serve` and returns its host and port.
func startPages(t *testing.T) string {
	t.Helper()
	return startServing(t, "pages", "serve", "--listen", "127.0.0.1:0", "--trusted", "127.0.0.1")
}

// startServing runs a command that serves, and returns its host and port.
func startServing(t *testing.T, args ...string) string {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	ctx, stop := context.WithCancel(context.Background())
	read, write := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, args, streams{in: nil, out: io.Discard, err: write})
		write.Close()
	}()
	t.Cleanup(func() {
		stop()
		if code := <-done; code != exitFine {
			t.Errorf("signpost %v ended with %d", args, code)
		}
	})
	return awaitLog(t, read, "serving")
}

// awaitLog reads log lines until the message comes and returns its address;
// the rest of the log is read on in the background.
func awaitLog(t *testing.T, log io.Reader, message string) string {
	t.Helper()
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("log line %q: %v", lines.Text(), err)
		}
		if line.Msg == message {
			go func() { _, _ = io.Copy(io.Discard, log) }()
			return line.Address
		}
	}
	t.Fatalf("the log ended before %q", message)
	return ""
}

// startProgram runs a server and returns the first line that it prints. It is
// ended with the test.
func startProgram(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("%s ended before it was ready", cmd.Path)
	}
	return lines.Text()
}
