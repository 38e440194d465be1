package rule

import (
	"errors"
	"fmt"
	"io"
)

// Bounds of a list of addresses.
const (
	maxListBytes = 16 << 20
	maxAddresses = 200_000
	maxAddress   = 2048 // bytes of one
	maxMistakes  = 100  // that are told of one list
)

var errTooLong = fmt.Errorf("the list is longer than %d MiB", maxListBytes>>20)

// bounded reads at most maxListBytes and says so where there are more.
type bounded struct {
	from io.Reader
	left int
}

func newBounded(r io.Reader) io.Reader { return &bounded{r, maxListBytes} }

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	n, err := b.from.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// lineReport collects the mistakes of a list.
type lineReport struct {
	found []error
	more  int // mistakes that are not told
}

func (r *lineReport) add(line int, hint, format string, args ...any) {
	if len(r.found) == maxMistakes {
		r.more++
		return
	}
	r.found = append(r.found, &LineMistake{Line: line, Text: fmt.Sprintf(format, args...), Hint: hint})
}

func (r *lineReport) err() error {
	if r.more > 0 {
		return errors.Join(append(r.found, fmt.Errorf("and %d more", r.more))...)
	}
	return joined(r.found)
}
