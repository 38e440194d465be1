package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// output is where a report goes: stdout, or a file that appears whole or not
// at all.
type output struct {
	name string // of the file; empty for stdout
	temp *os.File
	std  io.Writer
}

// newOutput opens the place now, so that a mistake shows before the work.
func newOutput(name string, stdout io.Writer) (*output, error) {
	if name == "-" {
		return &output{std: stdout}, nil
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return nil, usageError("--output %s: it is a directory; name a file", name)
	}
	temp, err := os.CreateTemp(filepath.Dir(name), ".signpost-*")
	if err != nil {
		return nil, usageError("--output %s: cannot write there: %w", name, errors.Unwrap(err))
	}
	return &output{name: name, temp: temp}, nil
}

func (o *output) write(report func(io.Writer) error) error {
	if o.temp == nil {
		return report(o.std)
	}
	err := errors.Join(report(o.temp), o.temp.Chmod(0o644), o.temp.Close())
	if err == nil {
		err = os.Rename(o.temp.Name(), o.name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", o.name, err)
	}
	return nil
}

// discard removes what is left of an output that was never written. It does
// nothing after write.
func (o *output) discard() {
	if o.temp != nil {
		_ = o.temp.Close()
		_ = os.Remove(o.temp.Name())
	}
}
