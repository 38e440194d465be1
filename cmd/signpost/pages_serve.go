package main

import (
	"context"
	"log/slog"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/views"
)

type pagesServeFlags struct {
	listen, admin, name string
	trusted             []string
}

func newPagesServe(io streams) *cobra.Command {
	var f pagesServeFlags
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve the pages to another proxy",
		Long: "Answers every request with the page of the status that it names: by its path\n" +
			"(/409, /409.json, /errors/409), by ?status=409, or by the field X-Code. The page has\n" +
			"the same status. It is what an ingress controller's default backend, Traefik's errors\n" +
			"middleware, nginx, Caddy and Apache ask for error pages.",
		Example: "  signpost pages serve --listen :8080 --name \"Example Shop\"",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return servePages(cmd.Context(), f, newLogger(io.err))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", ":8080", "address for the other proxy")
	flags.StringVar(&f.admin, "admin", "off", "address for /livez, /readyz and /metrics; off for none")
	flags.StringVar(&f.name, "name", "", "name of the site on the pages")
	flags.StringSliceVar(&f.trusted, "trusted", nil, "networks of proxies that are believed about the failed request, for example 10.0.0.0/8")
	return cmd
}

func servePages(ctx context.Context, f pagesServeFlags, log *slog.Logger) error {
	trusted, err := parsePrefixes("--trusted", f.trusted)
	if err != nil {
		return err
	}
	edge, err := handlers.NewPages(handlers.PagesOptions{
		Options: handlers.Options{Sites: []handlers.Site{{Brand: views.Brand{Name: f.name}}}, Log: log},
		Trusted: trusted, Version: readAbout().Version,
	})
	if err != nil {
		return usageError("%w", err)
	}
	return serveEdge(ctx, edge, addresses{site: f.listen, admin: f.admin, visitors: listen.Options{Log: log}}, log)
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
