package form

import (
	"slices"
	"strings"
)

// Names are what the owner says about fields of a form, by their names in either
// case. Hide wins over Show.
type Names struct {
	Show []string // shown at once; a name that reads like that of a secret is none, its value still may be
	Hide []string // never shown
}

func (n *Names) denies(name string) bool {
	return isOneOf(n.Hide, name) || deniedName(name) && !isOneOf(n.Show, name)
}

func isOneOf(names []string, name string) bool {
	return slices.ContainsFunc(names, func(one string) bool { return strings.EqualFold(one, name) })
}

// deniedField reports a field that is not shown. A secret may stand in the name
// as well.
func (n *Names) deniedField(f *rawField) bool {
	_, secret := mask(f.name)
	return secret || n.denies(f.name) || deniedValue(f.value)
}

// screen takes out of a form whatever may be a secret: a lost word is cheaper
// than a shown secret.
func screen(raw rawForm, names Names) Form {
	f := Form{Files: raw.files, Dropped: raw.dropped, Cut: raw.cut}
	for _, field := range raw.fields {
		if field.name == charsetField {
			continue
		}
		if names.deniedField(&field) {
			f.Withheld++
			continue
		}
		value, masked := mask(field.value)
		f.Fields = append(f.Fields, Field{
			Name: field.name, Value: value, Masked: masked, Cut: field.cut, Hidden: field.hidden,
			Typed: isText(value) || isOneOf(names.Show, field.name),
		})
	}
	for i := range f.Files {
		file := &f.Files[i]
		if names.denies(file.Field) {
			file.Field = ""
		}
		file.Name, _ = mask(baseName(file.Name))
	}
	return f
}

// baseName drops the folders that old browsers send along.
func baseName(s string) string {
	if i := strings.LastIndexAny(s, `/\`); i >= 0 {
		return s[i+1:]
	}
	return s
}
