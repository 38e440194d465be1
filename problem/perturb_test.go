package problem_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
)

// statements say one cause each, plainly, in words that stand in no stored set
// as they are.
var statements = map[problem.Cause]string{
	problem.EditConflict:        "The chapter was modified by another editor.",
	problem.Locked:              "The chapter is locked.",
	problem.AlreadyExists:       "A chapter of that name already exists.",
	problem.StateConflict:       "The shelf is not empty.",
	problem.ConcurrentOperation: "Another import is in progress.",
	problem.Quota:               "The limit of chapters was exceeded.",
}

// asides hold the words of a cause without telling that it happened.
var asides = map[problem.Cause][]string{
	problem.EditConflict:        {"If the chapter was modified by another editor, reload it.", "The chapter was not modified by another editor.", "Please ask whether it was edited by somebody else."},
	problem.Locked:              {"If the chapter is locked, ask its editor.", "The chapter is not locked.", "Please check that it is not locked by others."},
	problem.AlreadyExists:       {"Please check whether that name already exists.", "It does not already exist.", "This usually means that it already exists."},
	problem.StateConflict:       {"Please make sure that it is still in use.", "The volume is not in use.", "Perhaps it is still referenced."},
	problem.ConcurrentOperation: {"Please wait if another import is in progress.", "An import is not in progress.", "You may find that a backup is in progress."},
	problem.Quota:               {"Please ask whether the limit was exceeded.", "Possibly the quota is used up.", "If the limit is reached, delete something."},
}

// mutant is a stored body, rewritten.
type mutant struct {
	origin   string
	sentence string
	was      problem.Problem // the reading of the stored body
	x        problem.Exchange
}

// mutate gives every stored body whose sentence decided to a rewriter, which
// gets the sentence and returns others.
func mutate(tb testing.TB, rewrite func(sentence string) []string) []mutant {
	tb.Helper()
	var all []mutant
	for _, c := range loadUnseen(tb) {
		was := problem.Read(c.exchange())
		old := inJSON(tb, was.Summary)
		if was.Confidence != problem.ByText || was.Cause == problem.Unknown || !strings.Contains(c.Body, old) {
			continue
		}
		for _, s := range rewrite(was.Summary) {
			x := c.exchange()
			x.Body = []byte(strings.ReplaceAll(c.Body, old, inJSON(tb, s)))
			all = append(all, mutant{c.file + ": " + c.Name + ": " + s, s, was, x})
		}
	}
	if len(all) < 100 {
		tb.Fatalf("%d rewritten bodies: the stored ones were not found", len(all))
	}
	return all
}

// inJSON writes a sentence as it stands between the quotes of JSON.
func inJSON(tb testing.TB, s string) string {
	tb.Helper()
	quoted, err := json.Marshal(s)
	if err != nil {
		tb.Fatal(err)
	}
	return string(quoted[1 : len(quoted)-1])
}

// flips counts the mutants that read as a cause that allowed does not have.
func flips(tb testing.TB, mutants []mutant, allowed func(m mutant, c problem.Cause) bool) int {
	tb.Helper()
	n := 0
	for _, m := range mutants {
		if p := problem.Read(m.x); p.Cause != problem.Unknown && p.Cause != "" && !allowed(m, p.Cause) {
			n++
			tb.Logf("%.220s: was %s, is %s (%s)", m.origin, m.was.Cause, p.Cause, p.Rule)
		}
	}
	return n
}

func staysOrUnknown(m mutant, c problem.Cause) bool { return c == m.was.Cause }

func isDot(s string) bool { return strings.HasSuffix(s, ".") }

// closed ends a sentence.
func closed(s string) string {
	if isDot(s) {
		return s
	}
	return s + "."
}

func checkFlips(t *testing.T, mutants []mutant, perThousand int) {
	t.Helper()
	n := flips(t, mutants, staysOrUnknown)
	if t.Logf("%d of %d flip", n, len(mutants)); n*1000 > perThousand*len(mutants) {
		t.Errorf("%d of %d rewritten bodies read as another cause", n, len(mutants))
	}
}

func TestAdviceAndDenialsDoNotTurnACause(t *testing.T) {
	checkFlips(t, mutate(t, func(s string) []string {
		var all []string
		for _, cause := range slices.Sorted(maps.Keys(asides)) {
			for _, aside := range asides[cause] {
				all = append(all, closed(s)+" "+aside, aside+" "+s)
			}
		}
		return all
	}), 2)
}

func TestAdviceAndDenialsAloneTellNoCause(t *testing.T) {
	for cause, sentences := range asides {
		for _, s := range sentences {
			if p := readSentence(s); p.Cause != problem.Unknown {
				t.Errorf("%q reads as %q (%s), its words are of %q", s, p.Cause, p.Rule, cause)
			}
		}
	}
}

