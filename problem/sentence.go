package problem

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/status"
)

// sentenceScores rank the members and elements that hold a sentence for
// people. The lowest wins; document order breaks ties.
var sentenceScores = map[string]float32{
	"details":           -0.5, // a string; PostgREST puts the plain words here
	"detail":            0,
	"error_description": 1,
	"description":       2,
	"message":           3,
	"error_message":     4,
	"msg":               5,
	"diagnostics":       6,
	"info":              7,
	"reason":            8,
	"error":             9,
	"title":             10,
	"error_summary":     11,
	"errors":            3, // strings directly in it
	"messages":          3,
	"error_messages":    3,
	"human_readable":    3, // Subversion
	"faultstring":       3, // SOAP
}

// Scores of what is not in the table.
const (
	scoreTranslation = 3  // English member of messageTranslations
	scoreOtherTongue = 4  // other members of it
	scoreFieldError  = 12 // strings in a map of field errors
	scoreLikely      = 13 // keys that end like a known one
	scoreAny         = 20 // any other member that speaks in sentences
)

// oneWordKeys may hold a sentence of a single word ("busy").
var oneWordKeys = map[string]bool{"message": true, "detail": true, "title": true, "msg": true, "error_summary": true}

// silentKeys never hold a sentence: they name documents, links and machinery.
var silentKeys = map[string]bool{
	"help": true, "link": true, "href": true, "*": true, "path": true, "stack": true, "stack_trace": true,
	"stacktrace": true, "trace": true, "debug_info": true, "debug": true, "user_agent": true, "sql": true,
	"query": true, "request": true, "more_info": true, "hint": true, "timestamp": true, "date": true, "time": true,
	"name": true, "who": true, "owner": true, "file": true, "line": true, "exception": true, "value": true, "id": true,
}

var likelySuffixes = []string{"_message", "_description", "_detail", "_details", "_summary", "_text", "_reason", "_msg"}

// candidate is a sentence with its score.
type candidate struct {
	text  string
	score float32
}

// bestSentence returns the best sentence of a tree, cleaned.
func bestSentence(t *tree) string {
	best := candidate{score: 1000}
	for _, n := range t.nodes {
		if n.typ != isString && n.typ != isElement || n.value == "" {
			continue
		}
		score, ok := scoreOf(t, n)
		if !ok || score >= best.score {
			continue
		}
		text := cleanSentence(n.value)
		if n.key == "error_summary" {
			text = strings.TrimRight(text, "./")
		}
		if isSentence(text) {
			best = candidate{text, score}
		}
	}
	return best.text
}

// scoreOf returns the score of a node, or false when it can be no sentence.
func scoreOf(t *tree, n node) (float32, bool) {
	key, score, known := n.key, float32(0), false
	parent, hasParent := t.up(n)
	switch {
	case key == "":
		if !hasParent {
			return 0, false
		}
		key = parent.key
		score, known = listScore(t, parent)
	case hasParent && parent.key == "message_translations":
		score, known = translationScore(key), true
	case hasParent && (key == "value" || key == "text") && parent.typ != isArray:
		key = parent.key
		score, known = sentenceScores[key]
	default:
		score, known = sentenceScores[key]
	}
	if isSilent(key) && !known {
		return 0, false
	}
	if !known {
		if score, known = guessScore(key, n.value); !known {
			return 0, false
		}
	}
	if !oneWordKeys[key] && !hasWords(n.value) {
		return 0, false
	}
	return score + 0.1*float32(n.depth) + surcharge(t, n), true
}

// listScore is for strings that stand directly in an array, or in a map of errors.
func listScore(t *tree, list node) (float32, bool) {
	if list.key == "errors" || list.key == "message" {
		return 3, true
	}
	if score, ok := sentenceScores[list.key]; ok {
		return score, true
	}
	if up, ok := t.up(list); ok && (up.key == "errors" || up.key == "error") || list.key == "non_field_errors" {
		return scoreFieldError, true
	}
	return 0, false
}

func translationScore(language string) float32 {
	if language == "en" {
		return scoreTranslation
	}
	return scoreOtherTongue
}

func isSilent(key string) bool {
	return silentKeys[key] || strings.HasSuffix(key, "url") || strings.HasSuffix(key, "uri") ||
		strings.HasSuffix(key, "link")
}

// guessScore lets unknown names speak, also in other languages, if the value
// has at least three words.
func guessScore(key, value string) (float32, bool) {
	if strings.Count(value, " ") < 2 && utf8.RuneCountInString(value) == len(value) {
		return 0, false
	}
	for _, suffix := range likelySuffixes {
		if strings.HasSuffix(key, suffix) {
			return scoreLikely, true
		}
	}
	return scoreAny, true
}

