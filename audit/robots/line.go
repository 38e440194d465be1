package robots

import "strings"

// Kind says what a line is. The values are stable and appear in reports.
type Kind string

// Kinds of a line.
const (
	Blank      Kind = "blank"       // nothing but white space
	Comment    Kind = "comment"     // nothing but a comment
	UserAgent  Kind = "user-agent"  // opens or continues a group
	Allow      Kind = "allow"       // rule
	Disallow   Kind = "disallow"    // rule
	Sitemap    Kind = "sitemap"     // belongs to no group
	CrawlDelay Kind = "crawl-delay" // ignored by Google, read by others
	Extension  Kind = "extension"   // a key that some engine knows or knew: host, clean-param, noindex …
	Unknown    Kind = "unknown"     // a key that nobody knows
	Malformed  Kind = "malformed"   // no key with a value
)

// IsRule reports whether lines of this kind allow or disallow something.
func (k Kind) IsRule() bool { return k == Allow || k == Disallow }

// Understood reports the four kinds that RFC 9309 and Google's specification
// define. All other lines have no effect on a decision.
func (k Kind) Understood() bool {
	return k == UserAgent || k.IsRule() || k == Sitemap
}

// Line is one line of a robots.txt and what was read from it. All texts are
// foreign bytes, not necessarily UTF-8, and may hold control characters.
type Line struct {
	Number int    // from 1; CRLF counts once
	Offset int    // of the line's first byte in the body
	Kind   Kind   // what it is
	Text   string // the whole line, comment included, without outer white space; at most 16,663 bytes
	Key    string // as written; empty when Kind is Blank, Comment or Malformed
	Value  string // as written, without the comment

	Misspelt bool // the key is read as Kind although it is spelt otherwise
	NoColon  bool // white space stands where the colon belongs
	TooLong  bool // the line goes on behind the bytes that count
	Orphan   bool // a rule or crawl delay before any User-agent line: without effect
}

// HasControl reports a control character other than a tab in the line, NUL
// included. Google reads nothing behind a NUL.
func (l Line) HasControl() bool {
	for i := range len(l.Text) {
		if c := l.Text[i]; c < ' ' && c != '\t' || c == 0x7F {
			return true
		}
	}
	return false
}

// readLine understands one raw line. It knows nothing of the lines before, so
// it leaves Orphan alone.
func readLine(raw rawLine) Line {
	line := Line{Number: raw.number, Offset: raw.offset, Text: trim(raw.text), TooLong: raw.tooLong}
	content, commented := contentOf(raw.text)
	content = trim(content)
	if content == "" {
		line.Kind = Blank
		if commented {
			line.Kind = Comment
		}
		return line
	}
	key, value, noColon := splitLine(content)
	if key == "" {
		line.Kind = Malformed
		return line
	}
	line.Key, line.Value, line.NoColon = key, value, noColon
	line.Kind, line.Misspelt = kindOf(key)
	return line
}

// contentOf drops a comment, which may start anywhere, and what stands behind a
// NUL, where Google's parser ends its strings.
func contentOf(text string) (content string, commented bool) {
	content, _, _ = strings.Cut(text, "\x00")
	content, _, commented = strings.Cut(content, "#")
	return content, commented
}

// splitLine cuts key from value at the first colon. Without any colon, white
// space separates them if there are exactly two words.
func splitLine(content string) (key, value string, noColon bool) {
	if key, value, ok := strings.Cut(content, ":"); ok {
		return trim(key), trim(value), false
	}
	at := strings.IndexAny(content, " \t")
	if at < 0 {
		return "", "", false
	}
	value = strings.TrimLeft(content[at:], " \t")
	if strings.ContainsAny(value, " \t") {
		return "", "", false
	}
	return trim(content[:at]), trim(value), true
}

func trim(s string) string { return strings.Trim(s, " \t\v\f\r\n") }
