package main

import (
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/locale"
)

// A set that has become small or easy would pass without proving anything.
func TestTheSetIsLargeAndHard(t *testing.T) {
	all := newTables()
	for _, l := range languages() {
		for _, f := range frameworks {
			all.count(newSite(f, l, false), nil)
		}
	}
	if all.pages < 5000 || share(all.hard, all.pages) < 0.4 {
		t.Errorf("%d pages, %.2f of them hard negatives; want 5000 and 0.4", all.pages, share(all.hard, all.pages))
	}
}

func TestTheBarFallsOnOneWrongAccusationInFifty(t *testing.T) {
	good, bad := score{right: 1000, missed: 20}, score{right: 1000, wrong: 20}
	if !good.passes() || bad.passes() || (&score{}).passes() || (&score{right: 1000, missed: 21}).passes() {
		t.Error("the bar is not at precision 0.99 and recall 0.98")
	}
}

func TestEveryLocaleIsInTheSet(t *testing.T) {
	var tags []string
	for _, l := range languages() {
		tags = append(tags, l.tag)
	}
	known := " " + strings.Join(tags, " ") + " "
	for _, l := range locale.All() {
		tag := l.Tag()
		base, _, _ := strings.Cut(tag, "-")
		if !strings.Contains(known, " "+tag+" ") && !strings.Contains(known, " "+base+" ") {
			t.Errorf("no pages in %s", tag)
		}
	}
}
