package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
)

// dryRun prints what a run would ask.
func dryRun(ctx context.Context, out io.Writer, form string, o audit.Options) error {
	plan, err := audit.Preview(ctx, o)
	if err != nil {
		return &failure{audit.GateExitCode(nil, err), err}
	}
	if form == "json" {
		err = writeJSON(out, plan)
	} else {
		err = writeDryRun(out, plan)
	}
	if err != nil {
		return couldNotRun(err)
	}
	if len(plan.Refused) == len(plan.Seeds) {
		return silently(exitCouldNotRun)
	}
	return nil
}

func writeDryRun(w io.Writer, plan *audit.DryRun) error {
	var b strings.Builder
	row := func(label, text string) { paragraph(&b, label, 12, text) }
	s, l := plan.Settings, plan.Limits
	row("Begins at", strings.Join(plan.Seeds, ", "))
	row("Scope", s.Scope)
	row("Asks as", plan.UserAgent)
	for _, one := range plan.Robots {
		row("Robots", fmt.Sprintf("%s: %s, %s, %d rules", one.URL, answered(one.Status, string(one.Reason)), one.Policy, one.Rules))
	}
	for _, one := range plan.Refused {
		row("Not asked", one.URL+": "+string(one.Reason))
	}
	for _, one := range plan.Sitemaps {
		row("Sitemap", fmt.Sprintf("%s: %s, lists %d", one.URL, answered(one.Status, string(one.Reason)), one.Locs))
	}
	row("Addresses", fmt.Sprintf("%d known before the first page is read", plan.Addresses))
	row("Limits", fmt.Sprintf("addresses: %s; of one kind: %s; clicks: %d; time: %s", orNone(l.URLs), orNone(l.PerTemplate), l.Depth, l.Time))
	row("Pace", fmt.Sprintf("%d requests at a time and host, rate %s (0/s is no limit)", l.PerHost, l.Rate))
	row("Beside", fmt.Sprintf("made-up names: %s; in every way: %s; other sites: %s; failures again after %s", s.Probe, s.Variants, s.Externals, s.ConfirmAfter))
	_, err := io.WriteString(w, b.String())
	return err
}

func answered(status int, reason string) string {
	if status > 0 {
		return fmt.Sprint(status)
	}
	return cmp.Or(reason, "no answer")
}

func orNone(n int) string {
	if n == 0 {
		return "no limit"
	}
	return fmt.Sprintf("at most %d", n)
}
