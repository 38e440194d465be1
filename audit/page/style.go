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

// pointsOf writes a line as SVG wants it: down instead of up.
func pointsOf(l Line) string {
	var b strings.Builder
	for i, p := range l.Points {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d,%d", p[0], 1000-p[1])
	}
	return b.String()
}

// urlMarks are the characters beside letters and digits that stand in an
// address as they are (URL Standard, "URL code points").
const urlMarks = "!$&'()*+,-./:;=?@_~%#"

// hrefOf encodes what has no place in an address, so that a link stays valid
// whatever the site wrote.
func hrefOf(url string) string {
	var b strings.Builder
	_, rest, _ := strings.Cut(url, "://")
	host := len(url) - len(rest) + max(0, strings.IndexByte(rest, '/')) // where it ends: brackets of IPv6 stand before
	for i := range len(url) {
		c := url[i]
		if i < host && (c == '[' || c == ']') {
			b.WriteByte(c)
			continue
		}
		if c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || strings.IndexByte(urlMarks, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// isWeb reports an address that a browser may follow.
func isWeb(url string) bool {
	return strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
}
