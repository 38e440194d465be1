package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-3913a1bb/signpost/config"
)

// serveFlags are what beats the file. An empty one says nothing.
type serveFlags struct {
	upstream, file, listen, admin string
	set                           []string
	h2c                           bool
}

func newServe(streams streams) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use: "serve [--upstream URL | --config FILE]", Short: "Run the edge in front of a site", GroupID: "edge",
		Long: "Forwards every request to the site's server and replaces its poor error answers\n" +
			"by pages, for people who open them. Programs get the site's own answer.\n\n" +
			"With --upstream no file is needed: one site for every host. Without it the edge is\n" +
			"what the configuration file says; a change of the file, or SIGHUP, is taken over\n" +
			"without a pause, and refused with the reason where it has a mistake.",
		Example: "  signpost serve --upstream http://127.0.0.1:3000\n" +
			"  signpost config init && signpost serve",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			source, err := f.source(streams)
			if err != nil {
				return err
			}
			return serve(cmd.Context(), streams, source)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.upstream, "upstream", "", "address of the site's server, for example http://127.0.0.1:3000")
	flags.StringVar(&f.file, "config", "", "configuration file; - reads standard input")
	flags.StringVar(&f.listen, "listen", "", "address for visitors (default :8080)")
	flags.StringVar(&f.admin, "admin", "", "address for /livez, /readyz and /metrics; off for none (default 127.0.0.1:9090)")
	flags.BoolVar(&f.h2c, "h2c", false, "accept HTTP/2 without TLS, and speak it with the server where gRPC asks for it")
	setFlag(cmd, &f.set)
	return cmd
}

// source is where the configuration comes from.
func (f serveFlags) source(io streams) (config.Source, error) {
	source := config.Source{Upstream: f.upstream, Stdin: io.in, Env: os.Environ(), File: f.file}
	for _, text := range f.set {
		setting, err := config.ParseSetting(text)
		if err != nil {
			return source, usageError("%w", err)
		}
		source.Set = append(source.Set, setting)
	}
	for _, flag := range []struct{ name, path, value string }{
		{"--listen", "listen.http", f.listen}, {"--admin", "admin.listen", f.admin},
	} {
		if flag.value != "" {
			source.Set = append(source.Set, config.Setting{Path: flag.path, Value: flag.value, Flag: flag.name})
		}
	}
	if f.h2c {
		source.Set = append(source.Set, config.Setting{Path: "listen.h2c", Value: "true", Flag: "--h2c"})
	}
	if source.File != "" || source.Upstream != "" {
		return source, nil
	}
	file, looked, found := config.Find(source.Env)
	if !found {
		return source, noSite(looked)
	}
	source.File = file
	return source, nil
}

func noSite(looked []string) error {
	return usageError("serve needs --upstream, the address of the site's server, for example http://127.0.0.1:3000, "+
		"or a configuration file (looked for %v); `signpost config init` writes one", looked)
}

// serve runs until ctx ends.
func serve(ctx context.Context, io streams, source config.Source) error {
	loaded, err := config.Load(source)
	if err != nil {
		return badConfig(io, err)
	}
	s, err := newService(io, source, loaded)
	if err != nil {
		return err
	}
	defer s.close()
	limitMemory(os.DirFS("/"), s.log)
	return s.run(ctx)
}

// joinHint puts a mistake into one line.
func joinHint(m config.Mistake) string {
	if m.Hint == "" {
		return m.Text
	}
	return m.Text + "; " + m.Hint
}

// badConfig tells every mistake and ends the command.
func badConfig(io streams, err error) error {
	mistakes, ok := errors.AsType[config.Mistakes](err)
	if !ok {
		return usageError("%w", err)
	}
	if len(mistakes) == 1 && mistakes[0].Kind == config.FromFlag {
		return usageError("%s: %s", mistakes[0].Name, joinHint(mistakes[0]))
	}
	for _, m := range mistakes {
		fmt.Fprint(io.err, m.String())
	}
	return usageError("the configuration has %s", counted(len(mistakes), "mistake"))
}
