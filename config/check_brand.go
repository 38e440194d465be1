package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/seed-3913a1bb/signpost/locale"
)

const (
	maxLinks = 6
	maxLogo  = 4 << 10
	maxCSS   = 10 << 10
)

// brand checks what the file alone tells about the look of a site.
func (c *checker) brand(at string, b *Brand) {
	if len(b.Links) > maxLinks {
		c.report(fmt.Sprintf("%s.links[%d].text", at, maxLinks), "keep the six that help most", "a page has room for %d links", maxLinks)
	}
	if e := b.Contact.Email; e != "" && !isEmail(e) {
		c.report(at+".contact.email", "write help@shop.example", "%q is no e-mail address", e)
	}
	c.read(at+".logo", b.Logo, maxLogo)
	c.read(at+".css", b.CSS, maxCSS)
	for _, tag := range slices.Sorted(maps.Keys(b.Words)) {
		c.wordsOf(at+".words."+tag, tag)
	}
}

func (c *checker) wordsOf(at, tag string) {
	if _, ok := locale.Lookup(tag); ok {
		return
	}
	if _, err := language.Parse(tag); err == nil {
		c.doubt(at, "there are: "+strings.Join(shippedTags(), ", "), "the language %q is not in this version and its words are left out", tag)
		return
	}
	c.report(at, "languages are written en, de or pt-BR", "%q is no language", tag)
}
