package config

import (
	"fmt"
	"io"
	"os"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/views"
)

// maxBrandFile is more than any part of a page may have.
const maxBrandFile = 1 << 20

// options reads the files of a brand. Words of languages that are not shipped
// are left out, as the languages are.
func (b *Brand) options() (views.BrandOptions, error) {
	logo, err := brandFile(b.Logo)
	if err != nil {
		return views.BrandOptions{}, err
	}
	css, err := brandFile(b.CSS)
	if err != nil {
		return views.BrandOptions{}, err
	}
	opts := views.BrandOptions{
		Name: b.Name, Logo: logo, CSS: css, Accent: string(b.Colors.Accent), AccentDark: string(b.Colors.AccentDark),
		Contact: views.Contact{Email: b.Contact.Email, Href: string(b.Contact.Href)}, Show: b.Show,
		Words: map[string]map[string]string{},
	}
	for _, l := range b.Links {
		opts.Links = append(opts.Links, views.Link{Text: l.Text, Href: string(l.Href)})
	}
	for tag, words := range b.Words {
		if _, ok := locale.Lookup(tag); ok {
			opts.Words[tag] = words
		}
	}
	return opts, nil
}

func brandFile(name Path) (views.File, error) {
	if name == "" {
		return views.File{}, nil
	}
	f, err := os.Open(string(name))
	if err != nil {
		return views.File{}, fmt.Errorf("read a file of the brand: %w", err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxBrandFile))
	return views.File{Name: string(name), Content: content}, err
}

// pageLanguages are those of a site that there are words for; nil: all.
func (p *Policy) pageLanguages() []*locale.Language {
	var offered []*locale.Language
	for _, tag := range p.Languages {
		if l, ok := locale.Lookup(string(tag)); ok {
			offered = append(offered, l)
		}
	}
	return offered
}
