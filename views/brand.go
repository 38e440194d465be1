package views

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/static"
)

// Brand is what a site's owner sets about the look of pages: data, never code.
// The zero Brand gives plain, unbranded pages; NewBrand makes one with a logo
// and all the rest. It is immutable, comparable and safe to share.
type Brand struct {
	Name string // of the site, in the header and the title
	Home string // same-site path of the home page, default "/"
	look *look  // nil: plainLook
}

// BrandOptions are what an owner may set. The zero value gives the zero Brand.
type BrandOptions struct {
	Name       string // of the site, at most 60 characters
	Home       string // same-site path, default "/"
	Logo       File   // SVG, or PNG or WebP; at most 4 KiB as inlined
	Accent     string // #rgb or #rrggbb, on light pages; default: made from AccentDark
	AccentDark string // the same on dark pages; default: made from Accent
	Links      []Link // at most six: a path of the site, http, https or mailto
	Contact    Contact
	CSS        File                         // appended to the style; it must load nothing
	Words      map[string]map[string]string // by language tag and key; see locale.Keys
	Show       []string                     // parts that appear, see Parts; nil: all
}

// File is the content of a file that belongs to a brand. Without content it is
// no file.
type File struct {
	Name    string // as the owner wrote it, for messages
	Content []byte
}

// Contact is where a visitor finds help: an e-mail address or a link, not both.
type Contact struct{ Email, Href string }

// look is the part of a brand that is worked out once.
type look struct {
	logo     string // markup; empty: none
	wordmark bool   // the logo says the name itself
	style    string // the element, with the base style and the brand's
	hashes   string // sources of style-src
	images   bool   // the pages hold data: images
	links    []Link
	contact  Link                        // without text: named in the reader's language
	worded   map[string]*locale.Language // by tag, those with words of the brand
	shown    parts
}

// plainLook is the look of pages without a brand. Read-only.
var plainLook = newPlainLook()

func newPlainLook() *look {
	l := &look{shown: allParts}
	l.setStyle("")
	return l
}

func (b Brand) looks() *look {
	if b.look == nil {
		return plainLook
	}
	return b.look
}

// NewBrand checks the options and works out all that pages need of them. The
// error is of type Mistakes and holds every mistake. What a whole page comes to
// is for Check to say.
func NewBrand(o BrandOptions) (Brand, error) {
	var wrong Mistakes
	l := &look{
		links:   checkLinks(o.Links, &wrong),
		contact: checkContact(o.Contact, &wrong),
		worded:  checkWords(o.Words, &wrong),
		shown:   checkShow(o.Show, &wrong),
	}
	checkName(o, &wrong)
	logo := checkLogo(o, &wrong)
	l.logo, l.wordmark, l.images = logo.markup, logo.wordmark, logo.image
	extra := checkCSS(o.CSS, &wrong)
	l.images = l.images || extra.images
	style := checkColors(o.Accent, o.AccentDark, &wrong) + extra.css
	if l.logo != "" || len(l.links) > 0 || l.contact.Href != "" {
		style = static.BrandStyle() + style
	}
	l.setStyle(style)
	if wrong != nil {
		return Brand{}, wrong
	}
	return Brand{Name: o.Name, Home: o.Home, look: l}, nil
}

// Plain returns the brand without its look: only name and home page. A page with
// it depends on nothing that an owner wrote.
func (b Brand) Plain() Brand { return Brand{Name: b.Name, Home: b.Home} }

// Languages returns the languages with the words of the brand: the same ones each
// time.
func (b Brand) Languages(languages []*locale.Language) []*locale.Language {
	list := slices.Clone(languages)
	for tag, worded := range b.looks().worded {
		if lang, ok := locale.Lookup(tag); ok {
			if i := slices.Index(list, lang); i >= 0 {
				list[i] = worded
			}
		}
	}
	return list
}

func checkName(o BrandOptions, wrong *Mistakes) {
	odd := func(r rune) bool { return unicode.IsControl(r) || isDirection(r) || r == unicode.ReplacementChar }
	if fit(o.Name, limitName) != oneLine(o.Name, limitName.runes) {
		wrong.add("name", "use the short form that people know", "the name is too long for a page: %d characters fit", limitName.runes)
	}
	if slices.ContainsFunc([]rune(o.Name), odd) {
		wrong.add("name", "write it on one line", "the name holds characters that cannot be shown")
	}
	if o.Name == "" && len(o.Logo.Content) > 0 {
		wrong.add("name", "a reader who does not see the logo hears the name", "a logo needs a name")
	}
	if o.Home != "" && !SameSite(o.Home) {
		wrong.add("home", "write a path that begins with one slash, such as /", "%q is no path of the site", o.Home)
	}
}

// checkWords tries the words of each language on that language.
func checkWords(words map[string]map[string]string, wrong *Mistakes) map[string]*locale.Language {
	checked := map[string]*locale.Language{}
	for _, tag := range slices.Sorted(maps.Keys(words)) {
		lang, ok := locale.Lookup(tag)
		if !ok {
			wrong.add("words."+tag, "the languages are "+tags(), "%q is no language of the pages", tag)
			continue
		}
		worded, err := lang.With(words[tag])
		if err != nil {
			addWordErrors("words."+tag, err, wrong)
			continue
		}
		checked[lang.Tag()] = worded
	}
	return checked
}

func addWordErrors(key string, err error, wrong *Mistakes) {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		wrong.add(key, "", "%v", err)
		return
	}
	for _, one := range joined.Unwrap() {
		if w, ok := errors.AsType[*locale.WordError](one); ok {
			wrong.add(fmt.Sprintf("%s.%s", key, w.Key), w.Hint, "%s", w.Text)
		}
	}
}

func tags() string {
	list := ""
	for i, lang := range locale.All() {
		if i > 0 {
			list += ", "
		}
		list += lang.Tag()
	}
	return list
}
