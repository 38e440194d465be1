package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"reflect"
	"sync"
	"syscall"
	"time"

	"github.com/seed-3913a1bb/signpost/config"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

// catchHangups returns the signals that ask for a reload, which end a process
// that does not listen for them. From the end on they are ignored: no reload
// begins any more, and what meant "reload" must not kill requests under way.
func catchHangups() (hangups <-chan os.Signal, end func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGHUP)
	return c, func() { signal.Ignore(syscall.SIGHUP) }
}

// watch begins to see changes of the files of the configuration; nil when there
// is none, or when they cannot be watched.
func (s *service) watch() *config.Watcher {
	if s.source.File == "" || s.source.File == "-" {
		return nil
	}
	watcher, err := config.NewWatcher(s.files)
	if err != nil {
		s.log.Warn("changes of the configuration are not seen; send SIGHUP", "err", err)
		return nil
	}
	return watcher
}

// follow takes over new configurations on SIGHUP and on changes of the files,
// one at a time, until the stop that it returns.
func (s *service) follow(ctx context.Context, hangups <-chan os.Signal, watcher *config.Watcher) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	reloads := make(chan func() []string)
	var all sync.WaitGroup

	all.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangups:
				s.reload()
			case answer := <-reloads:
				answer()
			}
		}
	})
	if watcher != nil {
		all.Go(func() {
			if err := watcher.Run(ctx, func() []string { return s.inTurn(ctx, reloads) }); err != nil {
				s.log.Warn("changes of the configuration are not seen any more; send SIGHUP", "err", err)
			}
		})
	}
	return func() {
		cancel()
		all.Wait()
	}
}

// inTurn lets the goroutine of reloads do one, and returns the files to watch
// from then on.
func (s *service) inTurn(ctx context.Context, reloads chan<- func() []string) []string {
	files := make(chan []string, 1)
	select {
	case reloads <- func() []string { f := s.reload(); files <- f; return f }:
		return <-files
	case <-ctx.Done():
		return nil
	}
}

// reload builds everything new and swaps it in, or changes nothing and says why.
// It returns the files to watch from then on, nil for the same ones.
func (s *service) reload() []string {
	loaded, built, err := s.renew()
	if err != nil {
		s.state.ConfigRefused()
		s.refuse(err)
		return nil
	}
	s.live.Swap(built.Edge)
	s.built = built
	setLevel(s.level, loaded.File.Log.Level)
	s.state.Configured(time.Now())
	s.warn(loaded)
	s.warnOfRestart(loaded.File)
	s.log.Info("configuration taken over", "file", s.source.File)
	return loaded.Files
}

// renew does all that can fail: load, build, render every page once, and read
// the certificates.
func (s *service) renew() (*config.Loaded, *config.Built, error) {
	if s.source.File == "-" {
		return nil, nil, errors.New("a configuration from standard input cannot be read again")
	}
	loaded, err := config.Load(s.source)
	if err != nil {
		return nil, nil, err
	}
	built, err := s.build(loaded)
	if err != nil {
		return nil, nil, err
	}
	if err := errors.Join(config.CheckPages(loaded), s.useCertificates(loaded.File)); err != nil {
		return nil, nil, errors.Join(err, built.Edge.Close())
	}
	return loaded, built, nil
}

// useCertificates gives the listeners the certificates of a configuration. They
// are the last thing that can fail, so nothing else has to be undone.
func (s *service) useCertificates(f *config.File) error {
	if s.tls == nil || len(f.TLS.Files) == 0 {
		return nil
	}
	var pairs []listen.KeyPair
	for _, file := range f.TLS.Files {
		pairs = append(pairs, listen.KeyPair{Cert: string(file.Cert), Key: string(file.Key)})
	}
	return s.tls.Use(pairs)
}

// refuse logs every mistake of a configuration that is not taken over.
func (s *service) refuse(err error) {
	mistakes, ok := errors.AsType[config.Mistakes](err)
	if !ok {
		s.log.Error("the new configuration is refused, the old one serves on", "err", err)
		return
	}
	for _, m := range mistakes {
		s.log.Error("mistake in the configuration", "at", m.Origin.String(), "mistake", m.Text, "hint", m.Hint)
	}
	s.log.Error("the new configuration is refused, the old one serves on", "mistakes", len(mistakes))
}

// warnOfRestart names what was opened at the start and stays as it was.
func (s *service) warnOfRestart(f *config.File) {
	for _, part := range []struct {
		key      string
		old, now any
	}{
		{"listen", s.first.Listen, f.Listen},
		{"admin", s.first.Admin, f.Admin},
		{"limits", s.first.Limits, f.Limits},
		{"storage", s.first.Storage, f.Storage},
		{"log.output", s.first.Log.Output, f.Log.Output},
		{"log.access", s.first.Log.Access, f.Log.Access},
	} {
		if !reflect.DeepEqual(part.old, part.now) {
			s.log.Warn("this change needs a restart", "key", part.key)
		}
	}
}
