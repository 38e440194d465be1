package clients_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// keepEverything is what a site switches on so that nothing typed is lost.
const keepEverything = "    conflict: { keep_form: true, compare: true, overwrite: if-match }\n"

// visit is what a visitor does, and sees.
type visit struct {
	Base    string `json:"base"`
	Path    string `json:"path"`
	Scripts bool   `json:"scripts"`
	Way     string `json:"way"` // by hand, or save mine
	Mine    string `json:"mine"`
	Theirs  string `json:"theirs"`
	Merged  string `json:"merged"`
}

type sight struct {
	Other, Conflict, Confirm, Saved int
	Heading, Question               string
	Kept, Compared, Buttons, Broken []string
	Only                            struct{ Mine, Current []string }
	Clipboard, Current, Arrived     string
	Stays                           int
}

const (
	mineText   = "Mine wins, \"quoted\" & <b>bold</b>\nthe same line"
	theirsText = "Theirs came first\nthe same line"
	mergedText = "Theirs came first, mine wins\nthe same line"
)

// lateSaves lets visitors save too late, each a note of its own, in one browser.
func lateSaves(t *testing.T, visits ...visit) []sight {
	t.Helper()
	for i := range visits {
		v := &visits[i]
		v.Mine, v.Theirs, v.Merged = mineText, theirsText, mergedText
	}
	var saw []sight
	needs.Drive(t, "testdata/visitor.js", visits, &saw)
	for i, s := range saw {
		if s.Other != 200 || s.Conflict != 409 {
			t.Fatalf("%+v: the other's save: %d, the visitor's: %d", visits[i], s.Other, s.Conflict)
		}
	}
	return saw
}

func (s sight) checkPage(t *testing.T, scripts bool) {
	t.Helper()
	if s.Heading != "Someone else changed this first" {
		t.Errorf("heading %q", s.Heading)
	}
	if !slices.Contains(s.Kept, mineText) {
		t.Errorf("the boxes hold %q", s.Kept)
	}
	mine, current := strings.Join(s.Only.Mine, " "), strings.Join(s.Only.Current, " ")
	if !strings.Contains(mine, "Mine") || !strings.Contains(current, "Theirs") || strings.Contains(mine+current, "same") {
		t.Errorf("only in mine: %q, only in the current one: %q", s.Only.Mine, s.Only.Current)
	}
	if !slices.Contains(s.Compared, "body") || slices.Contains(s.Compared, "title") {
		t.Errorf("compared %q", s.Compared)
	}
	if s.Current != theirsText || s.Stays == 0 {
		t.Errorf("the current version shows %q, %d boxes stay", s.Current, s.Stays)
	}
	if copies := strings.Contains(s.Clipboard, mineText); copies != scripts || len(s.Buttons) > 0 != scripts {
		t.Errorf("scripts %v: buttons %q, the clipboard holds %q", scripts, s.Buttons, s.Clipboard)
	}
	if len(s.Broken) > 0 {
		t.Errorf("the console says %q", s.Broken)
	}
}

func TestAVisitorsLateSaveIsNotLost(t *testing.T) {
	site, at := startNotes(t)
	edge := startBinary(t, at, keepEverything)
	visits := []visit{
		{Path: "/by-hand", Scripts: true, Way: "by hand"},
		{Path: "/all-the-same", Scripts: true, Way: "save mine"},
		{Path: "/by-hand-plain", Way: "by hand"},
		{Path: "/all-the-same-plain", Way: "save mine"},
	}
	for i := range visits {
		visits[i].Base = edge
		site.write(visits[i].Path, "Shelf", "As it was\nthe same line")
	}
	for i, s := range lateSaves(t, visits...) {
		v := visits[i]
		t.Run(v.Path, func(t *testing.T) {
			s.checkPage(t, v.Scripts)
			s.checkSaved(t, v.Way, site.read(v.Path))
		})
	}
}

func (s sight) checkSaved(t *testing.T, way string, now note) {
	t.Helper()
	if way == "by hand" {
		if s.Saved != 200 || now.Body != mergedText || now.Version != 3 {
			t.Errorf("the second save: %d, the note is %+v", s.Saved, now)
		}
		return
	}
	if s.Confirm != 409 || s.Saved != 200 || now.Body != mineText || !slices.Equal(now.If, []string{"", `"v2"`}) {
		t.Errorf("asked with %d, saved with %d, the note is %+v", s.Confirm, s.Saved, now)
	}
	if s.Question != "Replace the current version by yours?" || strings.Contains(s.Arrived, "signpost") {
		t.Errorf("the question has the heading %q, the visitor ends at %s", s.Question, s.Arrived)
	}
}

// Without this control, the test above could not tell the edge's work from the
// browser's.
func TestWithoutTheEdgeALateSaveIsLost(t *testing.T) {
	site, at := startNotes(t)
	site.write("/note", "Shelf", "As it was")
	s := lateSaves(t, visit{Base: at, Path: "/note", Scripts: true, Way: "by hand"})[0]
	if len(s.Kept) > 0 || s.Clipboard != "" || s.Saved != 0 {
		t.Errorf("the site itself gives back %q", s.Kept)
	}
}
