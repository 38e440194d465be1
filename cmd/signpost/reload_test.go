package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// configured is `signpost serve --config` under way.
type configured struct {
	t    *testing.T
	file string
	logs chan map[string]any
	at   string
}

// serveConfig runs the edge with a configuration; %s in it is the application.
func serveConfig(t *testing.T, text string) *configured {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	c := &configured{t: t, file: filepath.Join(t.TempDir(), "signpost.yaml"), logs: make(chan map[string]any, 100)}
	c.write(text)
	ctx, stop := context.WithCancel(context.Background())
	read, write := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"serve", "--config", c.file}, streams{out: io.Discard, err: write})
		write.Close()
	}()
	go c.follow(read)
	t.Cleanup(func() {
		stop()
		if code := <-done; code != exitFine {
			t.Errorf("signpost serve ended with %d", code)
		}
	})
	c.at = "http://" + c.await("serving")["address"].(string)
	return c
}

func (c *configured) write(text string) {
	c.t.Helper()
	// Editors and ConfigMaps put a new file in the place of the old one.
	if err := os.WriteFile(c.file+".new", []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
	if err := os.Rename(c.file+".new", c.file); err != nil {
		c.t.Fatal(err)
	}
}

func (c *configured) follow(log io.Reader) {
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		line := map[string]any{}
		if json.Unmarshal(lines.Bytes(), &line) == nil {
			select {
			case c.logs <- line:
			default:
			}
		}
	}
	close(c.logs)
}

// await reads log lines until one has the message.
func (c *configured) await(message string) map[string]any {
	c.t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case line, ok := <-c.logs:
			if !ok {
				c.t.Fatalf("the log ended before %q", message)
			}
			if line["msg"] == message {
				return line
			}
		case <-late:
			c.t.Fatalf("no %q in the log", message)
		}
	}
}

func (c *configured) page() string {
	c.t.Helper()
	return visit(c.t, http.MethodGet, c.at+"/409").body
}

const twoBrands = `version: 1
listen: { http: "127.0.0.1:0" }
admin: { listen: off }
log: { access: { output: none } }
sites:
  - host: "*"
    upstream: %s
    brand: { name: %s }
`

func TestANewConfigurationIsTakenOverAndABrokenOneIsNot(t *testing.T) {
	app := application(t)
	c := serveConfig(t, fmt.Sprintf(twoBrands, app, "First Shop"))
	if page := c.page(); !strings.Contains(page, "First Shop") {
		t.Fatalf("the page has no brand: %s", page)
	}

	c.write(fmt.Sprintf(twoBrands, app, "Second Shop"))
	c.await("configuration taken over")
	if page := c.page(); !strings.Contains(page, "Second Shop") {
		t.Errorf("the page has the old brand: %s", page)
	}

	c.write(strings.ReplaceAll(fmt.Sprintf(twoBrands, app, "Third Shop"), "brand:", "brnad:"))
	mistake := c.await("mistake in the configuration")
	if !strings.Contains(fmt.Sprint(mistake["at"]), ":8") || !strings.Contains(fmt.Sprint(mistake["hint"]), "brand") {
		t.Errorf("the log does not tell the mistake: %v", mistake)
	}
	c.await("the new configuration is refused, the old one serves on")
	if page := c.page(); !strings.Contains(page, "Second Shop") {
		t.Errorf("a refused configuration changed something: %s", page)
	}

	c.write(fmt.Sprintf(twoBrands, app, "Fourth Shop"))
	c.await("configuration taken over")
	if page := c.page(); !strings.Contains(page, "Fourth Shop") {
		t.Errorf("after a broken one no other is taken: %s", page)
	}
}
