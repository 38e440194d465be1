package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// drainTime is how long requests in flight may take to end after Ctrl-C.
const drainTime = 30 * time.Second

type serveFlags struct {
	upstream, listen, admin string
	h2c                     bool
}

func newServe(streams streams) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use: "serve --upstream URL", Short: "Run the edge in front of a site", GroupID: "edge",
		Long: "Forwards every request to the site's server and replaces its poor error answers\n" +
			"by pages, for people who open them. Programs get the site's own answer.",
		Example: "  signpost serve --upstream http://127.0.0.1:3000",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return serve(cmd.Context(), f, newLogger(streams.err))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.upstream, "upstream", "", "address of the site's server, for example http://127.0.0.1:3000")
	flags.StringVar(&f.listen, "listen", ":8080", "address for visitors")
	flags.StringVar(&f.admin, "admin", "127.0.0.1:9090", "address for /livez, /readyz and /metrics; off for none")
	flags.BoolVar(&f.h2c, "h2c", false, "accept HTTP/2 without TLS, and speak it with the server where gRPC asks for it")
	return cmd
}

func serve(ctx context.Context, f serveFlags, log *slog.Logger) error {
	if f.upstream == "" {
		return usageError("serve needs --upstream, the address of the site's server, for example http://127.0.0.1:3000")
	}
	edge, err := newEdge(f, log)
	if err != nil {
		return usageError("%w", err)
	}
	live := handlers.NewLive(edge)
	defer live.Close()
	site, err := listen("--listen", f.listen)
	if err != nil {
		return err
	}
	defer site.Close()
	servers := []server{{site, handlers.NewServer(live, handlers.ServerOptions{H2C: f.h2c, Log: log})}}
	if f.admin != "off" {
		admin, err := listen("--admin", f.admin)
		if err != nil {
			return err
		}
		defer admin.Close()
		servers = append(servers, server{admin, handlers.NewServer(live.Admin(), handlers.ServerOptions{Log: log})})
		log.Info("admin ready", "address", admin.Addr().String())
	}
	log.Info("serving", "address", site.Addr().String(), "upstream", f.upstream)
	return serveAll(ctx, log, servers...)
}

func newEdge(f serveFlags, log *slog.Logger) (*handlers.Edge, error) {
	client, err := newClient(f, log)
	if err != nil {
		return nil, err
	}
	return handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}, Log: log})
}

// newClient speaks HTTP/1.1 with a server without TLS, and with --h2c also
// HTTP/2 where gRPC needs it; a server with TLS negotiates.
func newClient(f serveFlags, log *slog.Logger) (upstream.Client, error) {
	client, err := upstream.New(upstream.Options{URL: f.upstream, Log: log})
	if err != nil || !f.h2c || strings.HasPrefix(f.upstream, "https://") {
		return client, err
	}
	grpc, err := upstream.New(upstream.Options{URL: f.upstream, H2C: true, Log: log})
	if err != nil {
		return nil, err
	}
	return upstream.SplitGRPC(grpc, client), nil
}

// listen opens an address; flag names the option to change when it cannot.
func listen(flag, address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err == nil {
		return l, nil
	}
	if _, ok := errors.AsType[*net.AddrError](err); ok {
		return nil, usageError("%s %q: %w; use HOST:PORT or :PORT", flag, address, err)
	}
	return nil, couldNotRun(listenError{flag, err})
}

type listenError struct {
	flag string
	err  error
}

func (e listenError) Error() string { return e.err.Error() + "; choose another address with " + e.flag }
func (e listenError) Unwrap() error { return e.err }

// server is a listener and what answers on it.
type server struct {
	net.Listener
	*http.Server
}

// serveAll serves until ctx ends, then drains. It returns nil after a clean
// drain and the first error of a server that ended by itself.
func serveAll(ctx context.Context, log *slog.Logger, servers ...server) error {
	failed := make(chan error, len(servers))
	for _, s := range servers {
		go func() { failed <- s.Serve(s.Listener) }()
	}
	select {
	case err := <-failed:
		return couldNotRun(err)
	case <-ctx.Done():
	}
	log.Info("draining", "for_at_most", drainTime.String())
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	for _, s := range servers {
		if err := s.Shutdown(drain); err != nil {
			log.Warn("requests cut off", "error", err)
			s.Server.Close()
		}
	}
	return nil
}
