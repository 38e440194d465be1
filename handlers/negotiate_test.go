package handlers_test

import (
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
)

func ownFormat(h http.Header) handlers.Verdict {
	return handlers.Judge(handlers.JudgeInput{Method: "GET", Path: "/", Request: h, Status: 503, Own: true})
}

func TestAcceptChoosesTheFormat(t *testing.T) {
	for _, c := range []struct {
		accept string
		want   handlers.Format
	}{
		{"text/html", handlers.HTML},
		{"text/html; charset=utf-8", handlers.HTML},
		{"TEXT/HTML;Q=0.5", handlers.HTML},
		{"application/xhtml+xml", handlers.HTML},
		{"image/avif,image/webp,text/html;q=0.5", handlers.HTML},
		{"text/html;level=1;q=0.5", handlers.HTML},
		{"application/json", handlers.JSON},
		{"application/problem+json", handlers.JSON},
		{"application/vnd.api+json", handlers.JSON},
		{"application/json;odata=verbose", handlers.JSON},
		{"application/json;q=0.5, application/xml", handlers.XML},
		{"application/xml", handlers.XML},
		{"text/xml", handlers.XML},
		{"application/problem+xml", handlers.XML},
		{"application/vnd.x+xml", handlers.XML},
		{"image/svg+xml", handlers.Text},
		{"application/rss+xml, application/atom+xml", handlers.Text},
		{"text/plain", handlers.Text},
		{"text/*", handlers.Text},
		{"text/markdown", handlers.Markdown},
		{"text/markdown, text/plain;q=0.9", handlers.Markdown},
		{"application/*", handlers.JSON},
		{"application/*, application/problem+json;q=0", handlers.XML},
		{"application/json;q=0.001", handlers.JSON},
		{"application/json;q=0", handlers.Text},
		{"application/json;q=2, text/plain;q=0.1", handlers.Text},
		{"application/json;q=0.1234, text/markdown;q=0.1", handlers.Markdown},
		{`application/x;a="b,c;d", text/markdown`, handlers.Markdown},
		{"garbage, text/markdown", handlers.Markdown},
		{"/, ;;, text/, text/markdown", handlers.Markdown},
		{"image/png", handlers.Text},
		{"*/*", handlers.Text},
		{"image/png, */*;q=0.1", handlers.Text},
		{"*/*;q=0", handlers.Text},
		{"", handlers.Text},
		{"text/html;q=0.1, application/json", handlers.JSON},
		{"text/plain, */*;q=0.5", handlers.Text},
	} {
		if v := ownFormat(fields("Accept", c.accept)); v.Format != c.want {
			t.Errorf("Accept %q: %s (%s), want %s", c.accept, v.Format, v.Client, c.want)
		}
	}
}

func TestSeveralAcceptLinesCountAsOne(t *testing.T) {
	if v := ownFormat(fields("Accept", "text/markdown;q=0.2", "Accept", "application/json")); v.Format != handlers.JSON {
		t.Errorf("format %s, want problem+json", v.Format)
	}
}

func TestOnlyTheFirst64MembersCount(t *testing.T) {
	long := ""
	for range 64 {
		long += "image/png,"
	}
	if v := ownFormat(fields("Accept", long+"application/json")); v.Format != handlers.Text {
		t.Errorf("format %s, want text", v.Format)
	}
}

func TestWhoNamesNoFormatGetsTheOneOfTheExchange(t *testing.T) {
	for _, c := range []struct {
		name    string
		request http.Header
		want    handlers.Format
	}{
		{"a JSON body", fields("Accept", "*/*", "Content-Type", "application/json"), handlers.JSON},
		{"an XML body", fields("Content-Type", "text/xml"), handlers.XML},
		{"a form", fields("Content-Type", "application/x-www-form-urlencoded"), handlers.Text},
		{"a form of a person", fields(append([]string{"Content-Type", "application/json"}, browser...)...), handlers.HTML},
		{"navigate with anything", fields("Sec-Fetch-Mode", "navigate", "Accept", "*/*"), handlers.HTML},
	} {
		if v := ownFormat(c.request); v.Format != c.want {
			t.Errorf("%s: %s, want %s", c.name, v.Format, c.want)
		}
	}
}

