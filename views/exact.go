package views

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Text boxes and preformatted text must hold the visitor's characters and
// nothing else, not even the white space between two lines of a component: these
// are written out by hand, every value escaped.

// keptBox is the box of one value. The line feed behind the tag is the one that
// HTML drops (HTML, section 13.1.2.6).
func keptBox(f keptFieldView) templ.Component {
	name := ""
	if f.Sent {
		name = `" name="` + templ.EscapeString(f.Name)
	}
	return exact(`<textarea id="`, templ.EscapeString(f.ID), name, `" rows="`, templ.EscapeString(f.Rows), `" dir="auto" readonly>`, "\n", templ.EscapeString(f.Value), `</textarea>`)
}

// comparedLines are the lines of one side, with marks around what only it has.
func comparedLines(only, mark string, lines []ComparedLine) templ.Component {
	var b strings.Builder
	b.WriteString(`<pre dir="auto">` + "\n")
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, piece := range line {
			if !piece.Only {
				b.WriteString(templ.EscapeString(piece.Text))
				continue
			}
			b.WriteString("<" + mark + `><span class="unseen">[` + templ.EscapeString(only) + ": </span>" +
				templ.EscapeString(piece.Text) + `<span class="unseen">]</span></` + mark + ">")
		}
	}
	b.WriteString("</pre>")
	return exact(b.String())
}

// marked shows what a mark looks like.
func marked(mark, text string) templ.Component {
	return exact("<"+mark+">", templ.EscapeString(text), "</"+mark+">")
}

func exact(parts ...string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		for _, part := range parts {
			if _, err := io.WriteString(w, part); err != nil {
				return err
			}
		}
		return nil
	})
}

// encoding is how the form is sent: as it came.
func (r *Resubmission) encoding() string {
	if r.Multipart {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}
