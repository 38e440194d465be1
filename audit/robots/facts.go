package robots

import "strings"

// Size is the length of the body in bytes, as far as it was given to Parse.
func (f *File) Size() int {
	if f == nil {
		return 0
	}
	return len(f.body)
}

// LooksLikeMarkup reports a body that is a web page or another document with
// tags in place of robots.txt: its first byte that is not white space is "<".
func (f *File) LooksLikeMarkup() bool {
	if f == nil {
		return false
	}
	text := f.body[markLength(f.body):]
	return strings.HasPrefix(strings.TrimLeft(text, " \t\v\f\r\n"), "<")
}

// Understood counts the lines that RFC 9309 and Google's specification define.
// A body with text and none of them is no robots.txt.
func (f *File) Understood() int {
	n := 0
	for line := range f.Lines() {
		if line.Kind.Understood() {
			n++
		}
	}
	return n
}

// RuleCount counts the rules of all groups, implied ones left out.
func (f *File) RuleCount() int {
	n := 0
	if f == nil {
		return n
	}
	for i := range f.groups {
		for j := range f.groups[i].Rules {
			if !f.groups[i].Rules[j].Implied {
				n++
			}
		}
	}
	return n
}
