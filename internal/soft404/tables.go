package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
)

// score counts verdicts against labels.
type score struct{ right, wrong, missed, clean int }

func (s *score) add(lost, called bool) {
	switch {
	case lost && called:
		s.right++
	case called:
		s.wrong++
	case lost:
		s.missed++
	default:
		s.clean++
	}
}

func (s *score) precision() float64 { return share(s.right, s.right+s.wrong) }
func (s *score) recall() float64    { return share(s.right, s.right+s.missed) }
func (s *score) passes() bool {
	return s.right > 0 && s.precision() >= precisionBar && s.recall() >= recallBar
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// tables are the scores by language, framework and kind of page.
type tables struct {
	all                     score
	byLanguage, byFramework map[string]*score
	byKind                  map[string]*score
	hard, pages             int
	examples                []string
}

func newTables() *tables {
	return &tables{byLanguage: map[string]*score{}, byFramework: map[string]*score{}, byKind: map[string]*score{}}
}

func (t *tables) count(s *site, found map[string]string) {
	for _, path := range s.paths() {
		page := s.pages[path]
		id, called := found[path]
		t.pages++
		if !page.lost && page.kind != "page" {
			t.hard++
		}
		t.all.add(page.lost, called)
		for key, table := range map[string]map[string]*score{s.language.tag: t.byLanguage, s.framework.name: t.byFramework, page.kind: t.byKind} {
			if table[key] == nil {
				table[key] = &score{}
			}
			table[key].add(page.lost, called)
		}
		if called != page.lost && len(t.examples) < 20 {
			t.examples = append(t.examples, fmt.Sprintf("%-8s %-14s %-10s %s %s", s.language.tag, s.framework.name, page.kind, path, id))
		}
	}
}

func (t *tables) write(w io.Writer) {
	fmt.Fprintf(w, "%d pages, %.0f %% hard negatives\n", t.pages, 100*share(t.hard, t.pages))
	for _, part := range []struct {
		name  string
		table map[string]*score
	}{{"language", t.byLanguage}, {"framework", t.byFramework}, {"kind of page", t.byKind}} {
		fmt.Fprintf(w, "\n%-16s %9s %9s %6s %6s %7s\n", part.name, "precision", "recall", "right", "wrong", "missed")
		for _, key := range slices.Sorted(maps.Keys(part.table)) {
			row(w, key, part.table[key])
		}
	}
	fmt.Fprintln(w)
	row(w, "all", &t.all)
	for _, line := range t.examples {
		fmt.Fprintln(w, "  wrong:", line)
	}
}

func row(w io.Writer, name string, s *score) {
	fmt.Fprintf(w, "%-16s %9.4f %9.4f %6d %6d %7d\n", name, s.precision(), s.recall(), s.right, s.wrong, s.missed)
}
