package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/config"
	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/listen"
	"github.com/seed-3913a1bb/signpost/internal/testsite"
)

func newDemo(streams streams) *cobra.Command {
	var address string
	cmd := &cobra.Command{
		Use: "demo", Short: "A failing site, the edge in front of it, both answers in a table", GroupID: "edge",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return demo(cmd.Context(), streams.out, address)
		},
	}
	cmd.Flags().StringVar(&address, "listen", "127.0.0.1:8080", "address of the edge; a free port is taken when it is in use")
	return cmd
}

// demo runs until ctx ends. It needs no network, no file and no privilege.
func demo(ctx context.Context, out io.Writer, address string) error {
	quiet := slog.New(slog.DiscardHandler)
	siteListener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return couldNotRun(err)
	}
	edgeListener, err := listenNear(address)
	if err != nil {
		return err
	}
	site := "http://" + siteListener.Addr().String()
	state := handlers.NewState()
	edge, err := plainEdge(site, state, quiet)
	if err != nil {
		return err
	}
	defer edge.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	go func() {
		done <- serveAll(ctx, quiet, state, time.Second,
			server{siteListener, listen.NewServer(testsite.Failing(), listen.Options{})},
			server{edgeListener, listen.NewServer(edge, listen.Options{})})
	}()
	t := demoTable{site: site, edge: "http://" + edgeListener.Addr().String(), out: out}
	if err := t.write(ctx); err != nil && ctx.Err() == nil {
		return couldNotRun(err)
	}
	t.writeAddresses()
	return <-done
}

// plainEdge is the edge that serve makes for an upstream when nothing else is
// said.
func plainEdge(upstream string, state *handlers.State, log *slog.Logger) (*handlers.Edge, error) {
	loaded, err := config.Load(config.Source{Upstream: upstream})
	if err != nil {
		return nil, usageError("%w", err)
	}
	built, err := config.Build(loaded, config.BuildOptions{State: state, Log: log})
	if err != nil {
		return nil, usageError("%w", err)
	}
	return built.Edge, nil
}

// listenNear listens on address, or on a free port of the same host when the
// port is taken.
func listenNear(address string) (net.Listener, error) {
	if l, err := net.Listen("tcp", address); err == nil {
		return l, nil
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, usageError("--listen %q: %w; use HOST:PORT", address, err)
	}
	return open("--listen", net.JoinHostPort(host, "0"))
}

// writeAddresses says what to open, the conflict page first.
func (t demoTable) writeAddresses() {
	fmt.Fprintln(t.out, "\nOpen in a browser:")
	for _, f := range testsite.Faults() {
		fmt.Fprintf(t.out, "  %-38s %s\n", t.edge+f.Path, f.Link)
	}
	fmt.Fprintf(t.out, "  %-38s the same site without Signpost\n", t.site+"/")
	fmt.Fprintln(t.out, "\nCtrl-C ends the demo.")
	fmt.Fprintln(t.out, "next: signpost serve --upstream http://127.0.0.1:3000")
}
