// Package static embeds the styles of Signpost's pages. They are small enough
// to travel inside each page, so that a page needs no second request.
package static

import (
	"crypto/sha256"
	_ "embed" // for the style
	"encoding/base64"
)

//go:embed page.css
var pageCSS string

//go:embed brand.css
var brandCSS string

// brand is what brandCSS is sent as. Read-only.
var brand = squeeze(brandCSS)

// page is the style as it is sent. Read-only.
var page = squeeze(pageCSS)

// pageHash is the hash source of page.
var pageHash = HashSource(page)

// PageStyle returns the style of the pages for visitors, small enough to be
// inlined. The bytes never change while the process runs.
func PageStyle() string { return page }

// BrandStyle returns what pages with a logo or links of their owner need behind
// PageStyle.
func BrandStyle() string { return brand }

// PageStyleHash returns the hash of PageStyle as a Content-Security-Policy
// names it (CSP 3, section 2.3.1), without the quotes: sha256-….
func PageStyleHash() string { return pageHash }

// HashSource returns the hash of an inlined style as a Content-Security-Policy
// names it, without the quotes.
func HashSource(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
