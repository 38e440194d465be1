package handlers

import (
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
)

// classifyBody says what the held bytes of a body are worth, and what they are.
func classifyBody(ex problem.Exchange) (BodyClass, string) {
	body, err := problem.Decode(ex.Header.Get("Content-Encoding"), ex.Body)
	if err != nil {
		return BodyOpaque, ""
	}
	kind := problem.Sniff(body)
	switch kind {
	case problem.KindEmpty:
		return BodyEmpty, ""
	case problem.KindJSON, problem.KindXML:
		return BodyMachine, string(kind)
	case problem.KindHTML:
		if len(body) <= 2048 {
			return BodyBare, "html"
		}
		return BodyRich, "html"
	case problem.KindText:
		return BodyMachine, "text"
	}
	return BodyOpaque, ""
}

func readProblem(ex problem.Exchange) problem.Problem { return problem.Read(ex) }

func describeProblem(p problem.Problem, o problem.DescribeOptions) problem.Document {
	d := problem.Document{Status: o.Status, Lang: o.Lang, Reference: o.Reference, Sentence: "It failed.", Quote: p.Summary}
	if d.Lang == nil {
		d.Lang = locale.English()
	}
	return d
}

func writeDocument(d problem.Document, f Format) ([]byte, error) { return marshal(d.Status) }
