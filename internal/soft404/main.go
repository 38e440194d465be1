// Soft404 measures how well the audit tells soft 404s from pages: it serves a
// generated, labelled set of sites, one for each framework and language, audits
// each, and prints precision and recall. It fails below the bar.
package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
)

const (
	precisionBar = 0.99
	recallBar    = 0.98
	together     = 4 // audits at a time
)

func main() {
	passed := true
	for _, set := range []struct {
		name  string
		sites []*site
	}{{"The audit's own phrases, by framework", frameworkSites()}, {"Other wordings, by layout", wordingSites()}} {
		t, err := measure(context.Background(), set.sites)
		if err != nil {
			fmt.Fprintln(os.Stderr, "soft404:", err)
			os.Exit(3)
		}
		fmt.Printf("%s: ", set.name)
		t.write(os.Stdout)
		passed = passed && t.all.passes()
	}
	if !passed {
		os.Exit(1)
	}
}

func frameworkSites() (all []*site) {
	for i, l := range languages() {
		for j, f := range frameworks {
			all = append(all, newSite(f, l, (i+j)%5 == 0))
		}
	}
	return all
}

// wordingSites are one site a language.
func wordingSites() (all []*site) {
	known := languages()
	for _, w := range wordings() {
		at := slices.IndexFunc(known, func(l language) bool { return l.tag == w.tag })
		all = append(all, newWordingSite(w, known[at]))
	}
	return all
}

// measure audits every site of a set.
func measure(ctx context.Context, sites []*site) (*tables, error) {
	t := newTables()
	turn := make(chan struct{}, together)
	var all sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for _, s := range sites {
		turn <- struct{}{}
		all.Go(func() {
			defer func() { <-turn }()
			found, err := audited(ctx, s)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = err
			}
			t.count(s, found)
		})
	}
	all.Wait()
	return t, failed
}

// audited returns the paths that the audit calls soft 404s, with the check.
func audited(ctx context.Context, s *site) (map[string]string, error) {
	server := httptest.NewServer(s)
	defer server.Close()
	report, err := audit.Run(ctx, audit.Options{Seeds: []string{server.URL + "/"}, ConfirmAfter: new(time.Duration(0))})
	if err != nil {
		return nil, fmt.Errorf("audit %s in %s: %w", s.framework.name, s.language.tag, err)
	}
	found := map[string]string{}
	for _, f := range report.Findings {
		if !strings.HasPrefix(f.ID, "soft404-") {
			continue
		}
		for _, address := range append(f.Examples, f.URL) {
			if u, err := url.Parse(address); err == nil {
				found[u.Path] = f.ID
			}
		}
	}
	return found, nil
}
