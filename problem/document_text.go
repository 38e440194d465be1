package problem

import (
	"strconv"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/locale"
)

// Text writes the document as text/plain for a terminal or a log: title,
// sentence, quotation, steps and reference, each on its own lines. There are no
// control characters but line feeds, so a terminal shows it as it is.
func (d Document) Text() []byte {
	w := wordWriter{plain: true}
	d.speak(&w)
	return []byte(w.String())
}

// Markdown writes the document as text/markdown. Nothing from the upstream can
// become markup, a link or raw HTML: every character that Markdown knows is
// escaped.
func (d Document) Markdown() []byte {
	w := wordWriter{}
	d.speak(&w)
	return []byte(w.String())
}

// speak says the same things in the same order in both forms.
func (d Document) speak(w *wordWriter) {
	w.heading(d.Status.String() + " " + d.Title)
	w.paragraph(d.Sentence)
	if d.Detail != d.Sentence && d.Quote == "" {
		w.paragraph(d.Detail)
	}
	w.quote(d.Quote)
	for _, e := range d.Errors {
		w.item(joinNonEmpty(": ", e.Pointer, e.Detail))
	}
	w.endList()
	for i, step := range d.Steps {
		w.step(i+1, step)
	}
	w.endList()
	if d.RetryAfter > 0 {
		w.paragraph(d.wait())
	}
	w.fact("resource", d.Resource)
	w.fact("field", d.Field)
	w.fact("current_version", d.CurrentVersion)
	w.fact("your_version", d.YourVersion)
	w.fact("lock_owner", d.LockOwner)
	w.fact("cause", d.cause())
	w.fact("retryable", strconv.FormatBool(d.Retryable))
	w.fact("reference", d.Reference)
	w.endList()
}

func joinNonEmpty(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

// wordWriter writes text or Markdown.
type wordWriter struct {
	strings.Builder
	plain  bool
	inList bool
}

func (w *wordWriter) escape(s string) string {
	s = plain(s)
	if w.plain {
		return s
	}
	return escapeMarkdown(s)
}

func (w *wordWriter) heading(s string) {
	if !w.plain {
		w.WriteString("# ")
	}
	w.WriteString(w.escape(s) + "\n")
}

func (w *wordWriter) paragraph(s string) {
	if s != "" {
		w.WriteString("\n" + w.escape(s) + "\n")
	}
}

func (w *wordWriter) quote(s string) {
	if s != "" {
		w.WriteString("\n> " + w.escape(s) + "\n")
	}
}

func (w *wordWriter) item(s string) {
	w.line("- " + w.escape(s))
}

func (w *wordWriter) step(n int, s string) { w.line(strconv.Itoa(n) + ". " + w.escape(s)) }

func (w *wordWriter) fact(name, value string) {
	if value != "" {
		w.line("- " + name + ": " + w.escape(value))
	}
}

func (w *wordWriter) line(s string) {
	if !w.inList {
		w.WriteString("\n")
		w.inList = true
	}
	w.WriteString(s + "\n")
}

func (w *wordWriter) endList() { w.inList = false }

// wait says how long to wait, in the reader's language.
func (d Document) wait() string {
	lang := d.Lang
	if lang == nil {
		lang = locale.English()
	}
	return d.WithEnd(lang.Wait(time.Duration(d.RetryAfter) * time.Second))
}

// WithEnd adds the announced end, where there is one, to a sentence about the
// wait: in UTC, and in the one form of a date that reads the same in every
// language (ISO 8601).
func (d Document) WithEnd(sentence string) string {
	if d.Until.IsZero() {
		return sentence
	}
	return sentence + " (" + d.Until.UTC().Format("2006-01-02 15:04 MST") + ")"
}

// escapeMarkdown escapes the ASCII punctuation that means something where it
// stands, as CommonMark 2.4 allows, and writes < > & as entities, because some
// readers treat an escaped < as HTML. Common punctuation stays readable where it
// cannot begin a list, a rule or a link: a full stop behind a word, a colon
// before a space, a hyphen within a word.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case isMarkup(s, i, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isMarkup reports whether the character at i needs a backslash.
func isMarkup(s string, i int, r rune) bool {
	switch r {
	case '\\', '`', '*', '_', '{', '}', '[', ']', '#', '+', '!', '|', '~', '@', '=', '^', '$', '/':
		return true
	case ':', '.', '(', ')', '-':
		return !behindLetter(s, i) || !beforeBreak(s, i) && (r != '-' || !beforeLetter(s, i))
	}
	return false
}

// behindLetter excludes digits: "1." begins a list.
func behindLetter(s string, i int) bool { return i > 0 && isASCIILetter(s[i-1]) }

func beforeLetter(s string, i int) bool { return i+1 < len(s) && isASCIILetter(s[i+1]) }

func beforeBreak(s string, i int) bool { return i+1 == len(s) || s[i+1] == ' ' }

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
