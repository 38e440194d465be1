package crawl

import "testing"

var joinBases = []string{
	"http://127.0.0.1:8080/", "https://shop.example/a/b/c.html?q=1", "https://shop.example/%61/%c3%a4/x", "https://shop.example//a//b",
	"https://shop.example/a;p/b?c/d", "https://shop.example./x/y",
}

var joinRefs = []string{
	"a", "a/b", "/a", "/", "./a", "../a", "../../../../a", "../", "./", "..", ".", "?x=y", "a?b/../c", "a/../b", "a/./b", "a/..", "/../a", "/./a",
	"a//b", "//other.example/a", "http:a", "a.b", ".a", "..a", "a/.b", "x;y=1,2", "a%20b", "a b", "\u00e4", "a\\b", "a:b", "/a:b", "?", "a?", "",
	"https://shop.example/z", "https://shop.example", "https://shop.example?z", "HTTP://127.0.0.1:8080/z", "http://127.0.0.1:8080/../z", "https://shop.example//z",
}

// sameJoin holds the short way against the parser.
func sameJoin(t *testing.T, from, ref string) (joined bool) {
	t.Helper()
	base, err := NewBase(from)
	if err != nil {
		return false
	}
	got, joined := base.join(ref)
	if !joined {
		return false
	}
	u, err := base.parse(ref)
	if err != nil {
		t.Fatalf("%q at %s: joined to %q, but the parser says %v", ref, from, got.Raw, err)
	}
	if want, err := addressOf(u); err != nil || want != got {
		t.Fatalf("%q at %s:\njoined %+v\nparsed %+v %v", ref, from, got, want, err)
	}
	if a, err := ParseAddress(from); err == nil {
		again, err := a.Base().Resolve(ref)
		if want, _ := addressOf(u); err != nil || want != again {
			t.Fatalf("%q at the address %s: %+v %v, want %+v", ref, from, again, err, want)
		}
	}
	return true
}

func TestJoiningGivesWhatTheParserGives(t *testing.T) {
	joined := 0
	for _, from := range joinBases {
		for _, ref := range joinRefs {
			if sameJoin(t, from, ref) {
				joined++
			}
		}
	}
	if joined < 80 {
		t.Errorf("only %d references were joined", joined)
	}
}

func FuzzJoin(f *testing.F) {
	for _, ref := range joinRefs {
		f.Add(joinBases[1], ref)
	}
	f.Fuzz(func(t *testing.T, from, ref string) {
		if len(from)+len(ref) < MaxAddress {
			sameJoin(t, from, ref)
		}
	})
}
