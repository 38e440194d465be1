package robots

import (
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// Difference names why two readers decide differently. The values are stable.
type Difference string

// Differences, in the order in which they are looked for.
const (
	ByStatus    Difference = "status"     // another policy for this status, as for 429
	ByOwnPath   Difference = "robots-txt" // it applies rules to /robots.txt itself
	ByRejection Difference = "rejected"   // one line made it refuse the file
	BySize      Difference = "size"       // it reads behind 500 KiB
	BySyntax    Difference = "syntax"     // a misspelt key, a comment without space before it, a space in a value, a very long line
	ByGroup     Difference = "group"      // it picks or delimits groups otherwise
	ByEncoding  Difference = "encoding"   // it compares percent-encoding as written
	ByDollar    Difference = "dollar"     // a dollar inside a pattern
	ByWildcard  Difference = "wildcard"   // a star, or a pattern that it does not tie to the start of the path
	ByIndexPage Difference = "index-page" // index.html does not stand for its directory
	ByTie       Difference = "tie"        // of equal rules it takes the first, not Allow
	ByLength    Difference = "length"     // it measures rules with wildcards longer than they are written
	ByOther     Difference = "other"      // none of these
)

var differenceSentences = map[Difference]string{
	ByStatus:    "it treats this status of robots.txt in another way",
	ByOwnPath:   "it applies the rules to /robots.txt itself",
	ByRejection: "one line makes it refuse the whole file",
	BySize:      "it also reads what stands behind the first 500 KiB",
	BySyntax:    "it reads a line differently: look for a misspelt key, a # without a space before it, a space inside a value",
	ByGroup:     "it picks another group: it compares agent names by their beginning and ends groups at other lines",
	ByEncoding:  "it compares percent-encoded and other letters as they are written",
	ByDollar:    "it takes a $ inside a rule for the end of the address",
	ByWildcard:  "it matches the rule with * elsewhere than from the start of the path",
	ByIndexPage: "for it, index.html does not stand for its directory",
	ByTie:       "an Allow and a Disallow of equal length match, and it takes the first",
	ByLength:    "it measures rules with wildcards longer than they are written",
	ByOther:     "it reads the file in another way",
}

// Sentence explains the difference to a person, about the second reader as
// "it", without a full stop. It is empty for the zero Difference.
func (d Difference) Sentence() string { return differenceSentences[d] }

// question is one thing asked of both readers.
type question struct {
	agent, url, path string
}

// maxSuspects bounds how many rules are tried one by one for an explanation.
const maxSuspects = 256

func (s *SecondReader) whyRejected() Difference {
	if s.first.Policy() != ByRules {
		return ByStatus
	}
	return ByRejection
}

// why finds the difference by experiment: it asks the second reader about
// smaller files until it agrees.
func (s *SecondReader) why(d Decision, q question) Difference {
	switch {
	case d.Policy == OwnAddress:
		return ByOwnPath
	case d.Policy != ByRules:
		return ByStatus
	case s.first.Cut() && agrees(s.body[:min(len(s.body), MaxBody)], d, q):
		return BySize
	}
	suspects := s.suspects(d, q)
	if agrees(rewrite(suspects), d, q) {
		return lineOrGroup(suspects)
	}
	for _, line := range suspects {
		if differs(line, q) {
			return ruleDifference(line.Value, q)
		}
	}
	return rankDifference(d)
}

// rankDifference classes a difference about which of several rules wins, when
// the readers agree on each rule alone.
func rankDifference(d Decision) Difference {
	equal := d.Rule.Pattern == d.Rival.Pattern
	wild := strings.ContainsAny(d.Rule.Pattern+d.Rival.Pattern, "*$")
	switch {
	case d.Rule.Implied || d.Rival.Implied:
		return ByIndexPage
	case d.Tied() && (equal || !wild):
		return ByTie
	case wild:
		return ByLength
	default:
		return ByOther
	}
}

// suspects are the lines of the rules that bind the agent, those first that
// decided, each once.
func (s *SecondReader) suspects(d Decision, q question) []Line {
	var lines []Line
	add := func(rule *Rule) {
		if rule.Line != 0 && len(lines) < maxSuspects {
			lines = append(lines, readLine(rawLine{number: rule.Line, text: rule.Text}))
		}
	}
	add(&d.Rule)
	add(&d.Rival)
	file := s.first.File()
	chosen, _ := file.groupsFor(q.agent)
	for _, at := range chosen {
		for i := range file.groups[at].Rules {
			rule := &file.groups[at].Rules[i]
			if !rule.Implied && rule.Line != d.Rule.Line && rule.Line != d.Rival.Line {
				add(rule)
			}
		}
	}
	return lines
}

// rewrite writes lines as one group for everybody, in plain syntax and in the
// order of the file.
func rewrite(lines []Line) string {
	lines = slices.SortedFunc(slices.Values(lines), func(a, b Line) int { return a.Number - b.Number })
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, line := range lines {
		b.WriteString(string(line.Kind) + ": " + line.Value + "\n")
	}
	return b.String()
}

// lineOrGroup tells apart what rewriting has mended.
func lineOrGroup(lines []Line) Difference {
	for _, line := range lines {
		before, _, commented := strings.Cut(line.Text, "#")
		glued := commented && before != "" && before == trim(before)
		if line.Misspelt || line.NoColon || glued || len(line.Text) >= maxLine {
			return BySyntax
		}
	}
	return ByGroup
}

// agrees reports whether the second reader, given another body, decides alike.
func agrees(body string, d Decision, q question) bool {
	data, err := secondParse(int(status.OK), body)
	if err != nil {
		return false
	}
	allowed, ok := secondTest(data, q.agent, q.path)
	return ok && allowed == d.Allowed
}

// differs reports whether the readers differ about one rule on its own.
func differs(line Line, q question) bool {
	line.Kind = Disallow
	rules := rulesOf(line)
	matches := len(rules) > 0 && rules[0].Matches(q.url)
	return !agrees(rewrite([]Line{line}), Decision{Allowed: !matches}, q)
}

// ruleDifference classes a rule that the readers match differently.
func ruleDifference(value string, q question) Difference {
	switch {
	case strings.ContainsAny(value, " \t\v"):
		return BySyntax
	case strings.Contains(strings.TrimSuffix(value, "$"), "$"):
		return ByDollar
	case escape(value) != value, q.path != pathOf(q.url):
		return ByEncoding
	case strings.Contains(value, "*"):
		return ByWildcard
	default:
		return BySyntax
	}
}
