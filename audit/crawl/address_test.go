package crawl_test

import (
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func TestSpellingsOfOnePageShareAKey(t *testing.T) {
	for _, c := range []struct{ name, ref, key string }{
		{"the host is lower case and the default port dropped", "HTTP://Shop.Example:80", "http://shop.example/"},
		{"a trailing dot of the host is dropped", "http://shop.example./a", "http://shop.example/a"},
		{"dot segments are resolved", "/a/./b/../c", "http://shop.example/a/c"},
		{"percent hex is upper case", "/%c3%a9", "http://shop.example/%C3%A9"},
		{"characters outside ASCII are encoded", "/é", "http://shop.example/%C3%A9"},
		{"unreserved characters are decoded", "/%7Euser/%41", "http://shop.example/~user/A"},
		{"encoded dots stay dots of a name", "/a%2Eb", "http://shop.example/a%2Eb"},
		{"decoding makes no new escape", "/%%42eE", "http://shop.example/%%42eE"},
		{"bytes of an old encoding are asked for as they stand", "/caf\xe9", "http://shop.example/caf%E9"},
		{"the fragment is dropped", "/a#b", "http://shop.example/a"},
		{"user info is removed", "http://me:pw@shop.example/", "http://shop.example/"},
		{"an invalid escape stays", "/a%zz?b=%zz", "http://shop.example/a%zz?b=%zz"},
		{"doubled and trailing slashes count", "/a//b/", "http://shop.example/a//b/"},
		{"the query is kept in its order", "/?b=2&a=&;c", "http://shop.example/?b=2&a=&;c"},
		{"escapes of the query stay encoded", "/?q=%41%2f", "http://shop.example/?q=%41%2F"},
		{"backslashes are slashes", `\a\b`, "http://shop.example/a/b"},
		{"line breaks and spaces around are ignored", " /a\n/b ", "http://shop.example/a/b"},
		{"international names become ASCII", "http://bücher.example/", "http://xn--bcher-kva.example/"},
		{"numbers are addresses", "http://0x7f.1/", "http://127.0.0.1/"},
		{"another port is kept", "//shop.example:8080/a", "http://shop.example:8080/a"},
	} {
		base, err := crawl.NewBase("http://shop.example/")
		if err != nil {
			t.Fatal(err)
		}
		got, err := base.Resolve(c.ref)
		if err != nil || got.Key != c.key {
			t.Errorf("%s: Resolve(%q) = %q, %v, want %q", c.name, c.ref, got.Key, err, c.key)
		}
	}
}

func TestWhatNobodyCanAskIsNoAddress(t *testing.T) {
	base, err := crawl.NewBase("http://shop.example/")
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{"file:///etc/passwd", "ftp://a/", "javascript:x()", "mailto:a@b", "http://", "http://a b/", "//A0\xf8\xf8\xf8\xf8\xf8\xf80", "//..", "/" + strings.Repeat("a", 3000)} {
		if a, err := base.Resolve(ref); err == nil {
			t.Errorf("Resolve(%.40q) = %+v, want an error", ref, a)
		}
	}
}

func TestTheScopeIsTheRegistrableDomain(t *testing.T) {
	for _, c := range []struct {
		seed, other string
		want        bool
	}{
		{"https://www.shop.example/", "http://cdn.shop.example:8080/", true},
		{"https://www.shop.co.uk/", "https://other.co.uk/", false},
		{"http://127.0.0.1:8080/", "http://127.0.0.1:8080/a", true},
		{"http://127.0.0.1:8080/", "http://127.0.0.1:8081/a", false},
		{"http://localhost/", "http://localhost/a", true},
		{"https://shop.example/", "https://shop.example.evil.test/", false},
	} {
		seed, other := address(t, c.seed), address(t, c.other)
		if got := crawl.DomainScope([]crawl.Address{seed}).Has(other); got != c.want {
			t.Errorf("scope of %s has %s = %v, want %v", c.seed, c.other, got, c.want)
		}
	}
}

func address(t testing.TB, raw string) crawl.Address {
	t.Helper()
	a, err := crawl.ParseAddress(raw)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// FuzzAddress: a key is its own key, and what is asked has the key of the link.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"/a/../b?c#d", "//x:99/%41", "http://[::1]:80/%zz", `\\x\y`, "?", "#", "http://ü/", "/%", "/%2e%2E/", "http://a:b@c/"} {
		f.Add(seed)
	}
	base, err := crawl.NewBase("http://shop.example/dir/")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, ref string) {
		a, err := base.Resolve(ref)
		if err != nil {
			return
		}
		for _, spelling := range []string{a.Key, a.Raw} {
			if len(spelling) > crawl.MaxAddress {
				continue
			}
			again, err := crawl.ParseAddress(spelling)
			if err != nil || again.Key != a.Key {
				t.Errorf("ParseAddress(%q) has the key %q, %v, want %q", spelling, again.Key, err, a.Key)
			}
		}
		if !strings.HasPrefix(a.PathQuery(), "/") || !strings.HasPrefix(a.Key, a.Origin()) || a.Hostname() == "" {
			t.Errorf("%+v does not fall into its parts", a)
		}
	})
}