// surcharge is for places that speak less directly.
func surcharge(t *tree, n node) float32 {
	var sum float32
	if n.quoted {
		sum += 3
	}
	for up, ok := t.up(n); ok; up, ok = t.up(up) {
		if up.key == "meta" {
			sum += 2
		}
	}
	return sum
}

// hasWords reports more than one word; scripts without spaces count by length.
func hasWords(s string) bool {
	if strings.ContainsAny(strings.TrimSpace(s), " \n\u3000") {
		return true
	}
	return utf8.RuneCountInString(s) >= 6 && strings.ContainsFunc(s, func(r rune) bool { return r > 0x2E7F })
}

// isSentence refuses what nobody should read: fragments of JSON, addresses,
// reason phrases and boilerplate.
func isSentence(s string) bool {
	if s == "" || s[0] == '{' && s[len(s)-1] == '}' || strings.HasPrefix(s, `["`) || strings.HasPrefix(s, "[{") {
		return false
	}
	if !strings.ContainsFunc(s, unicode.IsLetter) || isAddress(s) {
		return false
	}
	return !isReasonPhrase(s) && !isBoilerplate(s)
}

func isAddress(s string) bool {
	return !strings.Contains(s, " ") && (strings.Contains(s, "://") || strings.HasPrefix(s, "urn:") || s[0] == '/')
}

// oldNames are what servers still call some statuses.
var oldNames = []string{
	"internal error", "server error", "request entity too large", "payload too large", "unprocessable entity",
	"request uri too long", "request-uri too long", "requested range not satisfiable", "moved temporarily",
	"request conflict", "resource conflict", "data conflict", "conflict error", "service temporarily unavailable", "bad gateway error", "gateway time-out", "request time-out",
}

// reasonPhrases holds the names of all registered statuses in lower case. Names
// of unofficial codes are sentences elsewhere ("Invalid token").
var reasonPhrases = func() map[string]bool {
	set := map[string]bool{}
	for _, name := range oldNames {
		set[name] = true
	}
	for c := status.Code(100); c.Valid(); c++ {
		if !c.Known() || c.Facts().Registered {
			set[strings.ToLower(c.Reason())] = true
		}
	}
	return set
}()

// isReasonPhrase reports "Conflict", "409 Conflict", "HTTP 409: Conflict." and
// the like, in any case.
func isReasonPhrase(s string) bool {
	if len(s) > 60 {
		return false
	}
	s = strings.ToLower(strings.TrimRight(strings.TrimSpace(s), ".! "))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "http "), "error ")
	s = strings.TrimSpace(strings.TrimPrefix(s, "http/1.1 "))
	if len(s) >= 3 && strings.Trim(s[:3], "0123456789") == "" {
		s = strings.TrimLeft(s[3:], " :-–—,.")
	}
	s = strings.TrimPrefix(s, "error: ")
	return s == "" || reasonPhrases[s] || reasonPhrases[strings.ReplaceAll(s, "_", " ")]
}

// boilerplate is what servers say whatever happened: it misleads or helps
// nobody. What is true stays, such as mod_dav's words about a precondition.
var boilerplate = []string{
	"internal error or misconfiguration",
	"the server encountered an internal error",
	"an error occurred while processing your request",
	"an unexpected error occurred",
	"an unexpected error has occurred",
	"an error has occurred",
	"an error occurred",
	"something went wrong",
	"oops! an error occurred",
	"whitelabel error page",
	"no message available",
	"traceback (most recent call last)",
	"the requested resource was not found on this server",
	"was not found on this server",
	"this application has no explicit mapping for /error",
	"[object object]",
	"could not execute statement",
}

// isBoilerplate reports a sentence that is hardly more than boilerplate; what
// stands behind a colon is news.
func isBoilerplate(s string) bool {
	const longest = 200
	if len(s) > longest || strings.Contains(s, ": ") {
		return false
	}
	s = strings.ToLower(s)
	for _, b := range boilerplate {
		if len(s) <= len(b)+80 && strings.Contains(s, b) {
			return true
		}
	}
	return false
}

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
		rest := trimStatus(trimClass(s))
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

// trimClass removes the name of a Java class before a sentence:
// "org.x.y.StaleException: it changed".
func trimClass(s string) string {
	name, rest, found := strings.Cut(s, ": ")
	if !found || strings.Count(name, ".") < 2 || strings.ContainsAny(name, " /[]") {
		return s
	}
	return rest
}

// trimStatus removes "409 " and "Conflict: " before a sentence.
func trimStatus(s string) string {
	for _, code := range []string{"409 ", "400 ", "412 ", "423 "} {
		if rest, ok := strings.CutPrefix(s, code); ok {
			return rest
		}
	}
	if len(s) > len("conflict: ") && strings.EqualFold(s[:len("conflict: ")], "conflict: ") {
		return s[len("conflict: "):]
	}
	return s
}
