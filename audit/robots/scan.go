package robots

import (
	"iter"
	"strings"
)

// maxLine is how many bytes of a line count: eight times the longest address
// that browsers took, less the terminating byte, as in Google's parser. What
// follows on the line is ignored.
const maxLine = 2083*8 - 1

const byteOrderMark = "\xEF\xBB\xBF"

// rawLine is one line before anything is read into it.
type rawLine struct {
	number  int    // from 1
	offset  int    // of its first byte in the body
	text    string // without the line end, at most maxLine bytes
	tooLong bool   // => len(text) == maxLine
}

// scan cuts a body into lines. A line ends at LF, CR or CRLF (RFC 9309 section
// 2.2); what follows the last line end is a line too, even when empty.
func scan(body string) iter.Seq[rawLine] {
	return func(yield func(rawLine) bool) {
		start := markLength(body)
		for number := 1; ; number++ {
			length := strings.IndexAny(body[start:], "\r\n")
			last := length < 0
			if last {
				length = len(body) - start
			}
			line := rawLine{number: number, offset: start, text: body[start : start+length]}
			if length > maxLine {
				line.text, line.tooLong = line.text[:maxLine], true
			}
			if !yield(line) || last {
				return
			}
			start += length + lineEndLength(body[start+length:])
		}
	}
}

// markLength is the number of bytes of a byte order mark at the start, also of
// one that was cut short: such files exist, and Google skips what there is.
func markLength(body string) int {
	n := 0
	for n < len(byteOrderMark) && n < len(body) && body[n] == byteOrderMark[n] {
		n++
	}
	return n
}

func lineEndLength(s string) int {
	if strings.HasPrefix(s, "\r\n") {
		return 2
	}
	return 1
}
