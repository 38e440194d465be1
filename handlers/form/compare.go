package form

// Comparison shows what somebody sent beside what is there now. There is no
// common origin of the two, so it says "differs", and never who changed what.
type Comparison struct {
	Differences []Difference
	Equal       int // fields that are the same on both sides
}

// Difference is one field whose values differ. A side that has no such field is
// nil.
type Difference struct {
	Name          string
	Mine, Current *Field
	Lines         []Line // the two values line by line; nil when they are too long, or one is missing
}

// Compare matches fields by name, several of one name in their order. Fields
// that were cut or have covered pieces are left out: a difference in them would
// be ours. So are hidden ones that hold no text, such as the version itself.
func Compare(mine, current Form) Comparison {
	var c Comparison
	theirs := byName(current.Fields)
	for _, field := range mine.Fields {
		var other *Field
		if rest := theirs[field.Name]; len(rest) > 0 {
			other, theirs[field.Name] = &rest[0], rest[1:]
		}
		switch {
		case field.Masked || field.Cut || other != nil && (other.Masked || other.Cut):
		case other != nil && other.Value == field.Value:
			c.Equal++
		case other == nil && field.Value == "":
		case other != nil && other.Hidden && !field.Typed && !other.Typed: // nobody typed it
		default:
			c.add(&field, other)
		}
	}
	sent := byName(mine.Fields)
	for _, field := range current.Fields {
		if _, known := sent[field.Name]; !known && field.Value != "" && field.Typed {
			c.add(nil, &field)
		}
	}
	return c
}

func (c *Comparison) add(mine, current *Field) {
	d := Difference{Mine: mine, Current: current}
	switch {
	case mine == nil:
		d.Name = current.Name
	case current == nil:
		d.Name = mine.Name
	default:
		d.Name, d.Lines = mine.Name, compareText(mine.Value, current.Value)
	}
	c.Differences = append(c.Differences, d)
}

func byName(fields []Field) map[string][]Field {
	m := map[string][]Field{}
	for _, f := range fields {
		m[f.Name] = append(m[f.Name], f)
	}
	return m
}
