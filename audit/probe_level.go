package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// ProbeLevel says how much is asked for made-up names. The values are stable.
type ProbeLevel string

// The levels.
const (
	ProbeOff   ProbeLevel = "off"
	ProbeLight ProbeLevel = "light" // bare names, names with the ending of their place, and a script
	ProbeFull  ProbeLevel = "full"  // every shape of names, at more places
)

// ProbeLevels are all levels.
var ProbeLevels = []string{string(ProbeOff), string(ProbeLight), string(ProbeFull)}

func (l ProbeLevel) check() error {
	if l == "" || slices.Contains(ProbeLevels, string(l)) {
		return nil
	}
	return fmt.Errorf("probe %q: use %s", l, strings.Join(ProbeLevels, ", "))
}

// or is the level of a run that names none.
func (l ProbeLevel) or(ownSite bool) ProbeLevel {
	if ownSite {
		return cmp.Or(l, ProbeFull)
	}
	return cmp.Or(l, ProbeLight)
}

const withoutProbes = "left out: no made-up names are tried (--probe off)"

// probeChecks need made-up names, or the well-known places of error pages.
var probeChecks = []string{"error-reflects-input", "error-url-200", "path-suffix-accepted", "soft404-probe", "soft404-probe-redirect", "soft404-similar", "soft404-spa"}

func skippedProbes() (out []rule.Skipped) {
	for _, id := range probeChecks {
		out = append(out, rule.Skipped{ID: id, Reason: withoutProbes})
	}
	return out
}
