package problem

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Conflicts about one thing, whose sentence may name it.
var thingCauses = []Cause{AlreadyExists, Locked, EditConflict, StateConflict, ConcurrentOperation}

// quotePairs open and close a name.
var quotePairs = []struct{ open, closing string }{
	{`"`, `"`}, {"'", "'"}, {"`", "`"}, {"“", "”"}, {"‘", "’"}, {"«", "»"}, {"„", "“"}, {"「", "」"},
}

// attributeWords stand before the name of an attribute or of a part of a data
// base: the sentence is about its value then.
var attributeWords = words("field column property attribute parameter constraint relation table key value member etag version revision")

// aloofWords stand before something that is not the thing itself: its owner, a
// state, a header.
var aloofWords = words("user by with if cannot can't from to status state header action operation method command using code reason error")

func words(s string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

// spokenResource returns the thing that a sentence names: the first name in
// quotes, else the identifier behind the noun that begins the sentence
// ("Container 4f1c is not running").
func spokenResource(sentence string, cause Cause) string {
	if !slices.Contains(thingCauses, cause) || namedValueField(sentence) != "" {
		return ""
	}
	name, attribute := quotedName(sentence)
	if attribute {
		return ""
	}
	if name != "" {
		return name
	}
	if name = leadingIdentifier(sentence); name != "" {
		return name
	}
	return namedThing(sentence)
}

// namedThing reads "a project named web already exists".
func namedThing(s string) string {
	for _, mark := range []string{" named ", " called "} {
		_, rest, _ := strings.Cut(s, mark)
		name, rest, ok := strings.Cut(rest, " ")
		verb, _, _ := strings.Cut(rest, " ")
		if ok && verbsBehindThings[strings.ToLower(verb)] && isName(name) && isPlainIdentifier(name) {
			return name
		}
	}
	return ""
}

// quotedName returns the first name in quotes that may be the thing; attribute
// tells that the sentence names an attribute, and none counts.
func quotedName(s string) (name string, attribute bool) {
	before := ""
	for rest := s; rest != ""; {
		inside, length := quoted(rest)
		if length == 0 || !endsWord(before) {
			_, size := utf8.DecodeRuneInString(rest)
			before, rest = s[:len(s)-len(rest)+size], rest[size:]
			continue
		}
		last := lastWord(before)
		switch {
		case attributeWords[strings.TrimSuffix(last, "s")]:
			return "", true
		case name == "" && !aloofWords[last] && !isFieldName(inside):
			name = inside
		}
		before, rest = s[:len(s)-len(rest)+length], rest[length:]
	}
	return name, false
}

// quoted returns the identifier in quotes at the start of s, and the length of
// both.
func quoted(s string) (inside string, length int) {
	for _, q := range quotePairs {
		rest, ok := strings.CutPrefix(s, q.open)
		if !ok {
			continue
		}
		rest = rest[:min(len(rest), maxIdentifier+len(q.closing))]
		end := strings.Index(rest, q.closing)
		if end > 0 && isName(rest[:end]) {
			return rest[:end], len(q.open) + end + len(q.closing)
		}
	}
	return "", 0
}

// isName refuses what is a condition, a structure or a mail address.
func isName(s string) bool {
	return isIdentifier(s) && !strings.ContainsAny(s, "={}<>") && strings.LastIndexByte(s, '@') <= 0
}

// endsWord reports that a quote may open behind s: an apostrophe stands inside
// a word.
func endsWord(s string) bool {
	return s == "" || strings.IndexByte(" ([:=,", s[len(s)-1]) >= 0
}

// lastWord returns the last word of s in lower case; only its last bytes are
// looked at.
func lastWord(s string) string {
	const longest = 32
	s = strings.TrimRight(s[max(0, len(s)-longest):], " ([:=,")
	return strings.ToLower(s[strings.LastIndexAny(s, " ([:=,")+1:])
}

// fieldNames are the headers that conflicts are about.
var fieldNames = words("if-match if-none-match if-unmodified-since etag idempotency-key")

func isFieldName(s string) bool { return fieldNames[strings.ToLower(s)] }

// verbsBehindThings follow the thing that a sentence begins with.
var verbsBehindThings = words("already is has was does exists cannot can't could not conflict conflicts must")

// leadingIdentifier reads "Noun ID verb" at the start of a sentence, where the
// ID cannot be a plain word.
func leadingIdentifier(s string) string {
	noun, rest, _ := strings.Cut(s, " ")
	id, rest, ok := strings.Cut(rest, " ")
	verb, _, _ := strings.Cut(rest, " ")
	if !ok || !verbsBehindThings[strings.ToLower(verb)] || aloofWords[strings.ToLower(noun)] || attributeWords[strings.ToLower(noun)] {
		return ""
	}
	isNoun := noun != "" && strings.Trim(strings.ToLower(noun), "abcdefghijklmnopqrstuvwxyz") == ""
	if !isNoun || !isIdentifier(id) || !strings.ContainsAny(id, "0123456789_/#") || !isPlainIdentifier(id) {
		return ""
	}
	return id
}

func isPlainIdentifier(s string) bool {
	return strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789_./#:@-") == ""
}
