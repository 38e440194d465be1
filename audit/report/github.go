package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// maxAnnotations is how many of each severity GitHub shows for one step.
const maxAnnotations = 10

// GitHub writes workflow commands that GitHub Actions shows as annotations, one
// a check: at most ten of each severity, the rest as a sum.
func GitHub(w io.Writer, r *audit.Report) error {
	var out bytes.Buffer
	for _, s := range []rule.Severity{rule.Error, rule.Warning, rule.Notice} {
		annotate(&out, s, ofSeverity(r.Findings, s))
	}
	fmt.Fprintf(&out, "::notice title=signpost::%s\n", commandData(Summary(r)+"; "+coverage(r)))
	_, err := w.Write(out.Bytes())
	return written(err)
}

func annotate(out io.Writer, s rule.Severity, findings []audit.Finding) {
	all := sections(findings)
	shown := all
	if len(shown) > maxAnnotations {
		shown = shown[:maxAnnotations-1]
	}
	for _, one := range shown {
		f := one.findings[0]
		text := f.URL + " " + f.Message
		if rest := countOf(one.findings) - 1; rest > 0 {
			text += ", and " + plural(rest, "more address")
		}
		fmt.Fprintf(out, "::%s title=%s::%s\n", s, commandProperty(f.ID), commandData(text+". "+f.Fix))
	}
	if left := len(all) - len(shown); left > 0 {
		fmt.Fprintf(out, "::%s title=signpost::and %s with findings\n", s, plural(left, "more check"))
	}
}

func ofSeverity(findings []audit.Finding, s rule.Severity) (out []audit.Finding) {
	for _, f := range findings {
		if f.Severity == s {
			out = append(out, f)
		}
	}
	return out
}

// coverage says what "no findings" is worth.
func coverage(r *audit.Report) string {
	return fmt.Sprintf("%s ran, %d did not, in part or at all", plural(len(r.ChecksRun), "check"), len(skippedIDs(r)))
}

// commandData escapes the text of a workflow command, so that foreign text
// cannot begin a command of its own.
func commandData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(visible(s))
}

// commandProperty escapes a value before the text.
func commandProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandData(s))
}
