package robots

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// hostilePatterns make a backtracking matcher slow.
func hostilePatterns() (patterns, paths []string) {
	patterns = []string{
		"/" + strings.Repeat("*a", 500),
		"/" + strings.Repeat("*a", 500) + "b",
		"/" + strings.Repeat("*a", 500) + "$",
		"/*" + strings.Repeat("a", 900) + "b",
		"/*" + strings.Repeat("ab", 900) + "aa*" + strings.Repeat("a", 300) + "c$",
		strings.Repeat("*", 5000),
		strings.Repeat("/*", 2000) + "x",
		strings.Repeat("a", 400) + "*b",
	}
	paths = []string{
		"/" + strings.Repeat("a", 8000),
		"/" + strings.Repeat("ab", 4000),
		strings.Repeat("/", 8000),
		"/" + strings.Repeat(strings.Repeat("a", 899)+"c", 8),
	}
	return patterns, paths
}

func stepLimit(value, path string) int { return 2*len(path) + len(value) }

func TestAMatchTakesLinearlyManySteps(t *testing.T) {
	patterns, paths := hostilePatterns()
	for _, value := range patterns {
		for _, path := range paths {
			p := compile(value)
			matched, steps := p.run(path)
			if limit := stepLimit(value, path); steps > limit {
				t.Errorf("%.40q (%d bytes) on %.20q (%d bytes): %d steps, want at most %d",
					value, len(value), path, len(path), steps, limit)
			}
			if len(value)*len(path) > 1<<23 {
				continue // the plain matcher is slow
			}
			if want := matchesByPositions(path, value); matched != want {
				t.Errorf("%.40q on %.20q: matched = %v, want %v", value, path, matched, want)
			}
		}
	}
}

// The control for the law above: the usual matcher, which returns to the last
// star, breaks it.
func TestTheStepLawCatchesAMatcherThatGoesBack(t *testing.T) {
	patterns, paths := hostilePatterns()
	broken := 0
	for _, value := range patterns {
		for _, path := range paths {
			if stepsGoingBack(path, value) > stepLimit(value, path) {
				broken++
			}
		}
	}
	if broken == 0 {
		t.Error("no hostile pattern makes the naive matcher exceed the limit: the law proves nothing")
	}
}

func stepsGoingBack(path, value string) (steps int) {
	i, j, star, mark := 0, 0, -1, 0
	for i < len(path) {
		steps++
		switch {
		case j < len(value) && value[j] == '*':
			star, mark = j, i
			j++
		case j < len(value) && value[j] == path[i]:
			i, j = i+1, j+1
		case star >= 0:
			mark++
			i, j = mark, star+1
		default:
			return steps
		}
	}
	return steps
}

// matchesByPositions is a plain reading of RFC 9309 section 2.2.3: the places in
// the path that each part of the pattern can reach.
func matchesByPositions(path, value string) bool {
	places := make([]bool, len(path)+1)
	places[0] = true
	for i := range len(value) {
		switch c := value[i]; {
		case c == '$' && i == len(value)-1:
			return places[len(path)]
		case c == '*':
			for at := 1; at < len(places); at++ {
				places[at] = places[at] || places[at-1]
			}
		default:
			for at := len(path); at > 0; at-- {
				places[at] = places[at-1] && path[at-1] == c
			}
			places[0] = false
		}
	}
	return slices.Contains(places, true)
}

func TestPatternsMatchAsTheyAreDefined(t *testing.T) {
	for _, c := range []struct {
		value, path string
		want        bool
	}{
		{"/a", "/abc", true},
		{"/a$", "/abc", false},
		{"/a$", "/a", true},
		{"$", "/", false},
		{"/$", "/", true},
		{"*", "/", true},
		{"*$", "/a", true},
		{"**$", "/a", true},
		{"/*$$", "/a$", true},
		{"/*$$", "/a", false},
		{"/a*$b", "/a-$b", true},
		{"/*a*a$", "/a", false},
		{"/*a*a$", "/aa", true},
		{"/*ab*ab$", "/abab", true},
		{"/*ab*ab$", "/ab", false},
		{"/*aab", "/aaaab", true},
		{"/*abac*", "/ababac", true},
		{"*/x", "/a/b/x", true},
		{"a", "/a", false},
	} {
		p := compile(c.value)
		if got := p.match(c.path); got != c.want {
			t.Errorf("%q on %q = %v, want %v", c.value, c.path, got, c.want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	patterns, paths := hostilePatterns()
	for i, value := range patterns {
		f.Add(value, paths[i%len(paths)])
	}
	for _, seed := range robotsTexts(f) {
		for line := range Parse([]byte(seed)).Lines() {
			f.Add(line.Value, "/foo/bar/page.html?a=b")
		}
	}
	f.Fuzz(func(t *testing.T, value, path string) {
		p := compile(value)
		matched, steps := p.run(path)
		// The plain reference is quadratic; long inputs are held to the laws alone.
		if len(value)*len(path) <= 1<<22 && matched != matchesByPositions(path, value) {
			t.Errorf("%q on %q = %v, the reference says otherwise", value, path, matched)
		}
		if limit := stepLimit(value, path); steps > limit {
			t.Errorf("%q on %q: %d steps, want at most %d", value, path, steps, limit)
		}
		if once := escape(value); escape(once) != once {
			t.Errorf("escape(%q) = %q is not settled", value, once)
		}
	})
}

// robotsTexts are the bodies of all cases.
func robotsTexts(t testing.TB) []string {
	t.Helper()
	var texts []string
	for _, name := range []string{"testdata/google-cases.jsonl", "testdata/tricky-cases.jsonl"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			var c struct{ Robots string }
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(err)
			}
			texts = append(texts, c.Robots)
		}
	}
	return texts
}
