package rule

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// echoTail stands behind a made-up name in an address: what ends an attribute,
// and what begins an element.
const echoTail = `"'<sp`

// EchoName is a made-up name that shows whether an error page writes what was
// asked for without escaping it.
func EchoName(name string) string { return name + echoTail + name }

// Echoes reports an error page in which an EchoName has become markup, or
// stands unescaped.
func Echoes(x *crawl.Exchange, name string) bool {
	if !x.Status.IsError() || !x.IsHTML() {
		return false
	}
	body := x.Body[:min(len(x.Body), scanned)]
	if bytes.Contains(body, []byte(EchoName(name))) {
		return true
	}
	element := "sp" + name
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken, html.SelfClosingTagToken:
			if holdsName(z, element) {
				return true
			}
		}
	}
}

// holdsName reports a tag that is the element, or that has a part of it among
// the names of its attributes.
func holdsName(z *html.Tokenizer, element string) bool {
	tag, more := z.TagName()
	found := strings.HasPrefix(string(tag), element)
	for more {
		var key []byte
		key, _, more = z.TagAttr()
		found = found || strings.Contains(string(key), element)
	}
	return found
}
