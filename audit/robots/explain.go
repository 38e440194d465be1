package robots

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/status"
)

// Explanation is a decision made ready for people and programs: what
// `signpost robots test` prints. All texts from the file are foreign; WriteText
// makes them safe for a terminal.
type Explanation struct {
	URL       string     `json:"url"`        // as asked
	Agent     string     `json:"agent"`      // as asked
	Allowed   bool       `json:"allowed"`    // the answer
	Policy    Policy     `json:"policy"`     // rules, allow-all, disallow-all, robots-txt
	Status    int        `json:"status"`     // of /robots.txt; 0: no answer
	Size      int        `json:"size"`       // bytes of its body
	Cut       bool       `json:"cut"`        // it is longer than 500 KiB, the rest was ignored
	Group     GroupKind  `json:"group"`      // specific, global, none
	DecidedBy *CitedRule `json:"decided_by"` // null: no rule matches, or none was asked
	Against   *CitedRule `json:"against"`    // the longest matching rule of the other kind; null: none
	Tie       bool       `json:"tie"`        // both are equally long: Allow wins
	Second    Opinion    `json:"second_reader"`
	Notes     []string   `json:"notes"` // further facts, one sentence each
}

// CitedRule names a rule and its place in the file.
type CitedRule struct {
	Line    int    `json:"line"`    // from 1
	Text    string `json:"text"`    // the line as written
	Pattern string `json:"pattern"` // what was compared
	Length  int    `json:"length"`  // octets of the pattern
	Allow   bool   `json:"allow"`
}

// Explain decides as [Decide] does and gives account of it. The body is the one
// that came with the code, uncut.
func Explain(code status.Code, body []byte, agent, url string) Explanation {
	answer := Read(code, body)
	d := answer.Decide(agent, url)
	return Explanation{
		URL: url, Agent: agent, Allowed: d.Allowed,
		Policy: d.Policy, Status: int(code), Size: len(body), Cut: answer.Cut(),
		Group: d.Group, DecidedBy: cite(d.Rule), Against: cite(d.Rival), Tie: d.Tied(),
		Second: NewSecondReader(answer, body).Opinion(agent, url),
		Notes:  notesOn(answer, d, agent, url),
	}
}

func cite(r Rule) *CitedRule {
	if r.Line == 0 {
		return nil
	}
	return &CitedRule{Line: r.Line, Text: r.Text, Pattern: r.Pattern, Length: r.Length(), Allow: r.Allow}
}

// notesOn says what the answer alone would hide. The list is never nil.
func notesOn(a *Answer, d Decision, agent, url string) []string {
	notes := []string{}
	if d.Rule.Implied {
		notes = append(notes, "An Allow of index.html also covers its directory.")
	}
	if a.Cut() {
		notes = append(notes, "The file is longer than 500 KiB: what stands behind has no effect.")
	}
	if file := a.File(); file.LooksLikeMarkup() {
		notes = append(notes, "The file looks like a web page: answer 404 if there are no rules.")
	} else if file.Size() > 0 && file.Understood() == 0 {
		notes = append(notes, "No line of the file is understood.")
	}
	if token := Token(agent); token != agent && token != "" {
		notes = append(notes, fmt.Sprintf("Crawlers compare the name alone: for %q the answer is %s.",
			token, word(a.Decide(token, url))))
	}
	if encoded := Encode(url); encoded != url {
		notes = append(notes, fmt.Sprintf("Crawlers ask for the encoded address %s: for it the answer is %s.",
			encoded, word(a.Decide(agent, encoded))))
	}
	return notes
}

func word(d Decision) string {
	if d.Allowed {
		return "allowed"
	}
	return "disallowed"
}
