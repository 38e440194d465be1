package views_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/views"
)

func TestOnlyPathsOfTheSameSiteAreLinks(t *testing.T) {
	for _, path := range []string{"/", "/a", "/a/b?c=d&e=f#g", "/ä/ö", "/a:b", "/a//b", "/%2F%2Fevil.example", "/javascript:alert(1)"} {
		if !views.SameSite(path) {
			t.Errorf("SameSite(%q) = false", path)
		}
	}
	for _, path := range unsafePaths {
		if views.SameSite(path) {
			t.Errorf("SameSite(%q) = true", path)
		}
	}
}

var unsafePaths = []string{
	"", "a", "//evil.example", "///evil.example", `/\evil.example`, `\\evil.example`, `/a\..\..\evil`, "https:evil",
	"https://evil.example", "HTTPS://evil.example", "javascript:alert(1)", "data:text/html,x", "vbscript:x",
	"/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/a\x00b", "/a b", " /a", "/a\u00a0b", "/a\u202eb",
	"/\u200b/evil.example", "/a\u2028b", "/a\x7fb", "/a\xff", "/" + strings.Repeat("a", 400), "/" + strings.Repeat("&", 100),
}

func TestAnUnsafePathIsLeftOut(t *testing.T) {
	for _, path := range unsafePaths {
		o := views.PageOptions{Brand: views.Brand{Name: "Shop", Home: path}, Current: path, Back: path, Unsafe: true}
		root := parse(t, render(t, problem.Document{Status: 409, Cause: problem.EditConflict}, o))
		for _, a := range elements(root, "a") {
			if href, _ := attribute(a, "href"); href != "/" {
				t.Errorf("%q became a link to %q", path, href)
			}
		}
		if n := len(elements(root, "a")); n != 2 {
			t.Errorf("%q: %d links, want the header and home", path, n)
		}
	}
}

func TestActionsStandInOrder(t *testing.T) {
	for _, c := range []struct {
		name string
		d    problem.Document
		o    views.PageOptions
		want string
	}{
		{"a conflict opens the current version first", problem.Document{Status: 409, Cause: problem.EditConflict}, full, "Open the current version, Go back, Home page"},
		{"a taken name opens what exists", problem.Document{Status: 409, Cause: problem.AlreadyExists}, full, "Open the existing one, Go back, Home page"},
		{"a read that may work later is tried again", problem.Document{Status: 503}, views.PageOptions{}, "Try again, Home page"},
		{"a change is not tried again by a link", problem.Document{Status: 503}, views.PageOptions{Unsafe: true}, "Home page"},
		{"a missing page is not tried again", problem.Document{Status: 404}, views.PageOptions{}, "Home page"},
		{"a conflict that passes by itself is", problem.Document{Status: 409, Cause: problem.ConcurrentOperation, Retryable: true}, views.PageOptions{}, "Try again, Home page"},
	} {
		var got []string
		for _, link := range views.NewPage(c.d, c.o).Actions {
			got = append(got, link.Text)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTryAgainAsksForThePageThatFailed(t *testing.T) {
	root := parse(t, render(t, problem.Document{Status: 503}, views.PageOptions{}))
	href, ok := attribute(elements(root, "a")[0], "href")
	if !ok || href != "" {
		t.Errorf("try again leads to %q, %v", href, ok)
	}
}

func FuzzALinkStaysOnTheSite(f *testing.F) {
	for _, path := range append(unsafePaths, "/a/../..//evil.example", "/?//evil", "/#//evil") {
		f.Add(path)
	}
	base, err := url.Parse("https://shop.example/a/b")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, path string) {
		if !views.SameSite(path) {
			return
		}
		ref, err := url.Parse(path)
		if err != nil {
			return
		}
		if got := base.ResolveReference(ref); got.Host != base.Host || got.Scheme != base.Scheme {
			t.Fatalf("%q leads to %s", path, got)
		}
	})
}
