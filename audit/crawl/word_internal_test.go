package crawl

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// What the loops over bytes do must be what the library does.
func FuzzWordsAreThoseOfTheLibrary(f *testing.F) {
	for _, seed := range []string{
		"", " ", "one", " two  words ", "a b", "Größe\u00a0GRÖSSE\u2003x", "404 ¤ v1.2", "\xff\xfe bad \xc3", "tab\t\ttab \n", "İstanbul ½ ٣", "日本語 text",
		"words that fill more than eight bytes,  and  gaps after them   ", "eight ch two  sp", "UPPER [@`{ and Zz Aa ÄÖ lower in one",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := Lower(text), strings.ToLower(text); got != want && utf8.ValidString(text) {
			t.Errorf("Lower(%q) = %q, want %q", text, got, want)
		}
		var b strings.Builder
		appendWords(&b, text, 1<<20)
		if got, want := b.String(), strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("words of %q = %q, want %q", text, got, want)
		}
		at := 0
		for _, want := range strings.FieldsFunc(text, func(r rune) bool {
			return r != '¤' && !unicode.IsNumber(r) && (r >= utf8.RuneSelf || !isLetter(byte(r))) && !unicode.IsLetter(r)
		}) {
			start := wordStart([]byte(text), at)
			end, digits := wordEnd([]byte(text), start)
			word := text[start:end]
			at = end
			if word != want || digits != strings.ContainsFunc(want, unicode.IsNumber) {
				t.Errorf("next word %q, with digits %v, want %q", word, digits, want)
			}
		}
	})
}

func TestAWordHasOneHashWhateverStandsBehindIt(t *testing.T) {
	for _, word := range []string{"a", "seven77", "letters", "eightful", "nineteens", "größe", "m4", "¤"} {
		hashes := map[uint64]bool{}
		all := true
		for _, behind := range []string{"", " ", ".", " next words here", "\u2003x", ", 12345678"} {
			scratch := &sketchText{}
			hash, ok := scratch.hide(word+behind, nil).next()
			hashes[hash], all = true, all && ok
		}
		if len(hashes) != 1 || !all {
			t.Errorf("%q has the hashes %v", word, hashes)
		}
	}
}

func TestATextIsCutAtItsLimit(t *testing.T) {
	var b strings.Builder
	appendWords(&b, strings.Repeat("word ", 1000), 100)
	if n := b.Len(); n < 100 || n > 100+utf8.UTFMax {
		t.Errorf("%d bytes of a text of 5,000 were kept, want about 100", n)
	}
}

func BenchmarkAppendWords(b *testing.B) {
	text := strings.Repeat("What people Read on a page of 8 KB - and a dash. ", 160)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		var out strings.Builder
		out.Grow(len(text))
		appendWords(&out, text, 1<<20)
	}
}

func BenchmarkSketch(b *testing.B) {
	p := &Page{Title: "Page 1", Text: strings.Repeat("What people Read on a page of 8 KB - and 1 dash. ", 160)}
	b.SetBytes(int64(len(p.Text)))
	for b.Loop() {
		sketchOf(Address{Key: "http://a.example/folder/1", Scheme: "http", Host: "a.example"}, p)
	}
}

func BenchmarkLower(b *testing.B) {
	text := strings.Repeat("What people Read on a page of 8 KB — and a dash. ", 160)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Lower(text)
	}
}
