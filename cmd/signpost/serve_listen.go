package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/seed-3913a1bb/signpost/config"
	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
)

// server is a listener and what answers on it.
type server struct {
	net.Listener
	*listen.Server
}

// listen opens every address of the configuration.
func (s *service) listen() (servers []server, err error) {
	defer func() {
		if err != nil {
			closeAll(servers)
		}
	}()
	f := s.first
	visitors := listen.Options{H2C: f.Listen.H2C, Limits: s.built.Limits, Log: s.log}
	for _, address := range f.Listen.HTTP {
		if servers, err = s.add(servers, "listen.http", address, s.live, visitors); err != nil {
			return servers, err
		}
		s.log.Info("serving", "address", servers[len(servers)-1].Addr().String())
	}
	if s.tls = s.built.Certificates; s.tls != nil {
		version, err := listen.TLSVersion(f.TLS.MinVersion)
		if err != nil {
			return servers, usageError("%w", err)
		}
		visitors.TLS = s.tls.Config(version)
		s.state.WatchCertificates(s.tls)
	}
	for _, address := range f.Listen.HTTPS {
		if servers, err = s.add(servers, "listen.https", address, s.live, visitors); err != nil {
			return servers, err
		}
		s.log.Info("serving with TLS", "address", servers[len(servers)-1].Addr().String())
	}
	return s.listenAdmin(servers)
}

func (s *service) add(servers []server, key, address string, h http.Handler, o listen.Options) ([]server, error) {
	l, err := open(s.flagOf(key), address)
	if err != nil {
		return servers, err
	}
	if proxied := networks(s.first.Listen.ProxyProtocol); len(proxied) > 0 {
		l = listen.Proxied(l, proxied, s.log)
	}
	srv := listen.NewServer(h, o)
	s.state.WatchServer(srv)
	return append(servers, server{l, srv}), nil
}

func (s *service) listenAdmin(servers []server) ([]server, error) {
	o := s.first.Admin
	if o.Listen == "off" {
		return servers, nil
	}
	l, err := open(s.flagOf("admin.listen"), o.Listen)
	if err != nil {
		return servers, err
	}
	s.log.Info("admin ready", "address", l.Addr().String())
	admin := listen.Allow(networks(o.Allow), s.live.Admin())
	return append(servers, server{l, listen.NewServer(admin, listen.Options{Log: s.log})}), nil
}

// flagOf names what to change when an address cannot be had: the flag that set
// it, or the key.
func (s *service) flagOf(key string) string {
	for _, setting := range s.source.Set {
		if setting.Path == key && setting.Flag != "" {
			return setting.Flag
		}
	}
	return key
}

func networks(list []config.Network) []netip.Prefix {
	var all []netip.Prefix
	for _, n := range list {
		all = append(all, n.Prefix)
	}
	return all
}

// open listens on an address; setting names what to change when it cannot.
func open(setting, address string) (net.Listener, error) {
	l, err := listen.Open(address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, listen.ErrAddress):
		return nil, usageError("%s %q: %w", setting, address, err)
	}
	return nil, couldNotRun(fmt.Errorf("%w; choose another address with %s", err, setting))
}

func closeAll(servers []server) {
	for _, s := range servers {
		_ = s.Listener.Close()
	}
}

// serveAll serves until ctx ends, then drains. It returns nil after a clean
// drain and the first error of a server that ended by itself.
func serveAll(ctx context.Context, log *slog.Logger, state *handlers.State, grace time.Duration, servers ...server) error {
	failed := make(chan error, len(servers))
	for _, s := range servers {
		go func() { failed <- s.serve() }()
	}
	tell(log, listen.Ready)
	select {
	case err := <-failed:
		return couldNotRun(err)
	case <-ctx.Done():
	}
	state.Drain()
	tell(log, listen.Stopping)
	log.Info("draining", "for_at_most", grace.String(), "tunnels", tunnels(servers))
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	for _, s := range servers {
		if err := s.Shutdown(drain); err != nil {
			log.Warn("requests cut off", "error", err)
		}
	}
	return nil
}

func tunnels(servers []server) (n int) {
	for _, s := range servers {
		n += s.Tunnels()
	}
	return n
}

func (s server) serve() error {
	if s.TLSConfig != nil && s.TLSConfig.GetCertificate != nil {
		return s.ServeTLS(s.Listener)
	}
	return s.Serve(s.Listener)
}

// tell informs the service manager. Its absence is no reason not to serve.
func tell(log *slog.Logger, state string) {
	if err := listen.Notify(state); err != nil {
		log.Warn("service manager not told", "error", err)
	}
}
