package triage

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// Gate decides whether a run fails. The zero Gate never does.
type Gate struct {
	text  string
	terms []term
}

// Never is the expression of a gate that never fires.
const Never = "never"

// term is one condition of a gate.
type term struct {
	text    string
	onlyNew bool
	counts  counter
	op      string
	limit   float64
	share   bool // limit is a percentage of the addresses asked
}

// ParseGate reads an expression such as "error", "new:warning",
// "soft404-*,group:F" or "status:5xx>0.5%": terms between commas, of which one
// true makes the run fail. The error names every mistake.
func ParseGate(text string) (Gate, error) {
	g := Gate{text: strings.TrimSpace(text)}
	if g.text == Never {
		return g, nil
	}
	var wrong []error
	for part := range strings.SplitSeq(g.text, ",") {
		t, err := parseTerm(strings.TrimSpace(part))
		if err != nil {
			wrong = append(wrong, fmt.Errorf("gate %q: %w", part, err))
			continue
		}
		g.terms = append(g.terms, t)
	}
	return g, errors.Join(wrong...)
}

// operators, the longer of two that begin alike first.
var operators = []string{">=", "<=", ">", "<", "="}

func parseTerm(text string) (term, error) {
	t := term{text: text, op: ">"}
	selector := text
	if at := strings.IndexAny(text, "<>="); at >= 0 {
		selector = strings.TrimSpace(text[:at])
		if err := t.parseLimit(text[at:]); err != nil {
			return t, err
		}
	}
	selector, t.onlyNew = strings.CutPrefix(selector, "new:")
	counts, perFinding, err := parseCounter(selector)
	if err == nil && t.onlyNew && !perFinding {
		err = fmt.Errorf("new: is for findings, and %s counts addresses", selector)
	}
	t.counts = counts
	return t, err
}

func (t *term) parseLimit(text string) error {
	for _, op := range operators {
		if rest, ok := strings.CutPrefix(text, op); ok {
			t.op, text = op, strings.TrimSpace(rest)
			break
		}
	}
	text, t.share = strings.CutSuffix(text, "%")
	limit, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(limit >= 0 && limit < 1e15) {
		return fmt.Errorf("%q is no number: write it as error>10 or status:5xx>0.5%%", text)
	}
	t.limit = limit
	return nil
}

// counter says how often what a term selects happened, and which checks said so.
type counter func(r *audit.Report, onlyNew bool) (n int, ids []string)

// parseCounter reads a selector. perFinding is false for those of addresses.
func parseCounter(selector string) (c counter, perFinding bool, err error) {
	if severity := rule.Severity(selector); severity.Rank() <= rule.Notice.Rank() {
		return bySeverity(severity), true, nil
	}
	if text, ok := strings.CutPrefix(selector, "status:"); ok {
		set, err := status.ParseSet(text)
		if err != nil {
			return nil, false, fmt.Errorf("status %q: %w", text, err)
		}
		return byStatus(set), false, nil
	}
	if text, ok := strings.CutPrefix(selector, "outcome:"); ok {
		if text != "unverified" {
			return nil, false, fmt.Errorf("unknown outcome %q: use outcome:unverified", text)
		}
		return byOutcome(text), false, nil
	}
	checks, err := rule.ParseSelector(selector)
	if err != nil && strings.HasPrefix(err.Error(), "unknown check") {
		return nil, true, fmt.Errorf("unknown severity or check %q%s", selector, nearestWord(selector))
	}
	return byCheck(checks), true, err
}

// nearestWord proposes a severity before it proposes a check.
func nearestWord(word string) string {
	if hint := rule.Nearest(word, append(slices.Clone(severities), Never)); hint != "" {
		return hint
	}
	var ids []string
	for _, c := range rule.All() {
		ids = append(ids, c.ID)
	}
	return rule.Nearest(word, ids)
}

// judge decides the gate of a report.
func (g Gate) judge(r *audit.Report) audit.Gate {
	out := audit.Gate{Expression: g.text, Terms: []string{}, FiredBy: []string{}, IDs: []string{}}
	for _, t := range g.terms {
		out.Terms = append(out.Terms, t.text)
		n, ids := t.counts(r, t.onlyNew)
		if !t.holds(float64(n), r.Summary.URLs) {
			continue
		}
		out.Fired, out.FiredBy, out.IDs = true, append(out.FiredBy, t.text), append(out.IDs, ids...)
	}
	if out.Expression == "" {
		out.Expression = Never
	}
	slices.Sort(out.IDs)
	out.IDs = slices.Compact(out.IDs)
	return out
}

func (t term) holds(n float64, urls int) bool {
	if t.share {
		n = 100 * n / float64(max(urls, 1))
	}
	return map[string]bool{">": n > t.limit, ">=": n >= t.limit, "=": n == t.limit, "<=": n <= t.limit, "<": n < t.limit}[t.op]
}
