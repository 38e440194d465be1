package rule_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

func TestAGlobMatchesWholeNormalisedPaths(t *testing.T) {
	for _, c := range []struct{ pattern, yes, no string }{
		{"/a", "/a", "/ /a/ /ab /b/a"},
		{"/a/*", "/a/b /a/", "/a /a/b/c"},
		{"/a/**", "/a /a/ /a/b /a/b/c", "/ab /b/a"},
		{"/a/**/b", "/a/b /a/x/b /a/x/y/b", "/a/xb /ab /a/b/c"},
		{"/**", "/ /a /a/b", ""},
		{"**", "/ /a /a/b", ""},
		{"**/b", "/b /a/b /a/c/b", "/ab /a/b/c"},
		{"/**/*.php", "/x.php /a/x.php", "/x.php/y /x.html"},
		{"*.php", "", "/x.php"},
		{"**.php", "/x.php /a/b.php", "/x.php5"},
		{"/a?c", "/abc /a.c", "/ac /a/c /abbc"},
		{"/a**z", "/az /a/b/z /abz", "/a/b"},
		{"/*/edit", "/p/edit", "/edit /p/q/edit"},
		{"/*a*b", "/ab /xaxb /aabb", "/a/b /ba"},
		{"/**/a*b/**", "/ab /x/a1b/y /aab/b", "/a/b /xab"},
		{"/é", "/%C3%A9", "/%C3 /e"},
		{"/%c3%a9", "/%C3%A9", ""},
		{"/%7euser", "/~user", ""},
		{"/?", "/%C3%A9 /%E2%82%AC /%F0%9F%98%80 /%2F /a", "/ /ab /%C3%A9%C3%A9 /%C3%28"},
		{"/a*F", "/aF /axF", "/a%2F"},
		{"/a b", "/a%20b", "/a+b"},
	} {
		g, err := rule.CompileGlob(c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		for path := range strings.FieldsSeq(c.yes) {
			if !g.Match(path) {
				t.Errorf("%q does not match %q", c.pattern, path)
			}
		}
		for path := range strings.FieldsSeq(c.no) {
			if g.Match(path) {
				t.Errorf("%q matches %q", c.pattern, path)
			}
		}
	}
}

func TestAPatternThatNeverMatchesIsRefused(t *testing.T) {
	for _, pattern := range []string{
		"", "a", "https://a/b", "/a//b", "/a/../b", "/./a", "/{a,b}", "/[ab]", `/a\b`, "/a#b", "/%zz", "/%2", "/a\nb",
		"/" + strings.Repeat("a", 2048), "/*" + strings.Repeat("a", 300),
	} {
		if _, err := rule.CompileGlob(pattern); err == nil {
			t.Errorf("%.40q is accepted", pattern)
		}
	}
}

func TestWordsMatchInEitherCaseAcrossEverything(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"*not found*", "Page Not Found – Shop", true},
		{"*not found*", "Found", false},
		{"*", "a/b", true},
		{"*", "", true},
		{"?", "É", true},
		{"ÉCOLE", "école", true},
		{"text/*", "text/html", true},
		{"*.shop.example", "www.shop.example", true},
		{"*.shop.example", "shop.example", false},
		{"**a**", "bab", true},
	} {
		g, err := rule.CompileWords(c.pattern)
		if err != nil || g.Match(c.text) != c.want {
			t.Errorf("%q on %q: %v, %v, want %v", c.pattern, c.text, !c.want, err, c.want)
		}
	}
	for _, pattern := range []string{"", "a\xff", strings.Repeat("a", 3000)} {
		if _, err := rule.CompileWords(pattern); err == nil {
			t.Errorf("%.40q is accepted", pattern)
		}
	}
}

func TestAPathIsNormalisedOnceAndForAll(t *testing.T) {
	for raw, want := range map[string]string{
		"":                     "/",
		"/":                    "/",
		"/a/b":                 "/a/b",
		"//a///b/":             "/a/b/",
		"/a/./b":               "/a/b",
		"/a/../b":              "/b",
		"/../../b":             "/b",
		"/a/b/..":              "/a/",
		"/a/.":                 "/a/",
		"/..":                  "/",
		"/%61%2e%2E/b":         "/a../b",
		"/x/%2e%2e/b":          "/b",
		"/..%2fadmin":          "/..%2Fadmin",
		"/a%5c..%5cb":          "/a%5C..%5Cb",
		"/%7Euser/%c3%a9":      "/~user/%C3%A9",
		"/%zz":                 "/%25zz",
		"/%":                   "/%25",
		"/é x":                 "/%C3%A9%20x",
		"a":                    "/a",
		"*":                    "/*",
		"/a;b=1,c/(d)":         "/a;b=1,c/(d)",
		"/.well-known/...":     "/.well-known/...",
		"/..//%2e%2e/%2f/%5c/": "/%2F/%5C/",
	} {
		got := rule.NormalizePath(raw)
		if got != want {
			t.Errorf("NormalizePath(%q) = %q, want %q", raw, got, want)
		}
		if again := rule.NormalizePath(got); again != got {
			t.Errorf("NormalizePath(%q) = %q, not itself", got, again)
		}
	}
}

