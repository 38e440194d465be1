package config

import (
	"regexp"
	"strings"
)

// saying is what we say in place of a message of the YAML library: when the
// message contains `said` and the line matches.
type saying struct {
	said       string
	line       *regexp.Regexp
	text, hint string
}

// sayings is the table of them, the first that fits wins. Read-only.
var sayings = []saying{
	{
		line: regexp.MustCompile(`^ *\t`),
		text: "a tab stands where the line is indented", hint: "YAML is indented by blanks: two for each level",
	},
	{
		line: regexp.MustCompile(`[\[,:] *![^"' ]*[\],} ]?`),
		text: "an exclamation mark begins a YAML tag", hint: `put quotes around the entry: "!404"`,
	},
	{
		line: regexp.MustCompile(`[{,:] *\$\{`),
		text: "a brace inside braces or brackets", hint: `put quotes around the entry: "${env:NAME}"`,
	},
	{said: "',' or '}'", text: "a brace { is not closed, or a comma is missing", hint: "write { key: value, key: value }"},
	{said: "',' or ']'", text: "a bracket [ is not closed, or a comma is missing", hint: "write [one, two]"},
	{said: "end token ']'", text: "a bracket [ is not closed", hint: "write [one, two]"},
	{said: "end token '}'", text: "a brace { is not closed", hint: "write { key: value, key: value }"},
	{said: "could not find map value", text: "a brace { is not closed", hint: "write { key: value, key: value }"},
	{said: "double-quoted", text: `a text begins with " and does not end`, hint: `close it with ", and write \\ for a backslash`},
	{said: "single-quoted", text: "a text begins with ' and does not end", hint: "close it with ', and write '' for an apostrophe inside"},
	{said: "reserved character", text: "this character cannot begin a text in YAML", hint: "put quotes around the text"},
	{said: "directive", text: "a text cannot begin with %", hint: "put quotes around it"},
	{
		said: "mapping value is not allowed",
		text: "a key stands where none can be", hint: "is the line indented like its neighbours? a text with `: ` needs quotes",
	},
	{
		said: "unexpected key name",
		text: "a line without a value, or a key without a colon", hint: "write `key: value`, with a blank behind the colon",
	},
	{
		said: "value is not allowed in this context. map key-value",
		text: "something stands behind the end of a value", hint: "put quotes around the whole text",
	},
	{
		said: "block sequence entries are not allowed",
		text: "a list cannot begin here", hint: "begin the list on the next line, indented, or write [one, two]",
	},
	{said: "value is not allowed", text: "a value stands where none can be", hint: "is the line indented like its neighbours?"},
	{said: "invalid key", text: "this cannot be a key", hint: "write `key: value`"},
	{text: "this is not valid YAML", hint: "is the line indented like its neighbours, and is every quote and bracket closed?"},
}

// inPlainWords puts a message of the YAML library into a sentence and a hint.
func inPlainWords(said, line string) (text, hint string) {
	for _, s := range sayings {
		if strings.Contains(said, s.said) && (s.line == nil || s.line.MatchString(line)) {
			return s.text, s.hint
		}
	}
	return "this is not valid YAML", ""
}
