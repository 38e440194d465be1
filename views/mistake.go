package views

import (
	"fmt"
	"strings"
)

// Mistake is one thing wrong with the options of a brand.
type Mistake struct {
	Key  string // of the option, as config.yaml writes it below brand: colors.accent, links[2].href
	Text string // what is wrong
	Hint string // how to mend it; may be empty
}

// Error names the key and the mistake.
func (m *Mistake) Error() string { return fmt.Sprintf("brand: %s: %s", m.Key, m.Text) }

// Mistakes are all that is wrong with the options of a brand, at least one.
type Mistakes []*Mistake

// Error lists the mistakes, one a line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = mistake.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the single mistakes, for errors.As.
func (m Mistakes) Unwrap() []error {
	errs := make([]error, len(m))
	for i, mistake := range m {
		errs[i] = mistake
	}
	return errs
}

func (m *Mistakes) add(key, hint, format string, args ...any) {
	*m = append(*m, &Mistake{Key: key, Text: fmt.Sprintf(format, args...), Hint: hint})
}
