// Package views turns plain view models into HTML. A component takes only what
// it shows, already worded and formatted.
package views

import (
	"github.com/seed-3913a1bb/signpost/problem"
)

// Brand is what a site's owner sets about the look of pages: data, never code.
// The zero Brand gives plain, unbranded pages.
type Brand struct {
	Name string // of the site, in the header and the title
	Home string // same-site path of the home page, default "/"
}

// Page is the view model of an error or conflict page.
type Page struct {
	Lang, Dir string
	Heading   string
}

// PageOptions are the facts of a page that the document does not hold.
type PageOptions struct {
	Brand   Brand
	Current string // same-site path of the current version; empty: none
	Back    string // same-site path to go back to; empty: none
}

// NewPage words a document as a page.
func NewPage(d problem.Document, o PageOptions) Page { return Page{} }

// Render writes the page as HTML: the conflict page when the document has a
// cause, else the error page. The bytes need no second request.
func Render(p Page) ([]byte, error) { return nil, nil }

// ContentSecurityPolicy is the policy that every rendered page is served with;
// it names the page's styles by hash.
func ContentSecurityPolicy() string { return "" }
