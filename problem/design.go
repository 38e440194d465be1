package problem

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pageFacts is what tells a designed page.
type pageFacts struct {
	designed bool
	links    int
	visible  string
}

// designTags are elements that a page without design does not have.
var designTags = map[atom.Atom]bool{
	atom.Form: true, atom.Input: true, atom.Nav: true, atom.Main: true, atom.Article: true, atom.Header: true,
	atom.Footer: true, atom.Img: true, atom.Svg: true, atom.Picture: true, atom.Video: true,
}

func inspect(text string) pageFacts {
	var f pageFacts
	z := html.NewTokenizer(strings.NewReader(text))
	inStyle := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			f.visible = parseHTML(text).visible
			return f
		case html.StartTagToken, html.SelfClosingTagToken:
			name, hasAttr := z.TagName()
			tag := atom.Lookup(name)
			inStyle = tag == atom.Style
			f.see(tag, z, hasAttr)
		case html.TextToken:
			f.designed = f.designed || inStyle && len(z.Raw()) > bareStyle
		case html.EndTagToken:
			inStyle = false
		}
	}
}

func (f *pageFacts) see(tag atom.Atom, z *html.Tokenizer, hasAttr bool) {
	f.designed = f.designed || designTags[tag]
	if tag == atom.A {
		f.links++
	}
	for hasAttr {
		var key, value []byte
		key, value, hasAttr = z.TagAttr()
		isScript := tag == atom.Script && string(key) == "src"
		isSheet := tag == atom.Link && string(key) == "rel" && strings.Contains(strings.ToLower(string(value)), "stylesheet")
		f.designed = f.designed || isScript || isSheet
	}
}
