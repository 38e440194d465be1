package problem_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// lockRule is the rule of a content system as its owner would write it.
func lockRule() problem.OwnerRule {
	return problem.OwnerRule{
		Name: "cms-lock",
		Match: problem.OwnerMatch{
			Status: status.MustParseSet("409,500"),
			Method: []string{"PUT", "post"},
			Path:   func(p string) bool { return strings.HasPrefix(p, "/cms/") },
			Header: map[string]string{"X-Error-Kind": "^lock$"},
			JSON:   map[string]string{"/error/kind": "^(locked|busy)$", "/list/1": "b"},
			Text:   "is being edited",
		},
		Cause:          problem.Locked,
		Message:        "/error/text",
		CurrentVersion: "/error/rev",
		YourVersion:    "/error/ba~1se",
		Resource:       "/error/id",
		Owner:          "/error/by",
		Retryable:      true,
		Steps:          []string{"Ask the editor on duty."},
	}
}

const lockBody = `{"message":"The page is being edited","error":{"kind":"busy","text":"Ada has it open.","rev":7,"ba/se":6,"id":"p1","by":"Ada"},"list":["a","b"]}`

func lockAnswer() problem.Exchange {
	return problem.Exchange{
		Method: "PUT", Path: "/cms/p1", Status: 500, Body: []byte(lockBody),
		Header: http.Header{"X-Error-Kind": {"other", "lock"}, "Content-Type": {"application/json"}},
	}
}

