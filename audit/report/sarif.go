package report

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

const (
	sarifSchema     = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	maxSarifResults = 5000 // what code scanning takes of one run
	project         = "https://github.com/seed-3913a1bb/signpost"
)

// SARIF writes the report as OASIS SARIF 2.1.0, for code scanning: at most 5,000
// results, then one for each kind of page.
func SARIF(w io.Writer, r *audit.Report) error {
	rules, index := sarifRules(r)
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "signpost", Version: r.Tool.Version, InformationURI: project, Rules: rules,
		}},
		ColumnKind:  "utf16CodeUnits",
		Results:     sarifResults(r, index),
		Invocations: []sarifInvocation{sarifInvoked(r)},
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return written(e.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}))
}

func sarifRules(r *audit.Report) (rules []sarifRule, index map[string]int) {
	rules, index = []sarifRule{}, map[string]int{}
	confidence := map[string]rule.Confidence{}
	for _, f := range r.Findings {
		confidence[f.ID] = f.Confidence
	}
	for _, c := range rule.All() {
		index[c.ID] = len(rules)
		rules = append(rules, sarifRule{
			ID: c.ID, Name: pascal(c.ID), Short: sarifText{Text: sentence(c.Title)}, Full: sarifText{Text: c.Why},
			Help:    sarifText{Text: c.Fix, Markdown: "**Why.** " + c.Why + "\n\n**Fix.** " + c.Fix + sarifLinks(c.Docs)},
			HelpURI: first(c.Docs), Default: sarifConfiguration{sarifLevel(c.Severity)},
			Properties: sarifProperties{Tags: []string{"group:" + c.Group, "seo", "http"}, Precision: sarifPrecision(confidence[c.ID])},
		})
	}
	return rules, index
}

// sarifLevel names severities as SARIF does (3.27.10).
func sarifLevel(s rule.Severity) string {
	return map[rule.Severity]string{rule.Error: "error", rule.Warning: "warning", rule.Notice: "note"}[s]
}

func sarifPrecision(c rule.Confidence) string {
	if name, ok := map[rule.Confidence]string{rule.Likely: "high", rule.Unsure: "low"}[c]; ok {
		return name
	}
	return "very-high"
}

func sarifLinks(docs []string) string {
	if len(docs) == 0 {
		return ""
	}
	return "\n\n<" + strings.Join(docs, ">\n<") + ">"
}

func sarifResults(r *audit.Report, index map[string]int) []sarifResult {
	out := []sarifResult{}
	findings := r.Findings
	if len(findings) > maxSarifResults {
		findings = nil
		for _, g := range grouped(r) {
			f := g.findings[0]
			f.Message += fmt.Sprintf(" (one of %s like %s)", plural(g.count, "address"), f.Template)
			findings = append(findings, f)
		}
		findings = findings[:min(len(findings), maxSarifResults)]
	}
	for _, f := range findings {
		out = append(out, sarifOf(f, index))
	}
	room := maxSarifResults - len(out)
	for _, f := range r.Ignored[:min(len(r.Ignored), room)] {
		one := sarifOf(f.Finding, index)
		one.Suppressions = []sarifSuppression{{Kind: "external", Status: "accepted", Justification: visible(f.Because)}}
		out = append(out, one)
	}
	if r.Compare != nil {
		for _, f := range r.Compare.Fixed[:min(len(r.Compare.Fixed), maxSarifResults-len(out))] {
			out = append(out, sarifOf(f, index))
		}
	}
	return out
}

// baselineStates names states as SARIF does (3.27.24); of what was not reached
// it has no word.
var baselineStates = map[audit.FindingState]string{
	audit.StateNew: "new", audit.StatePersisting: "unchanged", audit.StateFixed: "absent",
}

func sarifOf(f audit.Finding, index map[string]int) sarifResult {
	out := sarifResult{
		RuleID: f.ID, RuleIndex: -1, Level: sarifLevel(f.Severity), Message: sarifText{Text: visible(f.URL + " " + f.Message)},
		Locations: []sarifLocation{{Physical: sarifPhysical{sarifArtifact{sitePath(f.URL)}}}},
		Fingerprints: map[string]string{
			"signpost/v1": f.Fingerprint, "signpost-group/v1": f.GroupFingerprint,
		},
		Baseline:   baselineStates[f.State],
		WebRequest: sarifRequest(f), WebResponse: sarifResponse(f),
	}
	if i, ok := index[f.ID]; ok {
		out.RuleIndex = i
	}
	for i, s := range f.Sources {
		if s.Page != nil {
			out.Related = append(out.Related, sarifRelated{
				ID: i, Message: sarifText{Text: visible("named by " + *s.Page + " " + word(s.Selector))},
				Physical: sarifPhysical{sarifArtifact{sitePath(*s.Page)}},
			})
		}
	}
	return out
}

// sitePath turns an address into the relative one that code scanning needs,
// below a folder that no repository has.
func sitePath(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "site/"
	}
	return "site" + "/" + strings.TrimLeft((&url.URL{Path: u.Path, RawPath: u.RawPath}).EscapedPath(), "/")
}

func sarifInvoked(r *audit.Report) sarifInvocation {
	out := sarifInvocation{
		Success: r.Run.State == audit.StateFinished, ExitCode: r.Run.ExitCode,
		Start: r.Run.Started.Format(time.RFC3339), End: r.Run.Ended.Format(time.RFC3339), Notifications: []sarifNotification{},
	}
	note := func(level, text string) {
		out.Notifications = append(out.Notifications, sarifNotification{level, sarifText{Text: visible(text)}})
	}
	if n := len(r.Findings); n > maxSarifResults {
		note("warning", fmt.Sprintf("%d findings are grouped by kind of page", n))
	}
	for _, s := range r.SkippedChecks {
		note("note", s.ID+" did not run, in part or at all: "+s.Reason)
	}
	note("note", coverage(r))
	return out
}

// pascal turns link-4xx into Link4xx.
func pascal(id string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(id, "-") {
		b.WriteString(strings.ToUpper(part[:min(1, len(part))]) + part[min(1, len(part)):])
	}
	return b.String()
}

func sentence(s string) string { return strings.TrimSuffix(s, ".") + "." }
