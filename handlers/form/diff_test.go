package form

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// side puts the lines of one text together again.
func side(lines []Line, s Side) string {
	var all []string
	for _, l := range lines {
		if l.Side != Both && l.Side != s {
			continue
		}
		var b strings.Builder
		for _, p := range l.Pieces {
			b.WriteString(p.Text)
		}
		all = append(all, b.String())
	}
	return strings.Join(all, "\n")
}

// checkLaws holds a comparison against what every comparison must be.
func checkLaws(t *testing.T, mine, current string) {
	t.Helper()
	lines := compareText(mine, current)
	if lines == nil {
		return
	}
	if side(lines, Mine) != mine || side(lines, Current) != current {
		t.Errorf("compare(%q, %q): the texts do not come back: %q, %q", mine, current, side(lines, Mine), side(lines, Current))
	}
	for _, l := range lines {
		for _, p := range l.Pieces {
			if p.Side != Both && p.Side != l.Side {
				t.Errorf("compare(%q, %q): a line of %d holds a piece of %d", mine, current, l.Side, p.Side)
			}
			if mine == current && p.Side != Both {
				t.Errorf("equal texts have a mark: %q", p.Text)
			}
		}
	}
	if back := swapped(compareText(current, mine)); mine != current && side(back, Mine) != mine {
		t.Errorf("the other way round %q is %q", mine, side(back, Mine))
	}
}

func TestAComparisonOfTheWaysRoundHasItsSidesSwapped(t *testing.T) {
	mine, current := "a\nb c d\ne", "a\nb x d\nf\ne"
	one, other := compareText(mine, current), swapped(compareText(current, mine))
	if !reflect.DeepEqual(one, other) {
		t.Errorf("%v\n%v", one, other)
	}
}

func TestWordsThatDifferAreMarked(t *testing.T) {
	got := compareText("The red fox\nsame", "The grey fox\nsame")
	want := []Line{
		{Mine, []Piece{{Both, "The "}, {Mine, "red"}, {Both, " fox"}}},
		{Current, []Piece{{Both, "The "}, {Current, "grey"}, {Both, " fox"}}},
		{Both, []Piece{{Both, "same"}}},
	}
	if side(got, Mine) != "The red fox\nsame" || len(got) != 3 {
		t.Fatalf("%v", got)
	}
	for _, w := range want {
		found := false
		for _, g := range got {
			found = found || reflect.DeepEqual(g, w)
		}
		if !found {
			t.Errorf("no line %v in %v", w, got)
		}
	}
}

func TestTheLawsOfComparisonHold(t *testing.T) {
	checkLaws(t, "", "")
	checkLaws(t, "", "a")
	checkLaws(t, "a\n", "a")
	random := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b strings.Builder
		for range random.IntN(30) {
			b.WriteString([]string{"a", "b", "c", " ", "\n", "\n", "long word"}[random.IntN(7)])
		}
		return b.String()
	}
	for range 5000 {
		checkLaws(t, text(), text())
	}
}

func TestTextsThatAreTooLongOrTooDifferentHaveNoMarks(t *testing.T) {
	for name, c := range map[string][2]string{
		"bytes":     {strings.Repeat("x", 33<<10), "y"},
		"lines":     {strings.Repeat("\n", 2001), "y"},
		"different": {strings.Repeat("a\n", 600), strings.Repeat("b\n", 600)},
	} {
		if got := compareText(c[0], c[1]); got != nil {
			t.Errorf("%s: %d lines", name, len(got))
		}
	}
}

func FuzzDiff(f *testing.F) {
	f.Add("a\nb", "a\nc")
	f.Fuzz(func(t *testing.T, mine, current string) { checkLaws(t, mine, current) })
}
