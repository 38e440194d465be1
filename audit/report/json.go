package report

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/seed-3913a1bb/signpost/audit"
)

// JSON writes the report as one indented JSON object with a line end, as the
// schema version in it promises. The error is one of writing.
func JSON(w io.Writer, r *audit.Report) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
