package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// Exit codes, as DESIGN and the man page state them.
const (
	exitFine        = 0
	exitFindings    = 1
	exitUsage       = 2
	exitCouldNotRun = 3
	exitInterrupted = 4
	exitInternal    = 5
)

// streams are the three files of a command.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// failure is an error that knows its exit code. An empty text exits without a
// word: the command has said what there is to say.
type failure struct {
	code int
	err  error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// usageError is a mistake on the command line, couldNotRun one of the world.
func usageError(format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...)}
}

func couldNotRun(err error) error { return &failure{exitCouldNotRun, err} }

// silently ends the command with a code and no further message.
func silently(code int) error {
	if code == exitFine {
		return nil
	}
	return &failure{code, errSilent}
}

var errSilent = errors.New("")

// run executes one command line and returns its exit code. The first Ctrl-C or
// SIGTERM cancels the command's context; the second ends the process at once.
func run(ctx context.Context, args []string, io streams) (code int) {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(io.err, "signpost: internal error: %v\n%s", p, debug.Stack())
			code = exitInternal
		}
	}()
	root := newRoot(io)
	root.SetArgs(args)
	return conclude(io.err, root.ExecuteContext(ctx))
}

// conclude puts an error into words and an exit code.
func conclude(stderr io.Writer, err error) int {
	if err == nil {
		return exitFine
	}
	code := exitUsage
	if f, ok := errors.AsType[*failure](err); ok {
		code = f.code
	}
	if !errors.Is(err, errSilent) {
		fmt.Fprintf(stderr, "signpost: %s\n", oneLine(err.Error()))
	}
	return code
}
