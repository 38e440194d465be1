package main

import (
	"io"
	"log/slog"
	"os"

	"github.com/sirupsen/logrus"
	logrusslog "github.com/sirupsen/logrus/hooks/slog"
	"golang.org/x/term"
)

// newLogger builds the one logger: logrus behind the slog interface, text on a
// terminal and JSON elsewhere. Rooms get it by their Options.
func newLogger(w io.Writer) *slog.Logger {
	l := logrus.New()
	l.SetOutput(w)
	if isTerminal(w) {
		l.SetFormatter(&logrus.TextFormatter{FullTimestamp: true, TimestampFormat: "15:04:05"})
	} else {
		l.SetFormatter(&logrus.JSONFormatter{})
	}
	return slog.New(logrusslog.NewHandler(l, nil))
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
