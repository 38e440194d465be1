package lastgood_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
)

// lineLog is a log whose lines a test can wait for.
type lineLog struct{ lines chan string }

func newLineLog() *lineLog { return &lineLog{make(chan string, 100)} }

func (l *lineLog) Enabled(context.Context, slog.Level) bool { return true }
func (l *lineLog) WithAttrs([]slog.Attr) slog.Handler       { return l }
func (l *lineLog) WithGroup(string) slog.Handler            { return l }

func (l *lineLog) Handle(_ context.Context, r slog.Record) error {
	line := r.Message
	r.Attrs(func(a slog.Attr) bool {
		line += fmt.Sprintf(" %s=%v", a.Key, a.Value)
		return true
	})
	l.lines <- line
	return nil
}

func (l *lineLog) next(t *testing.T) string {
	t.Helper()
	select {
	case line := <-l.lines:
		return line
	case <-t.Context().Done():
		t.Fatal("no line in the log")
		return ""
	}
}

func (l *lineLog) waiting() int { return len(l.lines) }
