package form

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// charsetField is where a browser tells the encoding of a form that asks for it
// (HTML, section 4.10.21.5).
const charsetField = "_charset_"

// decode turns names and values into UTF-8. Bytes that are none are taken for
// the declared encoding, else for windows-1252, which browsers fall back on.
func (f rawForm) decode(charset string) rawForm {
	for _, field := range f.fields {
		if field.name == charsetField {
			charset = field.value
		}
	}
	for i := range f.fields {
		field := &f.fields[i]
		field.name, field.value = toUTF8(field.name, charset), toUTF8(field.value, charset)
	}
	for i := range f.files {
		file := &f.files[i]
		file.Field, file.Name = toUTF8(file.Field, charset), toUTF8(file.Name, charset)
	}
	return f
}

func toUTF8(s, charset string) string {
	declared, err := htmlindex.Get(charset)
	name := ""
	if err == nil {
		name, _ = htmlindex.Name(declared)
	}
	switch {
	case name != "" && name != "utf-8":
		if decoded, err := declared.NewDecoder().String(s); err == nil {
			return plain(decoded)
		}
	case !utf8.ValidString(s):
		if decoded, err := charmap.Windows1252.NewDecoder().String(s); err == nil {
			return plain(decoded)
		}
	}
	return plain(strings.ToValidUTF8(s, "\uFFFD"))
}

// plain ends lines by LF and takes out what a text area cannot hold.
func plain(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.ReplaceAll(s, "\x00", "")
}
