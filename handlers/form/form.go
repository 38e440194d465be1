package form

// Form is what is left of a submitted form once nothing secret is in it.
type Form struct {
	Fields   []Field // in the order in which they were sent
	Files    []File
	Withheld int  // fields whose name or value looks like a secret
	Dropped  int  // fields beyond the limits, or that could not be read
	Cut      bool // the form was larger than what is kept, or had not arrived whole
}

// Field is one value that may be shown.
type Field struct {
	Name   string
	Value  string // valid UTF-8, lines ended by LF
	Masked bool   // pieces that look like secrets are covered up
	Cut    bool   // longer than what is kept
	Hidden bool   // of the page's current form: nobody sees it there
	Typed  bool   // it reads like something that somebody wrote, or the owner wants it shown
}

// File is a file that was sent along: its content is not kept.
type File struct {
	Field, Name string
	Size        int64
}

// Complete reports that the fields are all that was sent, unchanged.
func (f *Form) Complete() bool {
	if f.Withheld > 0 || f.Dropped > 0 || f.Cut || len(f.Files) > 0 {
		return false
	}
	for _, field := range f.Fields {
		if field.Masked || field.Cut {
			return false
		}
	}
	return true
}

// textRunes is the length from which a value without spaces still counts as
// something that somebody wrote.
const textRunes = 40
