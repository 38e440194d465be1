package problem

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Redact returns p with everything taken out that only the owner of the site
// may see, and counts the pieces in Redactions: stack traces, class names, SQL
// names, hosts and addresses other than hosts, e-mail addresses, tokens, paths
// of file systems and request ids. Sentences are cut at 300 characters, at a
// word, and lose control and bidirectional-override characters. The result is
// plain text and must still be escaped for where it is shown. Redacting twice
// changes nothing.
func Redact(p Problem, hosts []string) Problem {
	c := censor{hosts: hosts}
	p.Title = c.sentence(p.Title)
	p.Summary = c.sentence(p.Summary)
	p.Resource = c.identifier(p.Resource)
	p.Field = c.sentence(p.Field)
	p.LockOwner = c.owner(p.LockOwner)
	p.CurrentVersion = opaque(p.CurrentVersion)
	p.YourVersion = opaque(p.YourVersion)
	p.Reference = opaque(p.Reference)
	p.UpstreamSteps = c.sentences(p.UpstreamSteps)
	p.Errors = c.errors(p.Errors)
	p.Redactions += c.count
	return p
}

// AnotherUser stands for the owner of a lock whose address was taken out.
// [Describe] says it in the language of the reader.
const AnotherUser = "another user"

const (
	maxShown  = 300 // characters of a sentence on a page
	ellipsis  = "…"
	blackened = "[…]"
)

type censor struct {
	hosts []string
	count int
}

