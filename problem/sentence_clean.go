package problem

import (
	"html"
	"strings"
	"unicode/utf8"
)

// tailMarks begin lines that hold identifiers behind the sentence.
var tailMarks = []string{"RequestId:", "Time:", "currentRevisionID:"}

// cleanSentence makes one line of plain words of a value.
func cleanSentence(s string) string {
	s = s[:cutAt(s, maxSentence)]
	if strings.Contains(s, "\n") {
		s = cutTail(s)
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	s = collapse(s)
	for {
		rest := trimStatus(trimClass(trimInspected(s)))
		if rest == s || rest == "" {
			return s
		}
		s = rest
	}
}

// cutAt returns the largest length up to max that splits no character.
func cutAt(s string, maxLen int) int {
	if len(s) <= maxLen {
		return len(s)
	}
	for maxLen > 0 && !utf8.RuneStart(s[maxLen]) {
		maxLen--
	}
	return maxLen
}

func cutTail(s string) string {
	for i, line := 0, ""; i < len(s); i += len(line) + 1 {
		line, _, _ = strings.Cut(s[i:], "\n")
		for _, mark := range tailMarks {
			if i > 0 && strings.HasPrefix(strings.TrimSpace(line), mark) {
				return s[:i]
			}
		}
	}
	return s
}

// collapse replaces every run of white space by one space.
func collapse(s string) string {
	clean := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c >= 0x80 || c == ' ' && (i == 0 || i+1 == len(s) || s[i+1] == ' ') {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// trimClass removes the name of a class before a sentence:
// "org.x.y.StaleState: it changed", "StaleException: it changed".
func trimClass(s string) string {
	name, rest, found := strings.Cut(s, ": ")
	if !found || rest == "" || strings.ContainsAny(name, " /[]") {
		return s
	}
	if strings.Count(name, ".") >= 2 || isExceptionName(name) {
		return rest
	}
	return s
}

// isExceptionName reports a class by its ending: StaleObjectError, also behind
// the names of its modules.
func isExceptionName(name string) bool {
	if i := strings.LastIndexAny(name, `.:\`); i >= 0 {
		name = name[i+1:]
	}
	for _, ending := range []string{"Exception", "Error"} {
		if before, ok := strings.CutSuffix(name, ending); ok && before != "" && before[0] >= 'A' && before[0] <= 'Z' {
			return true
		}
	}
	return false
}

// trimInspected undoes how Ruby shows an exception: "#<A::StaleError: it
// changed>".
func trimInspected(s string) string {
	inside, ok := strings.CutPrefix(s, "#<")
	if !ok || !strings.HasSuffix(inside, ">") {
		return s
	}
	if name, rest, found := strings.Cut(strings.TrimSuffix(inside, ">"), ": "); found && !strings.Contains(name, " ") {
		return rest
	}
	return s
}

// trimStatus removes "409 " and "Conflict: " before a sentence.
func trimStatus(s string) string {
	for _, code := range []string{"409 ", "400 ", "412 ", "423 "} {
		if rest, ok := strings.CutPrefix(s, code); ok {
			return rest
		}
	}
	for _, name := range []string{"conflict: ", "conflict - "} {
		if len(s) > len(name) && strings.EqualFold(s[:len(name)], name) {
			return s[len(name):]
		}
	}
	return s
}