// Weak words beside another cause are taken for what follows from it ("locked,
// so it cannot be deleted"): a few of the pairs read as the cause that was
// added, and none as a third.
func TestASecondCauseMakesAReadingUnknown(t *testing.T) {
	mutants := mutate(t, func(s string) []string {
		var all []string
		for _, cause := range slices.Sorted(maps.Keys(statements)) {
			all = append(all, closed(s)+" "+statements[cause], statements[cause]+" "+s)
		}
		return all
	})
	checkFlips(t, mutants, 80)
	third := flips(t, mutants, func(m mutant, c problem.Cause) bool {
		added, ok := statements[c]
		return c == m.was.Cause || ok && strings.Contains(m.sentence, added)
	})
	if third*1000 > 2*len(mutants) {
		t.Errorf("%d of %d read as a third cause", third, len(mutants))
	}
}

func TestTwoStatementsOfTwoCausesAreUnknown(t *testing.T) {
	for a, first := range statements {
		if p := readSentence(first); p.Cause != a {
			t.Errorf("%q reads as %q, want %q", first, p.Cause, a)
		}
		for b, second := range statements {
			if p := readSentence(first + " " + second); a != b && p.Cause != problem.Unknown {
				t.Errorf("%q and %q read as %q (%s)", first, second, p.Cause, p.Rule)
			}
		}
	}
}

// nouns are put in the place of what clashes; none of them belongs to a cause.
var nouns = []string{"invoice", "playlist", "warehouse", "voucher", "sensor"}

func TestTheNameOfTheThingDoesNotTurnACause(t *testing.T) {
	things := []string{"document", "order", "page", "product", "user", "article", "project", "item", "record", "container", "file", "account"}
	checkFlips(t, mutate(t, func(s string) []string {
		var all []string
		for _, thing := range things {
			for _, noun := range nouns {
				if strings.Contains(s, " "+thing+" ") {
					all = append(all, strings.ReplaceAll(s, " "+thing+" ", " "+noun+" "))
				}
			}
		}
		return append(all, s)
	}), 5)
}

func TestAnotherEnvelopeDoesNotTurnACause(t *testing.T) {
	envelopes := []string{
		`{"detail":%s}`, `{"error":{"message":%s}}`, `{"errors":[{"detail":%s}]}`, `{"code":"E1042","msg":%s}`,
		`{"type":"about:blank","title":"Conflict","status":409,"detail":%s}`, `{"statusCode":409,"error":"Conflict","message":%s}`,
	}
	var mutants []mutant
	for _, m := range mutate(t, func(s string) []string { return []string{s} }) {
		quoted := `"` + inJSON(t, m.was.Summary) + `"`
		for _, e := range envelopes {
			x := m.x
			x.Header = http.Header{"Content-Type": {"application/json"}}
			x.Body = fmt.Appendf(nil, e, quoted)
			mutants = append(mutants, mutant{m.origin + " in " + e, m.sentence, m.was, x})
		}
	}
	checkFlips(t, mutants, 5)
}

// Codes that products use for every cause, over a sentence that says nothing.
func TestCodesOfManyMeaningsTellNoCause(t *testing.T) {
	for _, code := range []string{
		"failed_precondition", "FAILED_PRECONDITION", "aborted", "conflict", "ConflictException", "invalid", "invalid_request", "409",
		"CONFLICT_ERROR", "ResourceConflict", "operation_failed", "integrity_error", "constraint", "rejected", "unprocessable",
	} {
		for _, status := range []int{409, 400} {
			p := problem.Read(problem.Exchange{
				Method: http.MethodPost, Status: statusOf(status), Header: http.Header{},
				Body: fmt.Appendf(nil, `{"code":%q,"message":"This could not be done for the chapter."}`, code),
			})
			if p.Cause != problem.Unknown && p.Cause != "" {
				t.Errorf("code %s under %d reads as %q (%s)", code, status, p.Cause, p.Rule)
			}
		}
	}
}

// TestTheRewritingTestsSeeAFlip is their negative control.
func TestTheRewritingTestsSeeAFlip(t *testing.T) {
	mutants := mutate(t, func(string) []string { return []string{statements[problem.Quota]} })
	n := 0
	for _, m := range mutants {
		if p := problem.Read(m.x); p.Cause != problem.Unknown && !staysOrUnknown(m, p.Cause) {
			n++
		}
	}
	if n < len(mutants)/2 {
		t.Errorf("%d of %d bodies that say something else are seen to flip", n, len(mutants))
	}
}
