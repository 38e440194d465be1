// Profile audits a site and writes where the processor time went: one file for
// the crawl, one for what comes after it, and one of all that was allocated.
//
//	go run ./cmd/signpost testsite --listen 127.0.0.1:8099 --pages 50000 &
//	go run ./internal/million/profile http://127.0.0.1:8099/ FOLDER
//
// The heap may grow as in the command signpost audit.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/pprof"
	"sync"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/store"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: profile URL FOLDER")
		os.Exit(2)
	}
	debug.SetGCPercent(300)
	if err := profile(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "profile:", err)
		os.Exit(1)
	}
}

func profile(seed, folder string) error {
	state, err := os.MkdirTemp("", "signpost-profile-")
	if err != nil {
		return fmt.Errorf("make a folder for the run: %w", err)
	}
	defer os.RemoveAll(state)
	if err := begin(filepath.Join(folder, "crawl.pprof")); err != nil {
		return err
	}
	var afterCrawl sync.Once
	var failed error
	report, err := audit.Run(context.Background(), audit.Options{
		Seeds: []string{seed}, MaxURLs: -1, MaxDuration: -1, Store: state, Resume: store.Fresh,
		Crawl: audit.Crawling{Sitemaps: []string{"none"}},
		Progress: func(p audit.Progress) {
			if p.Phase != audit.PhaseCrawl {
				afterCrawl.Do(func() { failed = begin(filepath.Join(folder, "judge.pprof")) })
			}
		},
	})
	pprof.StopCPUProfile()
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	fmt.Printf("%d pages, %.0f a second\n", report.Pages, report.Summary.PagesPerSecond)
	return writeAllocations(filepath.Join(folder, "allocs.pprof"))
}

// begin ends the profile under way and begins another one. The file is closed
// with the process.
func begin(name string) error {
	pprof.StopCPUProfile()
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("begin a profile: %w", err)
	}
	return pprof.StartCPUProfile(file)
}

func writeAllocations(name string) error {
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write what was allocated: %w", err)
	}
	return errors.Join(pprof.Lookup("allocs").WriteTo(file, 0), file.Close())
}
