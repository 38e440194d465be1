package config

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/views"
)

// brand lets package views judge the look of a site, once its files are read.
func (c *checker) brand(at string, b *Brand) {
	for _, tag := range slices.Sorted(maps.Keys(b.Words)) {
		c.wordsOf(at+".words."+tag, tag)
	}
	_, logo := c.read(at+".logo", b.Logo, maxBrandFile)
	_, css := c.read(at+".css", b.CSS, maxBrandFile)
	if b.Logo != "" && !logo || b.CSS != "" && !css || c.unread(at) {
		return
	}
	opts, err := b.options()
	if err == nil {
		_, err = views.NewBrand(opts)
	}
	wrong, _ := errors.AsType[views.Mistakes](err)
	for _, m := range wrong {
		c.room(at+"."+m.Key, m.Text, m.Hint)
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
