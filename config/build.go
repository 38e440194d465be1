package config

import (
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
	"github.com/seed-3913a1bb/signpost/upstream/lastgood"
)

// BuildOptions are what an edge is given besides its configuration: all that
// outlives a reload. Everything has a working default.
type BuildOptions struct {
	State  *handlers.State // nil: a new one
	Copies *lastgood.Store // nil: in memory
	Access *access.Log     // nil: none
	Log    *slog.Logger    // nil: discard
}

// Built is a configuration that has become an edge.
type Built struct {
	Edge         *handlers.Edge
	Trust        *listen.Trust        // who may name the client's address
	Certificates *listen.Certificates // of listen.https; nil without
	Limits       listen.Limits        // of the listeners
}

// Build makes the edge of a configuration. After an error nothing of it is left
// running; the error joins what every site has to say.
func Build(l *Loaded, o BuildOptions) (*Built, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	f := l.File
	trust, err := f.Listen.trust()
	if err != nil {
		return nil, err
	}
	certificates, err := f.TLS.certificates(o.Log)
	if err != nil {
		return nil, err
	}
	sites, err := f.sites(o.Log)
	if err != nil {
		return nil, err
	}
	edge, err := handlers.New(handlers.Options{
		Sites: sites, Trust: trust, State: o.State, Copies: o.Copies, Access: o.Access, Log: o.Log, InFlight: f.Limits.InFlight, BodyStall: f.Limits.BodyStall.Std(),
	})
	if err != nil {
		return nil, errors.Join(err, closeSites(sites))
	}
	return &Built{Edge: edge, Trust: trust, Certificates: certificates, Limits: f.Limits.listen()}, nil
}

// sites builds every site, or none.
func (f *File) sites(log *slog.Logger) ([]handlers.Site, error) {
	var built []handlers.Site
	var errs []error
	for i := range f.Sites {
		s, err := f.Sites[i].build(f.Listen.H2C, log)
		if err != nil {
			errs = append(errs, fmt.Errorf("site %s: %w", f.Sites[i].Host[0], err))
			continue
		}
		built = append(built, s)
	}
	if errs != nil {
		return nil, errors.Join(append(errs, closeSites(built))...)
	}
	return built, nil
}

// closeSites ends what sites that are not served keep running.
func closeSites(sites []handlers.Site) error {
	var errs []error
	for _, s := range sites {
		if c, ok := s.Upstream.(io.Closer); ok {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}

// CopyOptions are those of the store of last-good copies, which is one for all
// sites: the largest of what they ask for. path is the storage folder.
func (f *File) CopyOptions(path string, log *slog.Logger) lastgood.Options {
	o := lastgood.Options{Path: path, Log: log}
	for _, s := range f.Sites {
		o.MaxTotal = max(o.MaxTotal, int64(s.LastGood.MaxTotal))
		o.Keep = max(o.Keep, s.LastGood.Keep.Std())
	}
	return o
}

// servers of a site: its pool, or a fixed answer.
func (s *Site) servers(h2c bool, log *slog.Logger) (upstream.Client, error) {
	if s.Respond != nil {
		return respond{s.Respond.Status.Code}, nil
	}
	return s.client(h2c, log)
}
