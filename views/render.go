package views

import (
	"bytes"
	"context"
	"fmt"
)

// MaxPage is the budget of a page in bytes: the smallest limit among the servers
// that take error pages over from us.
const MaxPage = 10_240

// Render writes the page as HTML: the conflict page when the document has a
// cause, else the error page. The bytes need no second request, and the same
// Page gives the same bytes. Where a brand and long texts together would break
// the budget, what matters least gives way.
func Render(p Page) ([]byte, error) {
	page, err := render(p)
	for _, giveWay := range leastFirst {
		if err != nil || len(page) <= MaxPage {
			break
		}
		giveWay(&p)
		page, err = render(p)
	}
	return page, err
}

// leastFirst takes parts out of a page that is too heavy, in this order.
// Read-only.
var leastFirst = []func(*Page){
	func(p *Page) { p.look = p.looks().withoutLogo() },
	func(p *Page) { p.Quote = "" },
	func(p *Page) { p.Facts = nil },
	func(p *Page) { p.Steps = nil },
}

func (l *look) withoutLogo() *look {
	bare := *l
	bare.logo, bare.wordmark = "", false
	return &bare
}

func render(p Page) ([]byte, error) {
	component := ErrorPage(p)
	if p.Conflict {
		component = ConflictPage(p)
	}
	html := bytes.NewBuffer(make([]byte, 0, MaxPage))
	if err := component.Render(context.Background(), html); err != nil {
		return nil, fmt.Errorf("render the page %q: %w", p.Heading, err)
	}
	return html.Bytes(), nil
}
