package config_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-3913a1bb/signpost/config"
	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
)

func conflictOf(t *testing.T, block string) handlers.ConflictOptions {
	t.Helper()
	o, err := config.ConflictOptions(&mustLoad(t, fiveLines+"    conflict: "+block+"\n").File.Sites[0].Conflict)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestEveryConflictKeyReachesTheEdge(t *testing.T) {
	for block, want := range map[string]rule.Conflict{
		"{}":                                {},
		"{ keep_form: true }":               {KeepForm: true},
		"{ form: { show: [body, notes] } }": {Show: []string{"body", "notes"}},
		"{ form: { hide: [secret] } }":      {Hide: []string{"secret"}},
		"{ compare: true }":                 {Compare: true},
		"{ overwrite: if-match }":           {Overwrite: true},
		"{ overwrite: never }":              {},
		"{ sessions: true }":                {Sessions: true},
		"{ token_free: true }":              {TokenFree: true},
		"{ masked: report }":                {Report: true},
		"{ masked: page }":                  {},
	} {
		got := conflictOf(t, block).Conflict
		got.Show, got.Hide = slices.Clip(got.Show), slices.Clip(got.Hide)
		if len(got.Show) == 0 {
			got.Show = nil
		}
		if len(got.Hide) == 0 {
			got.Hide = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", block, diff)
		}
	}
}

const ownRecogniser = `
      rules:
        - name: ours
          match:
            status: 422
            method: POST
            path: "/notes/**"
            header: { X-Reason: "^stale$" }
            json: { /error/kind: "^stale" }
            text: "changed"
          cause: edit-conflict
          message: /error/text
          version: { current: /error/now, yours: /error/base }
          resource: /error/id
          owner: /error/by
          field: /error/field
          retryable: true
          steps: [ "Ask the editor on duty." ]`

const ownBody = `{"error":{"kind":"stale_write","text":"The note was changed.","now":"3","base":"2","id":"note-7","by":"Ada","field":"body"}}`

func TestEveryKeyOfARecogniserReachesTheEdge(t *testing.T) {
	rules := conflictOf(t, ownRecogniser).Rules
	exchange := func(change func(*problem.Exchange)) problem.Problem {
		e := problem.Exchange{
			Method: "POST", Path: "/notes/7?x=1", Status: 422,
			Header: http.Header{"Content-Type": {"application/json"}, "X-Reason": {"stale"}}, Body: []byte(ownBody),
		}
		change(&e)
		return rules.Read(e)
	}
	p := exchange(func(*problem.Exchange) {})
	want := problem.Problem{
		Status: 422, Cause: problem.EditConflict, Rule: "ours", Summary: "The note was changed.", CurrentVersion: "3", YourVersion: "2",
		Resource: "note-7", LockOwner: "Ada", Field: "body", Retryable: true, UpstreamSteps: []string{"Ask the editor on duty."}, Masked: true,
	}
	want.Confidence, want.RunnerUp, want.Reference, want.Errors = p.Confidence, p.RunnerUp, p.Reference, p.Errors
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, change := range map[string]func(*problem.Exchange){
		"another status": func(e *problem.Exchange) { e.Status = 400 },
		"another method": func(e *problem.Exchange) { e.Method = "PUT" },
		"another path":   func(e *problem.Exchange) { e.Path = "/shelves/7" },
		"another header": func(e *problem.Exchange) { e.Header.Set("X-Reason", "other") },
		"another kind": func(e *problem.Exchange) {
			e.Body = []byte(`{"error":{"kind":"other","text":"The note was changed."}}`)
		},
		"another text": func(e *problem.Exchange) { e.Body = []byte(`{"error":{"kind":"stale","text":"The note is old."}}`) },
	} {
		if p := exchange(change); p.Rule == "ours" {
			t.Errorf("%s: the rule fired", name)
		}
	}
}

func TestAFixedSentenceOfARecogniserReachesTheEdge(t *testing.T) {
	rules := conflictOf(t, `{ rules: [ { name: ours, match: { status: 409, text: "x" }, cause: locked, say: "Closed for the night." } ] }`).Rules
	p := rules.Read(problem.Exchange{Method: "PUT", Path: "/", Status: 409, Header: http.Header{}, Body: []byte("an x here")})
	if p.Cause != problem.Locked || p.Summary != "Closed for the night." {
		t.Errorf("%+v", p)
	}
}
