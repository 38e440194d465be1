package robots

import "strings"

// Rule is one Allow or Disallow line with a value.
type Rule struct {
	Line    int    // number of its line, from 1
	Allow   bool   // false: Disallow
	Pattern string // the value, percent-normalised
	Text    string // the line as written, without outer white space; foreign bytes
	Implied bool   // the second meaning of an Allow of …/index.html, see File

	compiled pattern
}

// Length is what decides between rules that match the same address: the octets
// of the normalised pattern (RFC 9309 section 2.2.2).
func (r Rule) Length() int { return len(r.Pattern) }

// Matches reports whether the rule covers an address, whatever other rules say.
// The zero Rule covers none.
func (r Rule) Matches(url string) bool { return r.covers(pathOf(url)) }

func (r *Rule) covers(path string) bool { return r.Pattern != "" && r.compiled.match(path) }

// rulesOf turns a line into rules: none for an empty value, which matches
// nothing; two for an Allow that names the index file of a directory.
func rulesOf(line Line) []Rule {
	value := escape(line.Value)
	if value == "" {
		return nil
	}
	rule := Rule{Line: line.Number, Allow: line.Kind == Allow, Text: line.Text, Pattern: value}
	rule.compiled = compile(value)
	rules := []Rule{rule}
	if directory, ok := directoryOf(value); ok && rule.Allow {
		rule.Pattern, rule.Implied = directory, true
		rule.compiled = compile(directory)
		rules = append(rules, rule)
	}
	return rules
}

// directoryOf is the pattern of the directory itself when the last segment of
// a value begins with index.htm. Google takes both for the same page.
func directoryOf(value string) (string, bool) {
	slash := strings.LastIndexByte(value, '/')
	if slash < 0 || !strings.HasPrefix(value[slash:], "/index.htm") {
		return "", false
	}
	return value[:slash+1] + "$", true
}
