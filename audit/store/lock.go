package store

import (
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
)

// HeldError says that another process works on the run.
type HeldError struct{ PID string }

// Error names the process.
func (e *HeldError) Error() string {
	return fmt.Sprintf("process %s works on this run: wait for it, or begin another one with --fresh", e.PID)
}

// lockFile takes the lock of a run. It is given back when the file is closed,
// or the process dies.
func lockFile(name string) (*os.File, error) {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the run: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		pid, _ := io.ReadAll(io.LimitReader(file, 20))
		file.Close()
		return nil, &HeldError{strings.TrimSpace(string(pid))}
	}
	err = file.Truncate(0)
	if err == nil {
		_, err = fmt.Fprintln(file, os.Getpid())
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("lock the run: %w", err)
	}
	return file, nil
}
