package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// about is what the binary knows of itself.
type about struct {
	Schema   int               `json:"schema_version"`
	Version  string            `json:"version"`
	Revision string            `json:"revision,omitempty"`
	Go       string            `json:"go"`
	Platform string            `json:"platform"`
	Modules  map[string]string `json:"modules"`
}

func newVersion(io streams) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "version", Short: "Print the version of this binary", GroupID: "more", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			a := readAbout()
			if asJSON {
				return writeJSON(io.out, a)
			}
			_, err := fmt.Fprintf(io.out, "signpost %s (%s, %s)\n", a.Version, a.Go, a.Platform)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, with the version of every module")
	return cmd
}

func readAbout() about {
	a := about{
		Schema: 1, Version: "devel", Go: runtime.Version(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH, Modules: map[string]string{},
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return a
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		a.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			a.Revision = s.Value
		}
	}
	for _, m := range info.Deps {
		a.Modules[m.Path] = m.Version
	}
	return a
}
