package crawl

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// referenceTokens cuts a document with the tokenizer of x/net/html, one line a tag or
// text.
func referenceTokens(doc []byte) []string {
	var out []string
	z := html.NewTokenizer(bytes.NewReader(doc))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return out
		case html.TextToken:
			out = appendText(out, string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.Data == "noscript" {
				z.NextIsNotRawText()
			}
			out = append(out, fmt.Sprintf("start %q %t %q", t.Data, kind == html.SelfClosingTagToken, t.Attr))
		case html.EndTagToken:
			name, _ := z.TagName()
			out = append(out, fmt.Sprintf("end %q", name))
		}
	}
}

func ourTokens(doc []byte) []string {
	var out []string
	m := markup{src: string(doc)}
	for {
		switch m.next() {
		case markupEnd:
			return out
		case markupText:
			text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(m.text)
			if !m.bare {
				text = html.UnescapeString(text)
			}
			out = appendText(out, text)
		case markupStart:
			out = append(out, fmt.Sprintf("start %q %t %q", m.name, m.self, readAttributes(m.attr)))
		case markupClose:
			out = append(out, fmt.Sprintf("end %q", m.name))
		}
	}
}

// appendText joins neighbouring texts: where they are cut means nothing.
func appendText(out []string, text string) []string {
	if n := len(out); n > 0 && strings.HasPrefix(out[n-1], "text ") {
		out[n-1] += text
		return out
	}
	return append(out, "text "+text)
}

func sameTokens(t *testing.T, name string, doc []byte) bool {
	t.Helper()
	want, got := referenceTokens(doc), ourTokens(doc)
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || want[i] != got[i] {
			t.Errorf("%s: token %d differs\nwant %.300q\ngot  %.300q", name, i, want[min(i, len(want)):min(i+1, len(want))], got[min(i, len(got)):min(i+1, len(got))])
			return false
		}
	}
	return true
}

var markupSeeds = []string{
	`<A HREF=x>T</A>`, `<a href="a&amp;b&copy=1&copy;2&lt3&notit;&#65;&#x42&unknown;">`, `<br/><a b=/c/><a/b=c>`, `<a =x y = z 'q">`,
	`<!-- a --><b><!--><i><!---><u><!-- x --!><p>`, `<!doctype html><?php ?><![CDATA[x]]></><//>`, `</ a><a`, `<a b="`, `x < y <3 </`,
	`<script><!-- <script></script> --></script><b>`, `<script>a</scripty></script ><b>`, `<script><!-- </script><b>`,
	`<title>a<b>c</title x><textarea></textArea>`, `<style></style><plaintext></plaintext><b>`, `<noscript><a href=x></noscript>`,
	`<iframe><a></iframe><xmp><a></xmp><noembed><a></noembed><noframes><a></noframes>`, `<a b=c b=d>`, `<!`, `<!-`, `<!--`, `<?`, `</a`, `<title>`,
	`<script><!--<script</script>`, `<script><!--></script><b>`, `<script><!--a--></script><b>`, "<a\r\nb\r\n=\r\nc\r\n>",
}

func TestMarkupIsCutAsTheTokenizerOfGoCutsIt(t *testing.T) {
	for _, doc := range markupSeeds {
		sameTokens(t, doc, []byte(doc))
	}
	if slices.Equal(referenceTokens([]byte("<b>")), ourTokens([]byte("<i>"))) {
		t.Error("the comparison does not tell tags apart")
	}
}

func TestRealDocumentsAreCutAsTheTokenizerOfGoCutsThem(t *testing.T) {
	root := needs.File(t, "/usr/share/doc/python3.11/html", "python3.11-doc")
	roots := []string{root}
	for _, more := range []string{"/usr/share/doc/postgresql-doc-15/html", "/usr/share/doc/openjdk-17-jre-headless/api"} {
		if _, err := os.Stat(more); err == nil {
			roots = append(roots, more)
		}
	}
	for _, root := range roots {
		tree := os.DirFS(root)
		err := fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".html") {
				return err
			}
			doc, err := fs.ReadFile(tree, name)
			if err == nil {
				sameTokens(t, name, doc)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzMarkup(f *testing.F) {
	for _, doc := range markupSeeds {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		if bytes.ContainsAny(doc, "\x00") || bytes.ContainsRune(doc, '&') && bytes.Contains(doc, []byte("&#")) {
			return // numbers of characters and NUL are made valid further on
		}
		sameTokens(t, "fuzzed", doc)
	})
}
