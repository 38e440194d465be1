package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/status"
)

// probeTable is an inspection in words, for a terminal.
type probeTable struct {
	out  io.Writer
	seen *audit.Inspection
}

func (t probeTable) write() error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n\n", shown(t.seen.URL, columns))
	t.answers(&b)
	t.chain(&b)
	t.list(&b, "Headers owed", t.owed())
	t.list(&b, "Robots", []string{t.robots()})
	t.list(&b, "In search", t.seen.SearchEngines)
	t.list(&b, "Findings", t.findings())
	_, err := t.out.Write(b.Bytes())
	return err
}

func (t probeTable) answers(w io.Writer) {
	if len(t.seen.Answers) == 0 {
		return
	}
	row := func(cells ...any) {
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%-9s %-19s  %-12s %-17s %10s %6s", cells...), " "))
	}
	row("by", "", "answer", "type or coding", "bytes", "ms")
	axis := ""
	for _, a := range t.seen.Answers {
		head := ""
		if a.Axis != axis {
			head, axis = a.Axis, a.Axis
		}
		mark := " "
		if !a.Same {
			mark = "≠"
		}
		row(head, a.Name, mark+answerWord(a.Status, string(a.Reason)), shown(typeWord(a), 17), strconv.FormatInt(a.Bytes, 10), strconv.FormatInt(a.Millis, 10))
	}
	fmt.Fprintln(w)
	if !t.seen.Steady {
		paragraph(w, "", 0, "The plain GET did not get the same answer each time: the differences above prove nothing about agents or fields.")
		fmt.Fprintln(w)
	}
	t.list(w, "Differences", t.seen.Differences)
}

// typeWord is the type of an answer; of one that was asked for in an encoding,
// the encoding that came.
func typeWord(a audit.VariantAnswer) string {
	if a.Axis == "encoding" && a.Status > 0 {
		return cmp.Or(a.Coding, "not encoded")
	}
	return a.Type
}

// answerWord is a status, or the reason for none.
func answerWord(code int, reason string) string {
	if code == 0 {
		return reason
	}
	if reason != "" {
		return strconv.Itoa(code) + " " + reason
	}
	return strconv.Itoa(code)
}

func (t probeTable) chain(w io.Writer) {
	if len(t.seen.Chain) < 2 && t.seen.Answered() {
		return
	}
	fmt.Fprintln(w, "Chain")
	for _, hop := range t.seen.Chain {
		fmt.Fprintf(w, "  %-5s %s\n", answerWord(hop.Status, string(hop.Reason)), shown(hop.URL, columns-8))
	}
	if t.seen.Loop {
		fmt.Fprintln(w, "  and round again")
	}
	fmt.Fprintln(w)
}

// list writes a heading and its sentences; nothing where there are none.
func (t probeTable) list(w io.Writer, heading string, lines []string) {
	for i, line := range lines {
		if i > 0 {
			heading = ""
		}
		paragraph(w, heading, 14, line)
	}
}

func (t probeTable) owed() (lines []string) {
	for _, f := range t.seen.Owed {
		word := "would help at "
		if f.Must {
			word = "is missing at "
		}
		lines = append(lines, f.Field+" "+word+f.Why)
	}
	return lines
}

func (t probeTable) robots() string {
	verdict := "allowed for "
	if !t.seen.Robots.Allowed {
		verdict = "forbidden for "
	}
	verdict += t.seen.Robots.Agent
	if rule := t.seen.Robots.DecidedBy; rule != nil {
		return verdict + " by line " + strconv.Itoa(rule.Line) + ": " + shown(rule.Text, 60)
	}
	if t.seen.Robots.Status == 0 {
		return verdict + ": robots.txt gave no answer"
	}
	return verdict + "; robots.txt answered " + status.Code(t.seen.Robots.Status).String()
}

func (t probeTable) findings() []string {
	if len(t.seen.Findings) == 0 {
		return []string{"none"}
	}
	var lines []string
	for _, f := range t.seen.Findings {
		lines = append(lines, fmt.Sprintf("%s %s: %s. %s", f.Severity, f.ID, strings.TrimSuffix(f.Message, "."), f.Fix))
	}
	return lines
}

// shown is foreign text on one line of a terminal, cut to a width.
func shown(text string, limit int) string {
	text = oneLine(text)
	if cells(text) <= limit {
		return text
	}
	short := []rune(text)
	for cells(string(short)) >= limit {
		short = short[:len(short)-1]
	}
	return string(short) + "…"
}
