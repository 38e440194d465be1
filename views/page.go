// Package views turns plain view models into HTML. A component takes only what
// it shows, already worded and formatted.
//
//	page := views.NewPage(document, views.PageOptions{Brand: views.Brand{Name: "Example"}})
//	html, err := views.Render(page)
//
// Serve the bytes with ContentSecurityPolicy. Every page is one file of at most
// 10,240 bytes: no script, no image, no second request.
package views

import (
	"time"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// Page is the view model of an error or conflict page: words in the reader's
// language, and only what is shown. An empty field leaves its part out.
type Page struct {
	Lang, Dir string
	Title     string // of the window: heading and site
	NoIndex   bool
	Conflict  bool // which of the two pages
	Site      Link // the header
	Icon      Icon
	Heading   string
	Sentence  string // what happened
	NotSaved  string // the sentence that nothing was saved
	Wait      string // how long to wait
	StepsName string
	Steps     []string
	Actions   []Link // safe to follow; the first is the best
	QuoteName string
	Quote     string // in the site's own words and language
	Facts     []Fact
	Links     []Link // of the owner, the contact last
	Support   []Fact // small and last: reference and status
	look      *look
	kept      *keptView // what the visitor typed; nil: nothing is given back
}

// Link is a link to a place that has been checked.
type Link struct {
	Text, Href string
	NewTab     bool // the page must stay open
}

// Fact is one line of the details.
type Fact struct {
	Name, Value string
	Code        bool // an identifier, to be read letter by letter
}

// PageOptions are the facts of a page that the document does not hold.
type PageOptions struct {
	Brand   Brand
	Current string    // same-site path of the current version; empty: none
	Back    string    // same-site path to go back to; empty: none
	Time    time.Time // of the failure, for support; zero: not shown
	Kept    *KeptForm // what the visitor typed, to be given back; nil: nothing
	Unsafe  bool      // the failed request meant to change something (RFC 9110 9.2.1)

	// Guide is for the page that explains a problem type in general: it reports
	// no failure of its own, may be indexed and has no number.
	Guide bool
}

// unindexed are the errors whose page asks not to be indexed. A 503 that a
// shared cache serves as 200 must not take its address out of the index, and so
// 5xx, 429 and 408 never ask.
var unindexed = status.MustParseSet("4xx,!408,!429")

// NewPage words a document as a page. Paths that do not stay on the site are
// left out, texts are cut to what a page can hold, and a document without a
// language speaks English. The document's sentence and steps win over those of
// the catalogue, unless those tell a change from a request that only reads: then
// the catalogue knows better, because the document does not know the method.
func NewPage(d problem.Document, o PageOptions) Page {
	lang := d.Lang
	if lang == nil {
		lang = locale.English()
	}
	words := wordsFor(lang, d, o)
	p := Page{
		Lang: lang.Tag(), Dir: lang.Dir(),
		NoIndex:   !o.Guide && unindexed.Has(d.Status),
		Conflict:  d.Cause != "",
		Site:      siteLink(o.Brand),
		Icon:      iconFor(d),
		Heading:   fit(words.Heading, limitHeading),
		Sentence:  fit(words.Sentence, limitSentence),
		StepsName: lang.Label(locale.LabelSteps),
		Steps:     fitAll(words.Steps, limitStep, limitSteps),
		Actions:   actionsFor(lang, d, o),
		QuoteName: lang.Label(locale.LabelQuote),
		Quote:     fit(quoteOf(d, words), limitQuote),
		Facts:     factsFor(lang, d),
		Links:     linksFor(lang, o.Brand.looks()),
		Support:   supportFor(lang, d, o),
		look:      o.Brand.looks(),
	}
	p.keep(p.look.shown)
	if p.kept = wordKept(lang, o.Kept); p.kept != nil {
		p.NoIndex = true
	}
	p.ask()
	p.Title = titleOf(p.Heading, p.Site.Text)
	if o.Unsafe && !o.Guide && (unsaved(d.Cause) || d.Cause == "" && p.kept != nil) {
		p.NotSaved = lang.Label(locale.LabelNotSaved)
	}
	if d.RetryAfter > 0 {
		p.Wait = d.WithEnd(lang.Wait(time.Duration(min(d.RetryAfter, maxWait)) * time.Second))
	}
	return p
}

// ask turns a page into the question whether to send the kept text again.
func (p *Page) ask() {
	if p.kept == nil || !p.kept.Again.asks() {
		return
	}
	p.Heading, p.Sentence, p.Steps = fit(p.kept.Again.Question, limitHeading), fit(p.kept.Again.Note, limitSentence), nil
}

// maxWait keeps a wait within a time.Duration: a year, in seconds.
const maxWait = 365 * 24 * 60 * 60

func titleOf(heading, site string) string {
	if site == "" {
		return heading
	}
	return heading + " – " + site
}

// keep takes out the parts that the owner does not want to see.
func (p *Page) keep(shown parts) {
	if !shown.steps {
		p.Steps = nil
	}
	if !shown.quote {
		p.Quote = ""
	}
}

// looks is the look of the page: the plain one for a page that NewPage did not
// make.
func (p Page) looks() *look {
	if p.look == nil {
		return plainLook
	}
	return p.look
}

func siteLink(b Brand) Link {
	name := fit(b.Name, limitName)
	if name == "" {
		return Link{}
	}
	return Link{Text: name, Href: homeOf(b)}
}
