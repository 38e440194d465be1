package views

import (
	"bytes"
	"context"
	"fmt"
)

// Render writes the page as HTML: the conflict page when the document has a
// cause, else the error page. The bytes need no second request, and the same
// Page gives the same bytes.
func Render(p Page) ([]byte, error) {
	component := ErrorPage(p)
	if p.Conflict {
		component = ConflictPage(p)
	}
	var html bytes.Buffer
	if err := component.Render(context.Background(), &html); err != nil {
		return nil, fmt.Errorf("render the page %q: %w", p.Heading, err)
	}
	return html.Bytes(), nil
}
