package rule

import (
	"strconv"
	"strings"
	"time"
)

// month counts months since the year 0.
type month int

func monthOf(t time.Time) month { return month(12*t.UTC().Year() + int(t.UTC().Month()) - 1) }

// monthIn finds a year and a month in an address: 2027/03, 2027-03, or as
// parameters. Before is the path up to them.
func monthIn(at string) (m month, before string, ok bool) {
	path, query, _ := strings.Cut(at, "?")
	if m, start, ok := monthWritten(path); ok {
		return m, path[:start], true
	}
	if m, _, ok := monthWritten(query); ok {
		return m, path, true
	}
	year, number := "", ""
	for pair := range strings.SplitSeq(query, "&") {
		switch name, value, _ := strings.Cut(pair, "="); strings.ToLower(name) {
		case "year", "y":
			year = value
		case "month", "m":
			number = value
		}
	}
	m, ok = readMonth(year, number)
	return m, path, ok
}

// monthWritten finds four digits that begin a number, and one or two behind a
// slash or a hyphen.
func monthWritten(text string) (m month, start int, ok bool) {
	const year = len("2027")
	for i := 0; i+year+1 < len(text); i++ {
		if !isDigit(text[i]) {
			continue
		}
		n := digitsAt(text[i:])
		if sep := i + n; n == year && sep < len(text) && (text[sep] == '/' || text[sep] == '-') {
			rest := text[sep+1:]
			if m, ok := readMonth(text[i:sep], rest[:digitsAt(rest)]); ok {
				return m, i, true
			}
		}
		i += n
	}
	return 0, 0, false
}

// Years in which a number may be meant as one.
const (
	firstYear = 1900
	lastYear  = 2199
)

func readMonth(year, number string) (month, bool) {
	y, yearErr := strconv.Atoi(year)
	m, monthErr := strconv.Atoi(number)
	if yearErr != nil || monthErr != nil || len(number) > 2 || y < firstYear || y > lastYear || m < 1 || m > 12 {
		return 0, false
	}
	return month(12*y + m - 1), true
}

// digitsAt counts the digits at the start of a text.
func digitsAt(s string) (n int) {
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
