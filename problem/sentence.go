package problem

import (
	"strings"
	"unicode/utf8"
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
	"exception":         12,
	"errors":            3, // strings directly in it
	"messages":          3,
	"error_messages":    3,
	"human_readable":    3, // Subversion
	"faultstring":       3, // SOAP
	"default_message":   3.5,
	"what":              8.5, // Consul
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

// Surcharges for what says little: any better sentence of the body goes first.
const (
	vagueSurcharge    = 15
	fragmentSurcharge = 18
)

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
		if n.key == "error_summary" && !hasWords(text) { // Dropbox: path/conflict/file/..
			text = strings.TrimRight(text, "./")
		}
		if !isSentence(text) {
			continue
		}
		if isVague(text) || !hasWords(text) {
			score += vagueSurcharge
		} else if n.depth > 1 && isFragment(text) {
			score += fragmentSurcharge
		}
		if score < best.score {
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
		if hasParent && parent.key == "errors" && parent.typ == isObject {
			score, known = scoreFieldError, true
		} else if score, known = guessScore(key, n.value); !known {
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
