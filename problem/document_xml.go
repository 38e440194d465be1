package problem

import (
	"strconv"
	"strings"
)

const xmlNamespace = "urn:ietf:rfc:7807"

// XML writes the document as application/problem+xml (RFC 9457 appendix B):
// the same members in the same order as JSON, as elements below the root
// problem. The items of a list are elements i.
func (d Document) XML() []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	b.WriteString(`<problem xmlns="` + xmlNamespace + `">` + "\n")
	for _, m := range d.members() {
		b.WriteString("  <" + m.name + ">")
		m.writeXML(&b)
		b.WriteString("</" + m.name + ">\n")
	}
	b.WriteString("</problem>\n")
	return []byte(b.String())
}

func (m member) writeXML(b *strings.Builder) {
	switch {
	case m.isInt:
		b.WriteString(strconv.Itoa(m.number))
	case m.isTruth:
		b.WriteString(strconv.FormatBool(m.truth))
	case m.list != nil:
		for _, item := range m.list {
			writeElement(b, "i", item)
		}
	case m.errors != nil:
		for _, e := range m.errors {
			b.WriteString("<i>")
			writeElement(b, "detail", e.Detail)
			if e.Pointer != "" {
				writeElement(b, "pointer", e.Pointer)
			}
			b.WriteString("</i>")
		}
	default:
		b.WriteString(escapeXML(m.text))
	}
}

func writeElement(b *strings.Builder, name, text string) {
	b.WriteString("<" + name + ">" + escapeXML(text) + "</" + name + ">")
}

// escapeXML escapes markup and replaces what XML 1.0 cannot carry at all.
func escapeXML(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&#34;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		case r < 0x20 || r == 0xFFFE || r == 0xFFFF:
			b.WriteRune('\ufffd')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