func (c *censor) sentences(all []string) []string {
	var out []string
	for _, s := range all {
		if s = c.sentence(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (c *censor) errors(all []FieldError) []FieldError {
	var out []FieldError
	for _, e := range all {
		if e.Detail = c.sentence(e.Detail); e.Detail != "" {
			out = append(out, FieldError{Detail: e.Detail, Pointer: c.identifier(e.Pointer)})
		}
	}
	return out
}

// sentence makes a sentence fit to be shown.
func (c *censor) sentence(s string) string {
	s = plain(s)
	s = c.cutTrace(s)
	s = c.classesInBrackets(s)
	s = c.namesOfTables(s)
	s = c.words(s)
	return cutWords(s, maxShown)
}

// identifier makes a resource or a pointer fit to be shown; a path of the site
// stays, one of a file system does not.
func (c *censor) identifier(s string) string {
	shown := cutWords(c.sentence(s), maxIdentifier)
	if strings.Trim(strings.ReplaceAll(shown, blackened, ""), "/ ") == "" {
		return ""
	}
	return shown
}

func (c *censor) owner(s string) string {
	shown := cutWords(c.sentence(s), maxIdentifier)
	if strings.Contains(shown, blackened) {
		return AnotherUser
	}
	return shown
}

// opaque is for versions and references: they mean nothing to anybody but
// their owner and stay as they are.
func opaque(s string) string { return cutWords(plain(s), maxIdentifier) }

// plain removes what could change how the text around is shown: control
// characters, overrides and isolates of direction, and invisible marks.
func plain(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if !strings.ContainsFunc(s, isHidden) {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case isHidden(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func isHidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c' ||
		r == '\u2028' || r == '\u2029' || r&0xFFFE == 0xFFFE
}

// cutWords cuts at a word when s has more than limit characters.
func cutWords(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	end, seen := 0, 0
	for i := range s {
		if seen == limit-1 {
			end = i
			break
		}
		seen++
	}
	if space := strings.LastIndexByte(s[:end], ' '); space > end/2 {
		end = space
	}
	return strings.TrimRight(s[:end], " ,;:.") + ellipsis
}

// traceMarks begin the part of a text that is a stack trace.
var traceMarks = []string{
	"Traceback (most recent call last)", "goroutine ", "   at ", "Stack trace:", "stacktrace:", "#0 /",
}

func (c *censor) cutTrace(s string) string {
	cut := len(s)
	for _, mark := range traceMarks {
		if i := strings.Index(s, mark); i >= 0 {
			cut = min(cut, i)
		}
	}
	if i := strings.Index(s, `File "`); i >= 0 && strings.Contains(s[i:], `", line `) {
		cut = min(cut, i)
	}
	if i := frameStart(s); i >= 0 {
		cut = min(cut, i)
	}
	if cut == len(s) {
		return s
	}
	c.count++
	return strings.TrimRight(s[:cut], " \"'(<[")
}

// frameStart returns where a frame like "at x.y(Z.java:1)" or "at f (a.js:5:9)"
// begins, or -1.
func frameStart(s string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], "at ")
		if i < 0 {
			return -1
		}
		i += from
		from = i + len("at ")
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsLetter(before) && isFrame(s[from:]) {
			return i
		}
	}
}

// isFrame reports a function and its place in brackets.
func isFrame(s string) bool {
	const longest = 200
	function, rest, ok := strings.Cut(s[:min(len(s), longest)], "(")
	place, _, closed := strings.Cut(rest, ")")
	if !ok || !closed || strings.ContainsAny(strings.TrimSuffix(function, " "), " ,;") {
		return false
	}
	file, line, ok := strings.Cut(place, ":")
	return ok && file != "" && line != "" && strings.Trim(line, "0123456789:") == ""
}

// classesInBrackets removes "[dev.shop.Feed#1]".
func (c *censor) classesInBrackets(s string) string {
	for from := 0; ; {
		open := strings.IndexByte(s[from:], '[')
		if open < 0 {
			return s
		}
		open += from
		length := strings.IndexByte(s[open:], ']')
		if length < 0 {
			return s
		}
		if inside := s[open+1 : open+length]; isClassName(inside) {
			c.count++
			s = s[:open] + blackened + s[open+length+1:]
		}
		from = open + 1
	}
}

// isClassName reports a name of packages and a class: two dots or more, or one
// and a #, and no space.
func isClassName(s string) bool {
	name, _, hasID := strings.Cut(s, "#")
	dots := strings.Count(name, ".")
	if dots == 0 || dots == 1 && !hasID || strings.ContainsAny(name, " /:@") {
		return false
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	first, _ := utf8.DecodeRuneInString(last)
	return unicode.IsUpper(first) && unicode.IsLower(rune(name[0]))
}

// tableWords stand before the name of a part of a data base.
var tableWords = []string{"constraint", "relation", "table", "schema", "column", "index"}

// namesOfTables removes names in quotes behind words of SQL.
func (c *censor) namesOfTables(s string) string {
	for _, word := range tableWords {
		for from := 0; from < len(s); {
			i := strings.Index(s[from:], word+" ")
			if i < 0 {
				break
			}
			from += i + len(word) + 1
			length := quotedLength(s[from:])
			if length == 0 || strings.HasPrefix(s[from:], blackened) {
				continue
			}
			c.count++
			s = s[:from] + blackened + s[from+length:]
		}
	}
	return s
}

// quotedLength returns the length of what stands in quotes at the start of s.
func quotedLength(s string) int {
	if s == "" || strings.IndexByte("\"'`[", s[0]) < 0 {
		return 0
	}
	closer := s[0]
	if closer == '[' {
		closer = ']'
	}
	end := strings.IndexByte(s[1:], closer)
	if end < 0 {
		return 0
	}
	return 1 + end + 1
}

// words looks at every word, and at the two before it.
func (c *censor) words(s string) string {
	var b strings.Builder
	var before, last string
	for s != "" {
		end := strings.IndexFunc(s, isWordBreak)
		switch {
		case end < 0:
			end = len(s)
		case end == 0:
			_, size := utf8.DecodeRuneInString(s)
			b.WriteString(s[:size])
			s = s[size:]
			continue
		}
		word := s[:end]
		shown := c.word(word)
		if word != ellipsis && announcesSecret(before, last) {
			shown = blackened
		}
		if shown != word {
			c.count++
		}
		b.WriteString(shown)
		before, last = last, strings.ToLower(word)
		s = s[end:]
	}
	return strings.TrimSpace(b.String())
}

func isWordBreak(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("\"'`“”‘’«»<>()[]{},;|", r)
}

// word returns what may be shown of one word.
func (c *censor) word(w string) string {
	core := strings.TrimRight(w, ".:!?")
	core = strings.TrimPrefix(core, "=")
	if core == "" || !c.isSecret(core) {
		return w
	}
	return strings.Replace(w, core, blackened, 1)
}

func (c *censor) isSecret(w string) bool {
	if name, value, ok := strings.Cut(w, "="); ok && value != "" && (isSecretName(name) || c.isSecret(value)) {
		return true
	}
	return isMail(w) || c.isForeignAddress(w) || isLongToken(w) || isFilePath(w) || isQualifiedName(w)
}
