package page

import (
	_ "embed" // for the style
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

//go:embed page.css
var css string

// style is the only markup that is not escaped: our own, fixed bytes.
func style() templ.Component { return templ.Raw("<style>" + css + "</style>") }

// heat names the class of a cell by how much of its row it is.
func heat(c Cell) string {
	if c.Heat == 0 {
		return ""
	}
	return fmt.Sprintf("heat %s heat%d", c.Tone, c.Heat)
}

// column is where a column of a chart begins; columnWidth leaves a gap.
func column(i, n int) string   { return strconv.Itoa(1000 * i / n) }
func columnWidth(n int) string { return strconv.Itoa(max(1, 850/n)) }

// isWeb reports an address that a browser may follow.
func isWeb(url string) bool {
	return strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
}
