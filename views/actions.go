package views

import (
	"strings"
	"unicode"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// thisPage is the reference to the address that failed: following it asks again
// with GET. It holds no path, so that one rendering serves every address.
const thisPage = ""

// repeatable says under which conditions a reader may simply ask again.
// Read-only.
var repeatable = map[status.Safe]bool{
	status.SafeYes: true, status.SafeIdempotent: true, status.SafeAfterDelay: true, status.SafeNewConnection: true,
}

// actionsFor lists the links of a page, the best first.
func actionsFor(lang *locale.Language, d problem.Document, o PageOptions) []Link {
	var links []Link
	add := func(k locale.Label, href string) { links = append(links, Link{Text: lang.Label(k), Href: href}) }
	if SameSite(o.Current) {
		add(currentLabel(d.Cause, o.Kept), o.Current)
		links[0].NewTab = o.Kept.shown()
	}
	if SameSite(o.Back) {
		add(locale.LabelBack, o.Back)
	}
	if !o.Unsafe && !o.Guide && (d.Retryable || repeatable[d.Status.Facts().Safe]) {
		add(locale.LabelTryAgain, thisPage)
	}
	add(locale.LabelHome, homeOf(o.Brand))
	return links
}

func currentLabel(c problem.Cause, kept *KeptForm) locale.Label {
	switch {
	case c == problem.AlreadyExists:
		return locale.LabelOpenExisting
	case kept.shown() && (c == "" || c == problem.Idempotency): // no version clashed
		return locale.LabelOpenForm
	}
	return locale.LabelOpenCurrent
}

func homeOf(b Brand) string {
	if SameSite(b.Home) {
		return b.Home
	}
	return "/"
}

// maxPath is the longest path that a page links to, in bytes as sent.
const maxPath = 320

// SameSite reports whether path leads to the same site whatever a browser makes
// of it: one leading slash, no second slash or backslash behind it, and nothing
// that a browser drops or mends while it reads. Longer paths than a page can
// hold are refused too.
func SameSite(path string) bool {
	if !strings.HasPrefix(path, "/") || cost(path) > maxPath {
		return false
	}
	if strings.HasPrefix(path[1:], "/") || strings.Contains(path, `\`) {
		return false
	}
	odd := func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar
	}
	return !strings.ContainsFunc(path, odd)
}
