package main

import (
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"

	"github.com/sirupsen/logrus"
	logrusslog "github.com/sirupsen/logrus/hooks/slog"
	"golang.org/x/term"

	"github.com/seed-3913a1bb/signpost/config"
)

// newLogger builds the one logger: logrus behind the slog interface, text on a
// terminal and JSON elsewhere. Rooms get it by their Options.
func newLogger(w io.Writer) *slog.Logger {
	log, _ := configuredLogger(w, &config.Log{Format: "auto", Level: "info"})
	return log
}

// configuredLogger is the logger that a configuration asks for. Its level can be
// changed while it is in use.
func configuredLogger(w io.Writer, o *config.Log) (*slog.Logger, *logrus.Logger) {
	l := logrus.New()
	l.SetOutput(w)
	if o.Format == "text" || o.Format == "auto" && isTerminal(w) {
		l.SetFormatter(&logrus.TextFormatter{FullTimestamp: true, TimestampFormat: "15:04:05"})
	} else {
		l.SetFormatter(&logrus.JSONFormatter{})
	}
	l.AddHook(newRedaction(o.Redact))
	setLevel(l, o.Level)
	return slog.New(logrusslog.NewHandler(l, nil)), l
}

func setLevel(l *logrus.Logger, name string) {
	if level, err := logrus.ParseLevel(name); err == nil {
		l.SetLevel(level)
	}
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// secretFields are never written, whoever logs them.
var secretFields = []string{"authorization", "proxy-authorization", "cookie", "set-cookie", "password", "token", "secret"}

// redaction hides the values of fields that hold secrets.
type redaction struct{ names []string }

func newRedaction(more []string) redaction {
	names := slices.Clone(secretFields)
	for _, name := range more {
		names = append(names, strings.ToLower(name))
	}
	return redaction{names}
}

// Levels makes the hook see every entry.
func (redaction) Levels() []logrus.Level { return logrus.AllLevels }

// Fire hides values in place.
func (r redaction) Fire(e *logrus.Entry) error {
	for name := range e.Data {
		if slices.Contains(r.names, strings.ToLower(name)) {
			e.Data[name] = "hidden"
		}
	}
	return nil
}
