package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/seed-3913a1bb/signpost/config"
	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// service is a running edge and all that outlives its configurations.
type service struct {
	io     streams
	source config.Source
	first  *config.File // that the listeners, logs and stores were opened for
	files  []string     // to watch

	log    *slog.Logger
	level  *logrus.Logger
	access *access.Log
	copies *lastgood.Store
	state  *handlers.State
	live   *handlers.Live
	built  *config.Built
	tls    *listen.Certificates // of the listeners; nil without
	closes []func() error       // in the order of opening
}

// newService opens what lives as long as the process, and builds the first edge.
func newService(io streams, source config.Source, loaded *config.Loaded) (*service, error) {
	s := &service{io: io, source: source, first: loaded.File, files: loaded.Files, state: handlers.NewState()}
	if err := s.open(loaded); err != nil {
		s.close()
		return nil, err
	}
	s.warn(loaded)
	return s, nil
}

func (s *service) open(loaded *config.Loaded) error {
	f := loaded.File
	out, err := s.output(f.Log.Output)
	if err != nil {
		return err
	}
	s.log, s.level = configuredLogger(out, &f.Log)
	if err := s.openAccess(&f.Log); err != nil {
		return err
	}
	if err := s.openCopies(f); err != nil {
		return err
	}
	if s.built, err = s.build(loaded); err != nil {
		return usageError("%w", err)
	}
	s.live = handlers.NewLive(s.built.Edge)
	s.closes = append(s.closes, s.live.Close)
	s.state.Configured(time.Now())
	return nil
}

// output opens what a configuration calls stdout, stderr or a file.
func (s *service) output(name string) (io.Writer, error) {
	switch name {
	case "stdout":
		return s.io.out, nil
	case "stderr":
		return s.io.err, nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return nil, couldNotRun(fmt.Errorf("open the log: %w", err))
	}
	s.closes = append(s.closes, f.Close)
	return f, nil
}

func (s *service) openAccess(o *config.Log) error {
	if o.Access.Output == "none" {
		return nil
	}
	out, err := s.output(o.Access.Output)
	if err != nil {
		return err
	}
	if s.access, err = access.New(o.Access.Options(out, o.Redact)); err != nil {
		return usageError("%w", err)
	}
	s.closes = append(s.closes, s.access.Close)
	return nil
}

// openCopies opens the store of last-good copies. A folder that cannot be used
// costs the copies their life beyond the process, and nothing else.
func (s *service) openCopies(f *config.File) error {
	var err error
	s.copies, err = lastgood.Open(f.CopyOptions(f.Storage.Folder(s.source.Env), s.log))
	if err != nil {
		return usageError("%w", err)
	}
	s.closes = append(s.closes, s.copies.Close)
	return nil
}

func (s *service) build(loaded *config.Loaded) (*config.Built, error) {
	return config.Build(loaded, config.BuildOptions{State: s.state, Copies: s.copies, Access: s.access, Log: s.log})
}

// warn tells what is doubtful about a configuration, and what it weakens.
func (s *service) warn(loaded *config.Loaded) {
	for _, w := range loaded.Warnings {
		s.log.Warn("configuration", "warning", w.Error())
	}
	for _, w := range loaded.Weakened() {
		s.log.Warn("weaker than built in", "setting", w.Error())
	}
}

// run serves until ctx ends, and takes over new configurations meanwhile.
func (s *service) run(ctx context.Context) error {
	hangups, end := catchHangups()
	defer end()
	watcher := s.watch() // before anybody is told that it serves
	servers, err := s.listen()
	if err != nil {
		return errors.Join(err, watcher.Close())
	}
	defer closeAll(servers)
	defer s.follow(ctx, hangups, watcher)()
	return serveAll(ctx, s.log, s.state, s.first.Limits.ShutdownGrace.Std(), servers...)
}

// close ends everything, the last opened first.
func (s *service) close() {
	var errs []error
	for i := len(s.closes) - 1; i >= 0; i-- {
		errs = append(errs, s.closes[i]())
	}
	if err := errors.Join(errs...); err != nil && s.log != nil {
		s.log.Warn("close", "err", err)
	}
}
