package robots

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/status"
)

const (
	textWidth  = 80
	labelWidth = 14
)

// policySentences follow the status of robots.txt.
var policySentences = map[Policy]string{
	ByRules:     "its rules decide",
	AllowAll:    "there is no file, so everything may be fetched",
	DisallowAll: "the rules cannot be known, so nothing may be fetched",
	OwnAddress:  "/robots.txt itself may always be fetched",
}

var groupSentences = map[GroupKind]string{
	OwnGroup:     "specific: names the agent",
	GeneralGroup: "global: User-agent: *",
	NoGroup:      "none",
}

// WriteText prints the explanation for a terminal of 80 columns. Nothing from
// the file or the command line reaches it as a control character.
func (e Explanation) WriteText(w io.Writer) error {
	var t labelled
	t.add(e.answer(), e.URL)
	t.add("agent", e.Agent)
	t.add("decided by", e.reason())
	if e.Against != nil {
		t.add("against", e.Against.sentence())
	}
	t.add("group", groupSentences[e.Group])
	t.add("robots.txt", e.robotsLine())
	t.add("second reader", e.secondLine())
	for _, note := range e.Notes {
		t.add("note", note)
	}
	if _, err := io.WriteString(w, t.String()); err != nil {
		return fmt.Errorf("write explanation: %w", err)
	}
	return nil
}

func (e Explanation) answer() string { return word(Decision{Allowed: e.Allowed}) }

func (e Explanation) reason() string {
	switch {
	case e.DecidedBy != nil && e.Tie:
		return e.DecidedBy.sentence() + ", as Allow wins a tie"
	case e.DecidedBy != nil:
		return e.DecidedBy.sentence()
	case e.Policy == ByRules:
		return "no rule matches"
	default:
		return "policy " + string(e.Policy) + ", no rule was asked"
	}
}

func (c CitedRule) sentence() string {
	unit := "octets"
	if c.Length == 1 {
		unit = "octet"
	}
	return fmt.Sprintf("line %d, %d %s: %s", c.Line, c.Length, unit, c.Text)
}

func (e Explanation) robotsLine() string {
	code := status.Code(e.Status)
	answer := "no answer"
	if code.Valid() {
		answer = fmt.Sprintf("%s %s, %d bytes", code, code.Reason(), e.Size)
	}
	return answer + ": " + policySentences[e.Policy]
}

func (e Explanation) secondLine() string {
	switch o := e.Second; {
	case !o.Asked:
		return "not asked"
	case o.Rejected:
		return "refuses the file: " + o.Reason
	case o.Disagrees:
		return "disagrees (" + word(Decision{Allowed: o.Allowed}) + "): " + o.Why.Sentence()
	default:
		return "agrees"
	}
}

// labelled builds lines of a label and a text, wrapped beside the label.
type labelled struct{ strings.Builder }

func (t *labelled) add(label, text string) {
	for i, line := range wrap(clean(text), textWidth-labelWidth) {
		if i > 0 {
			label = ""
		}
		line = fmt.Sprintf("%-*s%s", labelWidth, label, line)
		t.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// maxText is how many characters of one text are shown: a rule may have 16,000.
const maxText = 600

// clean replaces what would move the cursor, colour the terminal or turn the
// direction of writing.
func clean(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > maxText {
			b.WriteRune('…')
			break
		}
		if !unicode.IsPrint(r) {
			r = unicode.ReplacementChar
		}
		b.WriteRune(r)
	}
	return b.String()
}

// wrap breaks at spaces, and inside a word only where it is longer than a line.
func wrap(s string, width int) []string {
	var lines []string
	for utf8.RuneCountInString(s) > width {
		limit := byteOf(s, width)
		end, next := limit, limit
		if space := strings.LastIndexByte(s[:min(limit+1, len(s))], ' '); space > 0 {
			end, next = space, space+1
		}
		lines, s = append(lines, s[:end]), s[next:]
	}
	return append(lines, s)
}

// byteOf is where the character with that number starts.
func byteOf(s string, character int) int {
	for at := range s {
		if character == 0 {
			return at
		}
		character--
	}
	return len(s)
}
