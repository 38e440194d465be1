package views

import (
	"bytes"
	"fmt"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// canary is a text that must never become markup.
const canary = `"'><x-canary>`

// checkQuote is an ordinary sentence of a site, with the canary in it.
const checkQuote = canary + ` The item has been changed by someone else in the meantime.`

// Check renders every page of a brand once, each status and each cause in each
// language, and reports what is wrong with them, as Mistakes: a page above
// MaxPage although its texts are of ordinary length, a reference that would be
// loaded, a text that became markup, a page that cannot be rendered. It is meant
// for loading a configuration: a brand that passes renders.
func Check(b Brand, languages []*locale.Language) error {
	var wrong Mistakes
	heaviest := weighed{}
	for _, lang := range languages {
		for _, d := range checkedPages(lang) {
			page, err := renderSafely(NewPage(d, PageOptions{Brand: b, Unsafe: d.Cause != ""}))
			name := fmt.Sprintf("the page for %s %s in %s", d.Status, d.Cause, lang.Tag())
			if err != nil {
				wrong.add("brand", "", "%s: %v", name, err)
				continue
			}
			if found := dangers(page); found != "" {
				wrong.add("brand", "", "%s holds %s", name, found)
			}
			if len(page) > heaviest.bytes {
				heaviest = weighed{name, len(page)}
			}
		}
	}
	if heaviest.bytes > MaxPage {
		key, part := b.looks().heaviest()
		wrong.add(key, fmt.Sprintf("make it smaller: it takes %d bytes of every page", part),
			"%s has %d bytes, and %d fit", heaviest.name, heaviest.bytes, MaxPage)
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

type weighed struct {
	name  string
	bytes int
}

// checkedPages lists a document of each kind in a language, filled as an
// ordinary failure would fill it.
func checkedPages(lang *locale.Language) []problem.Document {
	var pages []problem.Document
	for _, code := range status.Known() {
		pages = append(pages, problem.Document{Status: code, Sentence: lang.Status(code, locale.Have{}).Sentence})
	}
	for _, cause := range problem.Causes() {
		pages = append(pages, problem.Document{
			Status: status.Conflict, Cause: cause, Resource: "/a/" + canary, Field: canary, CurrentVersion: canary, YourVersion: canary,
		})
	}
	for i := range pages {
		pages[i].Lang, pages[i].Quote, pages[i].LockOwner = lang, checkQuote, canary
		pages[i].Reference, pages[i].RetryAfter = "0193a1f2-6c1e-7c55-9d0b-3a3c1b6f2e10"+canary, 120
	}
	return pages
}

// renderSafely renders without making room, and survives a template that
// panics.
func renderSafely(p Page) (page []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return render(p)
}

// forbidden begins what no page holds. Our texts are escaped, and so it cannot
// be part of one. Read-only.
var forbidden = [][]byte{
	[]byte("<x-canary"), []byte("<script"), []byte("<link"), []byte("<iframe"), []byte("<object"), []byte("<embed"), []byte("<base"),
	[]byte(" style=\""), []byte("@import"), []byte("http-equiv"),
}

// dangers names what a page must not hold.
func dangers(page []byte) string {
	for _, f := range forbidden {
		if bytes.Contains(page, f) {
			return fmt.Sprintf("%q", f)
		}
	}
	for rest := page; ; {
		_, after, found := bytes.Cut(rest, []byte(` src="`))
		if !found {
			return ""
		}
		if !bytes.HasPrefix(after, []byte("data:image/")) {
			return "a reference that would be loaded"
		}
		rest = after
	}
}

// heaviest names the option that weighs most, and its bytes.
func (l *look) heaviest() (key string, part int) {
	style := len(l.style) - len(plainLook.style)
	if len(l.logo) > style {
		return "logo", len(l.logo)
	}
	return "css", style
}
