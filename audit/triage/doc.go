// Package triage decides what becomes of the findings of a run: severities that
// the owner sees otherwise, findings that the owner has accepted, those that an
// earlier report knew, and whether the rest makes the run fail.
//
//	expression, err := triage.ParseGate("new:warning,soft404-*")
//	…
//	plan := triage.Plan{Baseline: before, Gate: expression}
//	plan.Apply(report)
//	os.Exit(audit.GateExitCode(report, err))
package triage
