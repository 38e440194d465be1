package main

import (
	"context"
	"log/slog"
	"net/netip"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/config"
	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/views"
)

type pagesServeFlags struct {
	listen, admin, name, file string
	trusted                   []string
}

func newPagesServe(io streams) *cobra.Command {
	var f pagesServeFlags
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve the pages to another proxy",
		Long: "Answers every request with the page of the status that it names: by its path\n" +
			"(/409, /409.json, /errors/409), by ?status=409, or by the field X-Code. The page has\n" +
			"the same status. It is what an ingress controller's default backend, Traefik's errors\n" +
			"middleware, nginx, Caddy and Apache ask for error pages. With --config the sites of\n" +
			"the file have their own looks and words.",
		Example: "  signpost pages serve --listen :8080 --name \"Example Shop\"",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return servePages(cmd.Context(), io, f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.file, "config", "", "configuration file whose sites have their own looks")
	flags.StringVar(&f.listen, "listen", ":8080", "address for the other proxy")
	flags.StringVar(&f.admin, "admin", "off", "address for /livez, /readyz and /metrics; off for none")
	flags.StringVar(&f.name, "name", "", "name of the site on the pages, without a configuration file")
	flags.StringSliceVar(&f.trusted, "trusted", nil, "networks of proxies that are believed about the failed request, for example 10.0.0.0/8")
	return cmd
}

// pagesGrace is how long a page under way may take to end: they are quick.
const pagesGrace = 5 * time.Second

func servePages(ctx context.Context, io streams, f pagesServeFlags) error {
	log := newLogger(io.err)
	state := handlers.NewState()
	edge, err := f.edge(io, state, log)
	if err != nil {
		return err
	}
	live := handlers.NewLive(edge)
	defer live.Close()
	site, err := open("--listen", f.listen)
	if err != nil {
		return err
	}
	defer site.Close()
	servers := []server{{site, listen.NewServer(live, listen.Options{Log: log})}}
	if f.admin != "off" {
		admin, err := open("--admin", f.admin)
		if err != nil {
			return err
		}
		defer admin.Close()
		servers = append(servers, server{admin, listen.NewServer(live.Admin(), listen.Options{Log: log})})
		log.Info("admin ready", "address", admin.Addr().String())
	}
	log.Info("serving", "address", site.Addr().String())
	return serveAll(ctx, log, state, pagesGrace, servers...)
}

func (f pagesServeFlags) edge(io streams, state *handlers.State, log *slog.Logger) (*handlers.Edge, error) {
	version := readAbout().Version
	trusted, err := parsePrefixes("--trusted", f.trusted)
	if err != nil {
		return nil, err
	}
	if f.file == "" {
		return handlers.NewPages(handlers.PagesOptions{
			Options: handlers.Options{Sites: []handlers.Site{{Brand: views.Brand{Name: f.name}}}, State: state, Log: log},
			Trusted: trusted, Version: version,
		})
	}
	if f.name != "" || len(trusted) > 0 {
		return nil, usageError("--name and --trusted stand in the file that --config names: brand.name, listen.trusted_proxies")
	}
	loaded, err := config.Load(config.Source{File: f.file, Stdin: io.in, Env: os.Environ()})
	if err != nil {
		return nil, badConfig(io, err)
	}
	edge, err := config.BuildPages(loaded, config.BuildOptions{State: state, Log: log}, version)
	if err != nil {
		return nil, usageError("%w", err)
	}
	return edge, nil
}

// parsePrefixes reads networks; a plain address is a network of one.
func parsePrefixes(flag string, texts []string) ([]netip.Prefix, error) {
	var prefixes []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if addr, e := netip.ParseAddr(text); e == nil {
			p, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return nil, usageError("%s %q is no network: use one like 10.0.0.0/8, or an address", flag, text)
		}
		prefixes = append(prefixes, p.Masked())
	}
	return prefixes, nil
}