func recogniser(t *testing.T, rules ...problem.OwnerRule) *problem.Recogniser {
	t.Helper()
	r, err := problem.NewRecogniser(rules)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestARuleOfTheOwnerReadsWhatNoOtherKnows(t *testing.T) {
	p := recogniser(t, lockRule()).Read(lockAnswer())
	got := []string{string(p.Cause), p.Rule, string(p.Confidence), p.Summary, p.CurrentVersion, p.YourVersion, p.Resource, p.LockOwner, strings.Join(p.UpstreamSteps, "|")}
	want := []string{"locked", "cms-lock", "rule", "Ada has it open.", "7", "6", "p1", "Ada", "Ask the editor on duty."}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || !p.Retryable || !p.Masked || p.Soft {
		t.Errorf("Read = %+v", p)
	}
}

func TestEveryConditionOfARuleMustHold(t *testing.T) {
	for name, change := range map[string]func(*problem.Exchange){
		"status":    func(x *problem.Exchange) { x.Status = 503 },
		"method":    func(x *problem.Exchange) { x.Method = "DELETE" },
		"path":      func(x *problem.Exchange) { x.Path = "/shop/p1" },
		"header":    func(x *problem.Exchange) { x.Header = http.Header{} },
		"json":      func(x *problem.Exchange) { x.Body = []byte(strings.Replace(lockBody, `"busy"`, `"calm"`, 1)) },
		"json item": func(x *problem.Exchange) { x.Body = []byte(strings.Replace(lockBody, `["a","b"]`, `["b"]`, 1)) },
		"text": func(x *problem.Exchange) {
			x.Body = []byte(strings.Replace(lockBody, "is being edited", "is closed now", 1))
		},
	} {
		x := lockAnswer()
		change(&x)
		if p := recogniser(t, lockRule()).Read(x); p.Rule == "cms-lock" {
			t.Errorf("without its %s the rule fits", name)
		}
	}
}

func TestTheFirstRuleOfTheOwnerWinsAndTheBuiltInOneIsTheRunnerUp(t *testing.T) {
	first, second := lockRule(), lockRule()
	first.Match = problem.OwnerMatch{Status: status.MustParseSet("4xx"), Text: "(?i)modified"}
	first.Name, first.Cause, first.Message, first.Say = "mine", problem.StateConflict, "", "Closed for the night."
	second.Match = first.Match
	p := recogniser(t, first, second).Read(problem.Exchange{Method: "PUT", Status: 409, Body: []byte("The page was modified by another user.")})
	if p.Rule != "mine" || p.RunnerUp != problem.EditConflict || p.Summary != "Closed for the night." {
		t.Errorf("Read = %+v", p)
	}
}

func TestTheTextOfAPageIsWhatCanBeSeenOfIt(t *testing.T) {
	rule := problem.OwnerRule{
		Name: "page", Cause: problem.Locked,
		Match: problem.OwnerMatch{Status: status.MustParseSet("409"), Text: "checked out to"},
	}
	const page = `<!doctype html><title>x</title><script>checked out</script><p>Sorry.</p><div>It is checked out to Ada</div>`
	if p := recogniser(t, rule).Read(problem.Exchange{Method: "POST", Status: 409, Body: []byte(page)}); p.Rule != "page" {
		t.Errorf("Read = %+v", p)
	}
}

func TestWithoutRulesARecogniserIsRead(t *testing.T) {
	x := problem.Exchange{Method: "PUT", Status: 409, Body: []byte("The page was modified by another user.")}
	var none *problem.Recogniser
	if got, want := none.Read(x), problem.Read(x); got.Cause != want.Cause || got.Rule != want.Rule {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestEveryMistakeInTheOwnersRulesIsReported(t *testing.T) {
	for _, c := range []struct {
		change func(*problem.OwnerRule)
		key    string
	}{
		{func(o *problem.OwnerRule) { o.Name = "" }, "name"},
		{func(o *problem.OwnerRule) { o.Cause = "edit" }, "cause"},
		{func(o *problem.OwnerRule) { o.Match.Status = status.Set{} }, "match.status"},
		{func(o *problem.OwnerRule) { o.Match.Header, o.Match.JSON, o.Match.Text = nil, nil, "" }, "match"},
		{func(o *problem.OwnerRule) { o.Say = "x" }, "say"},
		{func(o *problem.OwnerRule) { o.Match.Status, o.Match.Method = status.MustParseSet("200"), nil }, "match.method"},
		{func(o *problem.OwnerRule) {
			o.Match.Status, o.Match.Method = status.MustParseSet("2xx"), []string{"POST", "GET"}
		}, "match.method"},
		{func(o *problem.OwnerRule) { o.Resource = "error.id" }, "resource"},
		{func(o *problem.OwnerRule) { o.Match.JSON = map[string]string{"error": "x"} }, "match.json"},
		{func(o *problem.OwnerRule) { o.Match.Text = "(" }, "match.text"},
		{func(o *problem.OwnerRule) { o.Match.Text = "(?=x)" }, "match.text"},
		{func(o *problem.OwnerRule) { o.Match.Text = "((a{30}){30}){3}" }, "match.text"},
		{func(o *problem.OwnerRule) { o.Match.Header = map[string]string{"X": strings.Repeat("a", 2000)} }, "match.header"},
	} {
		bad := lockRule()
		c.change(&bad)
		_, err := problem.NewRecogniser([]problem.OwnerRule{lockRule(), bad})
		mistake, ok := errors.AsType[*problem.OwnerMistake](err)
		if !ok || mistake.Index != 1 || mistake.Key != c.key || !strings.HasPrefix(err.Error(), "conflict rule 2: "+c.key+": ") {
			t.Errorf("%s: %v", c.key, err)
		}
	}
	if _, err := problem.NewRecogniser(make([]problem.OwnerRule, 201)); err == nil || !strings.Contains(err.Error(), "201 rules") {
		t.Errorf("201 rules: %v", err)
	}
	two := lockRule()
	two.Name, two.Cause = "", ""
	_, err := problem.NewRecogniser([]problem.OwnerRule{two})
	if err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("two mistakes: %v", err)
	}
}

func FuzzOwnerRule(f *testing.F) {
	f.Add([]byte(lockBody), "/error/text", "/list/1")
	f.Add([]byte(`[{"a":{"b":[1,[2]]}}]`), "/0/a/b/1/0", "")
	f.Add([]byte(`{"a~b":{"":"x"}}`), "/a~0b/", "/")
	f.Fuzz(func(t *testing.T, body []byte, message, resource string) {
		rule := problem.OwnerRule{
			Name: "f", Cause: problem.Locked, Message: message, Resource: resource,
			Match: problem.OwnerMatch{Status: status.MustParseSet("409"), Text: ".*"},
		}
		r, err := problem.NewRecogniser([]problem.OwnerRule{rule})
		if err != nil {
			return
		}
		if p := r.Read(problem.Exchange{Method: "PUT", Status: 409, Body: body}); p.Rule != "f" {
			t.Errorf("Rule = %q", p.Rule)
		}
	})
}
