package problem

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// MediaTypeJSON and the others are the media types of the forms of a Document.
const (
	MediaTypeJSON     = "application/problem+json"
	MediaTypeXML      = "application/problem+xml"
	MediaTypeText     = "text/plain; charset=utf-8"
	MediaTypeMarkdown = "text/markdown; charset=utf-8"
)

// JSON writes the document as application/problem+json (RFC 9457). Members come
// in the fixed order of the Document's fields; those that are not known are
// absent, but for retryable, which is always there. Markup characters are
// escaped, so that the bytes are harmless inside HTML too.
func (d Document) JSON() []byte {
	w := jsonWriter{buf: make([]byte, 0, 512)}
	w.buf = append(w.buf, '{')
	for i, m := range d.members() {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		w.member(m)
	}
	return append(w.buf, '}', '\n')
}

// member is one member of a problem document. Exactly one kind of value is
// used.
type member struct {
	name    string
	text    string
	number  int
	truth   bool
	list    []string
	errors  []FieldError
	isInt   bool
	isTruth bool
}

// members lists what is known, in the order in which it is written.
func (d Document) members() []member {
	all := []member{
		{name: "type", text: d.Type},
		{name: "title", text: d.Title},
		{name: "status", number: int(d.Status), isInt: true},
		{name: "detail", text: d.Detail},
		{name: "instance", text: d.Instance},
		{name: "cause", text: d.cause()},
		{name: "resource", text: d.Resource},
		{name: "current_version", text: d.CurrentVersion},
		{name: "your_version", text: d.YourVersion},
		{name: "field", text: d.Field},
		{name: "lock_owner", text: d.LockOwner},
		{name: "retryable", truth: d.Retryable, isTruth: true},
		{name: "retry_after", number: d.RetryAfter, isInt: true},
		{name: "steps", list: d.Steps},
		{name: "upstream_status", number: int(d.UpstreamStatus), isInt: true},
		{name: "masked", truth: d.Masked, isTruth: d.Masked},
		{name: "reference", text: d.Reference},
		{name: "errors", errors: d.Errors},
		{name: "violated-policies", list: d.Violated},
	}
	return slices.DeleteFunc(all, func(m member) bool { return !m.isKnown() })
}

// cause is the word for a program: why a conflict happened, or what kept the
// edge itself from answering.
func (d Document) cause() string {
	if d.Cause == "" {
		return d.Origin
	}
	return string(d.Cause)
}

func (m member) isKnown() bool {
	return m.text != "" || m.isInt && m.number != 0 || m.isTruth || len(m.list) > 0 || len(m.errors) > 0
}

type jsonWriter struct{ buf []byte }

func (w *jsonWriter) member(m member) {
	w.text(m.name)
	w.buf = append(w.buf, ':')
	switch {
	case m.isInt:
		w.buf = strconv.AppendInt(w.buf, int64(m.number), 10)
	case m.isTruth:
		w.buf = strconv.AppendBool(w.buf, m.truth)
	case m.list != nil:
		w.list(m.list)
	case m.errors != nil:
		w.errors(m.errors)
	default:
		w.text(m.text)
	}
}

func (w *jsonWriter) list(items []string) {
	w.buf = append(w.buf, '[')
	for i, item := range items {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		w.text(item)
	}
	w.buf = append(w.buf, ']')
}

func (w *jsonWriter) errors(items []FieldError) {
	w.buf = append(w.buf, '[')
	for i, e := range items {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		w.buf = append(w.buf, `{"detail":`...)
		w.text(e.Detail)
		if e.Pointer != "" {
			w.buf = append(w.buf, `,"pointer":`...)
			w.text(e.Pointer)
		}
		w.buf = append(w.buf, '}')
	}
	w.buf = append(w.buf, ']')
}

// text writes a JSON string. Wrong UTF-8 becomes U+FFFD.
func (w *jsonWriter) text(s string) {
	const hexDigits = "0123456789abcdef"
	w.buf = append(w.buf, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.buf = append(w.buf, '\\', byte(r))
		case r < 0x20 || r == 0x7f || r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029':
			w.buf = append(w.buf, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
		default:
			w.buf = utf8.AppendRune(w.buf, r)
		}
	}
	w.buf = append(w.buf, '"')
}