// Whatever Accept says: one format of the set, never a panic, and HTML only
// for people.
func FuzzAccept(f *testing.F) {
	for _, seed := range []string{
		"", "*/*", "text/html", `a/b;c="d\",e";q=0.5,text/html`, "text/html;q=1.001", ",,;;", "\x00/\xff", `"`, `a/b;q="0.3"`,
	} {
		f.Add(seed, "navigate", "document")
		f.Add(seed, "", "")
	}
	known := map[handlers.Format]bool{handlers.HTML: true, handlers.JSON: true, handlers.XML: true, handlers.Text: true, handlers.Markdown: true}
	f.Fuzz(func(t *testing.T, accept, mode, dest string) {
		h := http.Header{"Accept": {accept}}
		if mode != "" {
			h.Set("Sec-Fetch-Mode", mode)
		}
		if dest != "" {
			h.Set("Sec-Fetch-Dest", dest)
		}
		v := ownFormat(h)
		if v.Step == "matrix" && !known[v.Format] {
			t.Errorf("format %q", v.Format)
		}
		if v.Format == handlers.HTML && v.Client != handlers.Navigation {
			t.Errorf("HTML for %s", v.Client)
		}
	})
}

func FuzzFilterLinks(f *testing.F) {
	for _, seed := range []string{
		`</a>; rel="canonical"`, `</a,b>; rel=help; title="x,y", </c>; rel=preload`, `<`, `"`, `<a>;rel="help canonical"`, `\`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		once := handlers.FilterLinks([]string{line})
		twice := handlers.FilterLinks(once)
		if len(once) != len(twice) || len(once) > 0 && once[0] != twice[0] {
			t.Errorf("%q: filtering again changes %q to %q", line, once, twice)
		}
	})
}

func TestLinksOfTheOldBodyAreDroppedOneByOne(t *testing.T) {
	for line, want := range map[string]string{
		`</s.css>; rel=preload; as=style`:                        "",
		`</a>; rel="help", </b>; rel="canonical"`:                `</a>; rel="help"`,
		`</de>; rel="alternate"; hreflang="de"`:                  "",
		`</p>; rel="alternate"; type="application/problem+json"`: `</p>; rel="alternate"; type="application/problem+json"`,
		`</a>; rel="next help"`:                                  `</a>; rel="next help"`,
		`</a>; rel="own-thing"`:                                  `</a>; rel="own-thing"`,
		`</a>`:                                                   `</a>`,
		`</x,y>; rel="blocked-by"; title="a, b", <https://c/>; rel=canonical`: `</x,y>; rel="blocked-by"; title="a, b"`,
		`</a>; REL=Canonical`:            "",
		`<https://acme/dir>;rel="index"`: `<https://acme/dir>;rel="index"`,
	} {
		got := ""
		if lines := handlers.FilterLinks([]string{line}); len(lines) > 0 {
			got = lines[0]
		}
		if got != want {
			t.Errorf("%s\n got %q\nwant %q", line, got, want)
		}
	}
}

func TestVaryIsMerged(t *testing.T) {
	for _, c := range []struct{ have, add, want string }{
		{"", "Accept", "Accept"},
		{"accept", "Accept", "accept"},
		{"Origin,", "Accept", "Origin, Accept"},
		{"*", "Accept", "*"},
		{"Origin, *", "Accept", "Origin, *"},
	} {
		h := http.Header{}
		if c.have != "" {
			h.Set("Vary", c.have)
		}
		handlers.AddVary(h, []string{c.add})
		if got := h.Get("Vary"); got != c.want {
			t.Errorf("%q + %q = %q, want %q", c.have, c.add, got, c.want)
		}
	}
}

func TestJitterStaysWithinAFifthAndIsStable(t *testing.T) {
	seen := map[int]bool{}
	for i := range 500 {
		key := string(rune('a'+i%26)) + http.StatusText(100+i)
		n := handlers.Jittered(30, key+string(rune(i)))
		if n < 24 || n > 36 || n != handlers.Jittered(30, key+string(rune(i))) {
			t.Fatalf("jittered to %d", n)
		}
		seen[n] = true
	}
	if len(seen) < 8 {
		t.Errorf("only %d different values", len(seen))
	}
}
