package rule

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Glob is a pattern for paths, or one for words. In a path "*" stands for any
// run of characters within a segment, "**" for any run across segments, "?" for
// one character that is no slash; "/a/**" also matches "/a" itself, and "/a/**/b"
// also "/a/b". A character may be written as an escape or as itself. The zero
// Glob matches only the empty path. Matching takes time linear in the text, for
// a given pattern, and allocates nothing.
type Glob struct {
	source string
	prefix string  // what the text begins with
	rest   []token // what comes after it; empty: nothing
	suffix string  // what a path ends with; it is part of rest
	words  bool    // text instead of a path: "*" crosses slashes, case is ignored
}

// token is one position of a pattern.
type token struct {
	kind kind
	text string // of a literal: one character, perhaps escaped
}

type kind uint8

const (
	literal kind = iota
	one          // "?"
	star         // "*"
	deep         // "**"
	dirs         // "**/" after a slash: whole segments, or none
	tail         // the slash of a final "/**": it and all behind it may be missing
)

const (
	maxPattern = 2048 // bytes
	maxTokens  = 255  // positions behind the first wildcard
)

// CompileGlob reads a pattern for paths. It must begin with a slash or a star.
func CompileGlob(pattern string) (Glob, error) {
	if err := checkPattern(pattern); err != nil {
		return Glob{}, err
	}
	return newGlob(pattern, pathTokens(pattern), false)
}

// CompileWords reads a pattern for words such as titles, field values and host
// names: "*" stands for any run of characters, "?" for one, and case does not
// count.
func CompileWords(pattern string) (Glob, error) {
	switch {
	case pattern == "":
		return Glob{}, errors.New("the pattern is empty")
	case len(pattern) > maxPattern:
		return Glob{}, fmt.Errorf("the pattern is longer than %d bytes", maxPattern)
	case !utf8.ValidString(pattern):
		return Glob{}, fmt.Errorf("%q is no UTF-8", pattern)
	}
	return newGlob(pattern, wordTokens(pattern), true)
}

// checkPattern explains what can never match, and what looks like another
// grammar of globs.
func checkPattern(p string) error {
	switch {
	case p == "":
		return errors.New("the path is empty")
	case len(p) > maxPattern:
		return fmt.Errorf("the path is longer than %d bytes", maxPattern)
	case p[0] != '/' && p[0] != '*':
		return fmt.Errorf("%q must begin with a slash", p)
	case strings.ContainsAny(p, "{}[]"):
		return fmt.Errorf("%q: braces and brackets are no wildcards; write a list of paths, or %%7B for the character", p)
	case strings.ContainsAny(p, "#\\") || strings.ContainsFunc(p, isControl):
		return fmt.Errorf("%q: no path holds this character; write it as an escape", p)
	case strings.Contains(p, "//") || hasDotSegment(p):
		return fmt.Errorf("%q never matches: double slashes and dot segments are resolved before", p)
	case !validEscapes(p):
		return fmt.Errorf("%q: a percent sign needs two hexadecimal digits behind it", p)
	}
	return nil
}

func isControl(r rune) bool { return r < 0x20 || r == 0x7f }

func hasDotSegment(p string) bool {
	for segment := range strings.SplitSeq(p, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

func validEscapes(p string) bool {
	for i := range len(p) {
		if p[i] == '%' {
			if _, ok := unescape(p[i:]); !ok {
				return false
			}
		}
	}
	return true
}

func newGlob(source string, tokens []token, words bool) (Glob, error) {
	g := Glob{source: source, words: words}
	n := 0
	for n < len(tokens) && tokens[n].kind == literal && !words {
		g.prefix += tokens[n].text
		n++
	}
	g.rest = tokens[n:]
	for i := len(g.rest); i > 0 && g.rest[i-1].kind == literal && !words; i-- {
		g.suffix = g.rest[i-1].text + g.suffix
	}
	if len(g.rest) > maxTokens {
		return Glob{}, fmt.Errorf("%q: more than %d characters behind the first wildcard", source, maxTokens)
	}
	return g, nil
}

// pathTokens splits a pattern. "**/" and "/**" are special only where they
// stand for whole segments.
func pathTokens(pattern string) []token {
	var tokens []token
	for p := normalPattern(pattern); len(p) > 0; {
		last := len(tokens) - 1
		afterSlash := last < 0 || tokens[last] == token{literal, "/"}
		switch {
		case p == "/**":
			return append(tokens, token{kind: tail}, token{kind: deep})
		case strings.HasPrefix(p, "**/") && afterSlash:
			tokens, p = append(tokens, token{kind: dirs}), p[len("**/"):]
		case strings.HasPrefix(p, "**"):
			tokens, p = append(tokens, token{kind: deep}), strings.TrimLeft(p, "*")
		case p[0] == '*':
			tokens, p = append(tokens, token{kind: star}), p[1:]
		case p[0] == '?':
			tokens, p = append(tokens, token{kind: one}), p[1:]
		default:
			width := characterWidth(p)
			tokens, p = append(tokens, token{literal, p[:width]}), p[width:]
		}
	}
	return tokens
}

// normalPattern writes the characters of a pattern as a normalised path has
// them, and leaves the wildcards alone.
func normalPattern(pattern string) string {
	pieces := strings.Split(pattern, "?")
	for i := range pieces {
		pieces[i] = normalText(pieces[i])
	}
	return strings.Join(pieces, "?")
}

func wordTokens(p string) []token {
	var tokens []token
	for len(p) > 0 {
		_, width := utf8.DecodeRuneInString(p)
		switch p[0] {
		case '*':
			tokens = append(tokens, token{kind: deep})
		case '?':
			tokens = append(tokens, token{kind: one})
		default:
			tokens = append(tokens, token{literal, p[:width]})
		}
		p = p[width:]
	}
	return tokens
}

// String returns the pattern as written.
func (g Glob) String() string { return g.source }

// IsLiteral reports a pattern without a wildcard.
func (g Glob) IsLiteral() bool { return len(g.rest) == 0 }
