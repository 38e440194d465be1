package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// flagError adds the nearest flag to a complaint about an unknown one.
func flagError(cmd *cobra.Command, err error) error {
	name, ok := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !ok {
		return usageError("%w (see %s --help)", err, cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	hint := rule.Nearest(name, names)
	if hint == "" {
		hint = fmt.Sprintf(" (see %s --help)", cmd.CommandPath())
	}
	return usageError("unknown flag --%s%s", name, hint)
}

// oneLine folds a message into one line and takes control characters out, so
// that text from outside cannot drive the terminal.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x9b }), " ")
}