// naive is the definition of a glob, character by character, in exponential
// time.
func naive(pattern, path []string) bool {
	if len(pattern) == 0 {
		return len(path) == 0
	}
	rest := pattern[1:]
	switch pattern[0] {
	case "**":
		return naive(rest, path) || len(path) > 0 && naive(pattern, path[1:])
	case "*":
		return naive(rest, path) || len(path) > 0 && path[0] != "/" && naive(pattern, path[1:])
	case "?":
		return len(path) > 0 && path[0] != "/" && naive(rest, path[1:])
	case "**/": // whole segments, or none
		for i := range path {
			if path[i] == "/" && naive(rest, path[i+1:]) {
				return true
			}
		}
		return naive(rest, path)
	case "/**":
		return len(path) == 0 || path[0] == "/"
	}
	return len(path) > 0 && path[0] == pattern[0] && naive(rest, path[1:])
}

// split cuts a pattern of plain characters into what naive reads.
func split(pattern string) []string {
	var parts []string
	for pattern != "" {
		next := pattern[:1]
		afterSlash := len(parts) == 0 || parts[len(parts)-1] == "/"
		switch {
		case pattern == "/**":
			next = pattern
		case strings.HasPrefix(pattern, "**/") && afterSlash:
			next = "**/"
		case strings.HasPrefix(pattern, "**"):
			parts, pattern = append(parts, "**"), strings.TrimLeft(pattern, "*")
			continue
		}
		parts, pattern = append(parts, next), pattern[len(next):]
	}
	return parts
}

func FuzzGlobAgreesWithItsDefinition(f *testing.F) {
	for _, seed := range [][2]string{
		{"/a/**", "/a"},
		{"/**/a*b/**", "/a/aab/b"},
		{"**/b?", "/b/bb"},
		{"/*a*b", "/aab"},
		{"/a**b*", "/a/b/b"},
		{"/**/**/a", "/a/b/a"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		const alphabet = "/*?ab"
		if len(pattern) > 9 || len(path) > 12 || strings.Trim(pattern, alphabet) != "" || strings.Trim(path, "/ab") != "" {
			return // too long for the definition, or another alphabet
		}
		g, err := rule.CompileGlob(pattern)
		if err != nil {
			return
		}
		want := naive(split(pattern), strings.Split(path, ""))
		if got := g.Match(path); got != want {
			t.Errorf("%q on %q: %v, the definition says %v", pattern, path, got, want)
		}
	})
}

func FuzzNormalisedPathsAreStable(f *testing.F) {
	for _, seed := range []string{"/", "//a/%2e%2e/%2f", "/%C3%a9/..", "/a/./%zz", "\xff%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		path := rule.NormalizePath(raw)
		if again := rule.NormalizePath(path); again != path {
			t.Errorf("%q, then %q", path, again)
		}
		if path == "" || path[0] != '/' || strings.Contains(path, "//") || strings.Contains(path, "/../") || strings.Contains(path, "/./") {
			t.Errorf("%q is not normal", path)
		}
		if _, err := url.PathUnescape(path); err != nil {
			t.Error(err)
		}
		if g, err := rule.CompileGlob("/**"); err != nil || !g.Match(path) {
			t.Errorf("/** does not match %q", path)
		}
	})
}

func TestNoTextMakesAGlobSlow(t *testing.T) {
	g, err := rule.CompileGlob("/**a*a**a*a**a*a**b?")
	if err != nil {
		t.Fatal(err)
	}
	// A matcher that tries again would need more steps than there are atoms.
	if g.Match("/" + strings.Repeat("a", 100_000)) {
		t.Error("matches without its last letter")
	}
}

func BenchmarkGlob(b *testing.B) {
	g, err := rule.CompileGlob("/shop/**/item-*.html")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		g.Match("/shop/clothes/women/item-12345.html")
	}
}
