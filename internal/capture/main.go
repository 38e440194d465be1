// Command capture starts real servers and frameworks, provokes their error
// pages and keeps the answers as samples for the body signatures of package
// problem. `make capture` runs it; no test does. Each file of sites describes
// one product: how it is started, and what it is asked.
//
//	go run ./internal/capture problem/testdata/captured [SITE…]
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "capture:", err)
		stop()
		os.Exit(1)
	}
}

// run captures the named sites, or all, into the folder that is named first.
func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("usage: capture FOLDER [SITE…]")
	}
	files, err := filepath.Glob("internal/capture/sites/*.txtar")
	if err != nil {
		return err
	}
	failed := 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if len(args) > 1 && !slices.Contains(args[1:], name) {
			continue
		}
		if err := capture(ctx, file, name, args[0]); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d sites gave no samples", failed)
	}
	return nil
}

// capture runs one site and writes its samples.
func capture(ctx context.Context, file, name, folder string) error {
	s, err := readSite(file)
	if err != nil {
		return err
	}
	defer os.RemoveAll(s.dir)
	version, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	for _, q := range s.questions {
		answer, err := q.ask(ctx, s.port)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		if !strings.HasPrefix(q.name, fmt.Sprint(answer.code)) {
			fmt.Fprintf(os.Stderr, "%s: %s was answered %d\n", name, q.name, answer.code)
		}
		sample := fmt.Sprintf("# %s (%s): %s\n%s", s.product, version, q.text, answer.raw)
		if err := os.WriteFile(filepath.Join(folder, name+"-"+q.name+".http"), s.neutral(sample), 0o600); err != nil {
			return err
		}
	}
	return nil
}
