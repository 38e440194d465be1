package handlers

import (
	"bytes"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
)

// classifyBody says what the held bytes of a body are worth, and what they are.
func classifyBody(ex problem.Exchange) (BodyClass, string) {
	t := bytes.TrimSpace(ex.Body)
	switch {
	case len(t) == 0:
		return BodyEmpty, ""
	case t[0] == '{':
		return BodyMachine, "json"
	case t[0] == '<':
		return BodyBare, "html"
	}
	return BodyMachine, "text"
}

func readProblem(ex problem.Exchange) problem.Problem { return problem.Problem{Status: ex.Status} }

func describeProblem(p problem.Problem, o problem.DescribeOptions) problem.Document {
	d := problem.Document{Status: o.Status, Lang: o.Lang, Reference: o.Reference, Sentence: "It failed."}
	if d.Lang == nil {
		d.Lang = locale.English()
	}
	return d
}

func writeDocument(d problem.Document, f Format) ([]byte, error) { return marshal(d.Status) }
