package page

import (
	"context"
	"fmt"
	"io"
)

// Render writes the page. The error is one of writing.
func Render(w io.Writer, r Report) error {
	if err := Page(r).Render(context.Background(), w); err != nil {
		return fmt.Errorf("render report: %w", err)
	}
	return nil
}
