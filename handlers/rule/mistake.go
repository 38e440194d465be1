package rule

import (
	"errors"
	"fmt"
	"strings"
)

// Mistake is one thing that is wrong with what the owner wrote. Key names the
// place in the words of the configuration, so that its reader can point at line
// and column.
type Mistake struct {
	Rule  string // name of the rule; empty outside rules, or when that is missing
	Index int    // of the rule, or of the entry of a list outside rules
	Key   string // when.status, then.send, when.any[1].path, status.map, …
	Text  string // what is wrong, and why it is refused
	Hint  string // what to write instead; may be empty
}

// Error returns the mistake in one line.
func (m *Mistake) Error() string {
	var b strings.Builder
	if m.Rule != "" {
		fmt.Fprintf(&b, "rule %q: ", m.Rule)
	} else if strings.HasPrefix(m.Key, "when") || strings.HasPrefix(m.Key, "then") || m.Key == "name" {
		fmt.Fprintf(&b, "rule %d: ", m.Index+1)
	}
	b.WriteString(m.Key + ": " + m.Text)
	if m.Hint != "" {
		b.WriteString("; " + m.Hint)
	}
	return b.String()
}

// LineMistake is one thing that is wrong with a line of a list of addresses.
type LineMistake struct {
	Line int // from 1
	Text string
	Hint string // may be empty
}

// Error returns the mistake in one line.
func (m *LineMistake) Error() string {
	text := fmt.Sprintf("line %d: %s", m.Line, m.Text)
	if m.Hint != "" {
		text += "; " + m.Hint
	}
	return text
}

// Mistakes returns the mistakes that an error of this package joins, in the
// order in which they were written.
func Mistakes(err error) []*Mistake { return collect[*Mistake](err) }

// LineMistakes is Mistakes for errors of [ReadMoved] and [ReadGone].
func LineMistakes(err error) []*LineMistake { return collect[*LineMistake](err) }

func collect[M error](err error) []M {
	var all []M
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			all = append(all, collect[M](e)...)
		}
		return all
	}
	if m, ok := errors.AsType[M](err); ok {
		all = append(all, m)
	}
	return all
}
