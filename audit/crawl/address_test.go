package crawl_test

import (
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

func TestSpellingsOfOnePageHaveOneKey(t *testing.T) {
	for _, c := range []struct{ raw, key string }{
		{"http://shop.example", "http://shop.example/"},
		{"HTTP://SHOP.Example:80/", "http://shop.example/"},
		{"https://shop.example:443/a", "https://shop.example/a"},
		{"http://shop.example:443/", "http://shop.example:443/"},
		{"http://shop.example./a", "http://shop.example/a"},
		{"http://shop.example.:8080/a", "http://shop.example:8080/a"},
		{"http://user:secret@shop.example/", "http://shop.example/"},
		{"http://shop.example/a#part", "http://shop.example/a"},
		{"http://bücher.example/", "http://xn--bcher-kva.example/"},
		{"http://shop.example/a/./b/../c", "http://shop.example/a/c"},
		{"http://shop.example/a/%2e%2E/b", "http://shop.example/b"},
		{`http://shop.example\a\b`, "http://shop.example/a/b"},
		{"http://shop.example/%7euser/%41%2db%2Ec", "http://shop.example/~user/A-b.c"},
		{"http://shop.example/ä b", "http://shop.example/%C3%A4%20b"},
		{"http://shop.example/%c3%a4", "http://shop.example/%C3%A4"},
		{"http://shop.example/%2f%3f", "http://shop.example/%2F%3F"},
		{"http://shop.example/100%", "http://shop.example/100%"},
		{"http://shop.example/%zz", "http://shop.example/%zz"},
		{"http://shop.example/A//b/;p=1", "http://shop.example/A//b/;p=1"},
		{"http://shop.example/?b=2&a=1&a=&x;y&%zz", "http://shop.example/?b=2&a=1&a=&x;y&%zz"},
		{"http://shop.example/?q=%41", "http://shop.example/?q=%41"},
		{"http://shop.example/a\xe4b?\xff", "http://shop.example/a%E4b?%FF"},
		{"http://shop.example/\ufffd\ufffe", "http://shop.example/%EF%BF%BD%EF%BF%BE"},
		{" \thttp://shop.example/\n", "http://shop.example/"},
		{"http://0x7f.1/", "http://127.0.0.1/"},
		{"http://2130706433/", "http://127.0.0.1/"},
		{"http://0177.0.0.1/", "http://127.0.0.1/"},
		{"http://[::FFFF:127.0.0.1]/", "http://[::ffff:7f00:1]/"},
	} {
		if got := parse(t, c.raw).Key; got != c.key {
			t.Errorf("key of %q = %q, want %q", c.raw, got, c.key)
		}
	}
}

func TestWhatIsNoWebAddressIsRefused(t *testing.T) {
	for _, raw := range []string{
		"", "/path", "shop.example", "ftp://shop.example/", "file:///etc/passwd", "gopher://x/", "data:text/html,x",
		"javascript:alert(1)", "mailto:a@shop.example", "http://", "http://./", "http://shop.example../", "http://a b/", "http://[::1/",
		"http://shop.example:99999/", "http://127.0.0.1../", "http://\xb3\xb3", "http:0\xbe\xaa", "http://shop.example/" + strings.Repeat("a", crawl.MaxAddress),
	} {
		if a, err := crawl.ParseAddress(raw); err == nil {
			t.Errorf("%.60q was read as %q", raw, a.Key)
		}
	}
}

func TestAnAddressKnowsItsParts(t *testing.T) {
	a := parse(t, "https://[2001:DB8::1]:8443/a/%7eb?q=%c3#top")
	for what, got := range map[string][2]string{
		"raw":      {a.Raw, "https://[2001:db8::1]:8443/a/%7eb?q=%c3"},
		"host":     {a.Host, "[2001:db8::1]:8443"},
		"hostname": {a.Hostname(), "[2001:db8::1]"},
		"origin":   {a.Origin(), "https://[2001:db8::1]:8443"},
		"path":     {a.Path(), "/a/~b"},
		"query":    {a.PathQuery(), "/a/~b?q=%C3"},
		"fragment": {a.Fragment, "top"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s = %q, want %q", what, got[0], got[1])
		}
	}
}

func TestReferencesAreResolvedAgainstTheBase(t *testing.T) {
	base, err := crawl.NewBase("https://shop.example/a/b?c")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ href, ref, key string }{
		{"", "d", "https://shop.example/a/d"},
		{"", "?x", "https://shop.example/a/b?x"},
		{"", "//cdn.example/x", "https://cdn.example/x"},
		{"", "/\\evil.example", "https://evil.example/"},
		{"", "https:e", "https://shop.example/a/e"},
		{"", "../../../x", "https://shop.example/x"},
		{"/other/", "d", "https://shop.example/other/d"},
		{"http://cdn.example/x/", "d", "http://cdn.example/x/d"},
		{"javascript:x", "d", "https://shop.example/a/d"},
		{"http://[", "d", "https://shop.example/a/d"},
	} {
		b := base
		if c.href != "" {
			b = base.With(c.href)
		}
		if got, err := b.Resolve(c.ref); err != nil || got.Key != c.key {
			t.Errorf("%q on base %q = %q (%v), want %q", c.ref, c.href, got.Key, err, c.key)
		}
	}
	for _, ref := range []string{"mailto:x@shop.example", "tel:1", "data:,x", "http://[", "/" + strings.Repeat("a", crawl.MaxAddress)} {
		if a, err := base.Resolve(ref); err == nil {
			t.Errorf("%.40q was resolved to %q", ref, a.Key)
		}
	}
}

// checkAddress holds the laws of every address.
func checkAddress(t *testing.T, a crawl.Address) {
	t.Helper()
	if len(a.Key) > crawl.MaxAddress || len(a.Raw) > crawl.MaxAddress {
		return // grown by encoding; it is not read again
	}
	for name, spelling := range map[string]string{"key": a.Key, "raw": a.Raw} {
		again, err := crawl.ParseAddress(spelling)
		if err != nil {
			t.Fatalf("the %s %q cannot be read again: %v", name, spelling, err)
		}
		if again.Key != a.Key || again.Host != a.Host || again.Scheme != a.Scheme {
			t.Fatalf("the %s %q is %+v when read again, was %+v", name, spelling, again, a)
		}
	}
	if !strings.HasPrefix(a.PathQuery(), "/") || a.Origin()+a.PathQuery() != a.Key {
		t.Fatalf("origin %q and path %q are not the key %q", a.Origin(), a.PathQuery(), a.Key)
	}
	if strings.ContainsAny(a.Raw, " \r\n\t\x00#") {
		t.Fatalf("raw address %q holds what no request line may", a.Raw)
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{
		"http://shop.example/", "http://shop.example/%%341", "http://x/%4%31", "http://a./%2e%2e/", "http://127.0.0.1../",
		"http://[::1]:80/?#", "http://x//y", "https://bücher.example/ä?ö", "http://x/%25%34%31", "http://x\\y",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if a, err := crawl.ParseAddress(raw); err == nil {
			checkAddress(t, a)
		}
	})
}

func FuzzResolve(f *testing.F) {
	f.Add("http://shop.example/a/b", "/x/", "../c?d#e")
	f.Add("http://shop.example/", "//cdn.example", "\\\\evil")
	f.Add("https://[::1]:8/", "data:x", "%%340")
	f.Fuzz(func(t *testing.T, document, href, ref string) {
		base, err := crawl.NewBase(document)
		if err != nil {
			return
		}
		if a, err := base.With(href).Resolve(ref); err == nil {
			checkAddress(t, a)
		}
	})
}
