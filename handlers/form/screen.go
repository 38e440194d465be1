package form

import (
	"strings"
)

// screen takes out of a form whatever may be a secret: a lost word is cheaper
// than a shown secret.
func screen(raw rawForm) Form {
	f := Form{Files: raw.files, Dropped: raw.dropped, Cut: raw.cut}
	for _, field := range raw.fields {
		if field.name == charsetField {
			continue
		}
		if deniedName(field.name) || deniedValue(field.value) {
			f.Withheld++
			continue
		}
		value, masked := mask(field.value)
		f.Fields = append(f.Fields, Field{Name: field.name, Value: value, Masked: masked, Cut: field.cut})
	}
	for i := range f.Files {
		file := &f.Files[i]
		if deniedName(file.Field) {
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
