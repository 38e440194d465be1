package main

import (
	"fmt"
	"io"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// explanation is what `explain` prints: values as the answer has them, since
// the owner reads an answer of their own.
type explanation struct {
	Schema  int              `json:"schema_version"`
	Site    *string          `json:"site"`    // of the configuration; null for a raw response
	Failure *string          `json:"failure"` // of the edge, when the site's server gave no answer
	Problem explainedProblem `json:"problem"`
	Verdict explainedVerdict `json:"verdict"`
}

type explainedProblem struct {
	Status         status.Code `json:"status"`
	Cause          *string     `json:"cause"`
	Summary        *string     `json:"summary"`
	Resource       *string     `json:"resource"`
	CurrentVersion *string     `json:"current_version"`
	YourVersion    *string     `json:"your_version"`
	Field          *string     `json:"field"`
	LockOwner      *string     `json:"lock_owner"`
	Retryable      bool        `json:"retryable"`
	Masked         bool        `json:"masked"`
	Soft           bool        `json:"soft"`
	Rule           *string     `json:"rule"`
	Confidence     *string     `json:"confidence"`
	RunnerUp       *string     `json:"runner_up"` // cause by the next best evidence; null when it agrees
	UpstreamSteps  []string    `json:"upstream_steps"`
}

type explainedVerdict struct {
	Rule   *string     `json:"rule"` // of the owner
	Action string      `json:"action"`
	Status status.Code `json:"status"`
	Format *string     `json:"format"`
	Why    []string    `json:"why"`
}

func newExplanation(p problem.Problem, v handlers.Verdict) explanation {
	return explanation{
		Schema: 1,
		Problem: explainedProblem{
			Status: p.Status, Cause: orNull(p.Cause), Summary: orNull(p.Summary), Resource: orNull(p.Resource),
			CurrentVersion: orNull(p.CurrentVersion), YourVersion: orNull(p.YourVersion), Field: orNull(p.Field),
			LockOwner: orNull(p.LockOwner), Retryable: p.Retryable, Masked: p.Masked, Soft: p.Soft,
			Rule: orNull(p.Rule), Confidence: orNull(p.Confidence), RunnerUp: orNull(p.RunnerUp), UpstreamSteps: orEmpty(p.UpstreamSteps),
		},
		Verdict: explainedVerdict{
			Rule: orNull(v.Rule), Action: string(v.Action), Status: v.Status, Format: orNull(v.Format), Why: orEmpty(v.Why),
		},
	}
}

// print writes the explanation as text or JSON.
func (e explanation) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return writeJSON(w, e)
	}
	e.write(w)
	return nil
}

func (e explanation) write(w io.Writer) {
	const indent = 17
	row := func(label string, value *string) {
		if value != nil {
			paragraph(w, label, indent, oneLine(*value))
		}
	}
	p := e.Problem
	row("Site", e.Site)
	row("No answer", e.Failure)
	paragraph(w, "Answer", indent, fmt.Sprintf("%d %s", int(p.Status), p.Status.Reason()))
	row("Cause", p.Cause)
	row("It says", p.Summary)
	row("Resource", p.Resource)
	row("Current version", p.CurrentVersion)
	row("Your version", p.YourVersion)
	row("Field", p.Field)
	row("Lock owner", p.LockOwner)
	if p.Cause != nil {
		paragraph(w, "Send it again", indent, map[bool]string{true: "yes, the same request may work later", false: "not as it is"}[p.Retryable])
	}
	row("Decided by", p.Rule)
	row("Runner-up", p.RunnerUp)
	fmt.Fprintln(w)
	verdict := fmt.Sprintf("%s, status %d", e.Verdict.Action, int(e.Verdict.Status))
	if e.Verdict.Format != nil {
		verdict += ", as " + *e.Verdict.Format
	}
	paragraph(w, "Verdict", indent, verdict)
	row("Rule", e.Verdict.Rule)
	for i, why := range e.Verdict.Why {
		label := ""
		if i == 0 {
			label = "Why"
		}
		paragraph(w, label, indent, oneLine(why))
	}
}
