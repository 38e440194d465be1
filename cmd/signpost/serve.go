package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// drainTime is how long requests in flight may take to end after Ctrl-C.
const drainTime = 30 * time.Second

type serveFlags struct {
	upstream, listen, admin string
	cert, key, clientIP     string
	trusted, proxied        prefixList
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
	flags.StringVar(&f.cert, "cert", "", "certificate in PEM form: the address for visitors speaks TLS")
	flags.StringVar(&f.key, "key", "", "private key of the certificate")
	flags.Var(&f.trusted, "trusted-proxy", "network of a proxy whose X-Forwarded-* counts, for example 10.0.0.0/8; may be repeated")
	flags.StringVar(&f.clientIP, "client-ip", "", "where a trusted proxy names the visitor: x-forwarded-for, forwarded or header:NAME")
	flags.Var(&f.proxied, "proxy-protocol", "network of a balancer that begins with a PROXY header; may be repeated")
	flags.BoolVar(&f.h2c, "h2c", false, "accept HTTP/2 without TLS, and speak it with the server where gRPC asks for it")
	return cmd
}

func serve(ctx context.Context, f serveFlags, log *slog.Logger) error {
	if f.upstream == "" {
		return usageError("serve needs --upstream, the address of the site's server, for example http://127.0.0.1:3000")
	}
	limitMemory(os.DirFS("/"), log)
	certs, err := f.certificates(log)
	if err != nil {
		return usageError("%w", err)
	}
	trust, err := listen.NewTrust(f.trusted.prefixes, f.clientIP)
	if err != nil {
		return usageError("%w", err)
	}
	edge, err := newEdge(f, log, trust)
	if err != nil {
		return usageError("%w", err)
	}
	visitors := listen.Options{H2C: f.h2c, Log: log}
	if certs != nil {
		visitors.TLS = certs.Config(tls.VersionTLS12)
	}
	at := addresses{site: f.listen, admin: f.admin, proxied: f.proxied.prefixes, visitors: visitors}
	return serveEdge(ctx, edge, at, log)
}

// addresses are where a program listens.
type addresses struct {
	site, admin string
	proxied     []netip.Prefix
	visitors    listen.Options
}

// serveEdge serves until ctx ends.
func serveEdge(ctx context.Context, edge *handlers.Edge, at addresses, log *slog.Logger) error {
	live := handlers.NewLive(edge)
	defer live.Close()
	site, err := open("--listen", at.site)
	if err != nil {
		return err
	}
	defer site.Close()
	servers := []server{{listen.Proxied(site, at.proxied, log), listen.NewServer(live, at.visitors)}}
	if at.admin != "off" {
		admin, err := open("--admin", at.admin)
		if err != nil {
			return err
		}
		defer admin.Close()
		servers = append(servers, server{admin, listen.NewServer(live.Admin(), listen.Options{Log: log})})
		log.Info("admin ready", "address", admin.Addr().String())
	}
	log.Info("serving", "address", site.Addr().String())
	return serveAll(ctx, log, servers...)
}

func newEdge(f serveFlags, log *slog.Logger, trust *listen.Trust) (*handlers.Edge, error) {
	client, err := newClient(f, log)
	if err != nil {
		return nil, err
	}
	return handlers.New(handlers.Options{Sites: []handlers.Site{{Upstream: client}}, Trust: trust, Log: log})
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

// open listens on an address; flag names the option to change when it cannot.
func open(flag, address string) (net.Listener, error) {
	l, err := listen.Open(address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, listen.ErrAddress):
		return nil, usageError("%s %q: %w", flag, address, err)
	}
	return nil, couldNotRun(fmt.Errorf("%w; choose another address with %s", err, flag))
}

// server is a listener and what answers on it.
type server struct {
	net.Listener
	*listen.Server
}

// serveAll serves until ctx ends, then drains. It returns nil after a clean
// drain and the first error of a server that ended by itself.
func serveAll(ctx context.Context, log *slog.Logger, servers ...server) error {
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
	tell(log, listen.Stopping)
	log.Info("draining", "for_at_most", drainTime.String(), "tunnels", servers[0].Tunnels())
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	for _, s := range servers {
		if err := s.Shutdown(drain); err != nil {
			log.Warn("requests cut off", "error", err)
		}
	}
	return nil
}

func (s server) serve() error {
	if s.TLSConfig.GetCertificate != nil {
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
