package handlers

import (
	"strings"
)

// deadRelations belong to the body that was replaced. Relations that are not
// named here are kept.
var deadRelations = newWordSet(`canonical amphtml next prev preload modulepreload prefetch preconnect
	dns-prefetch stylesheet manifest icon pingback webmention shortlink`)

// filterLinks drops the links of Link lines that belong to the old body
// (RFC 8288 section 3).
func filterLinks(lines []string) []string {
	var kept []string
	for _, line := range lines {
		var stays []string
		for link := range splitLinks(line) {
			if link != "" && !isDeadLink(link) {
				stays = append(stays, link)
			}
		}
		if len(stays) > 0 {
			kept = append(kept, strings.Join(stays, ", "))
		}
	}
	return kept
}

// splitLinks yields the link values of a line: commas inside <…> and quoted
// strings do not separate.
func splitLinks(line string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start, quoted, target := 0, false, false
		for i := 0; i < len(line); i++ {
			switch c := line[i]; {
			case quoted && c == '\\':
				i++
			case c == '"' && !target:
				quoted = !quoted
			case c == '<' && !quoted:
				target = true
			case c == '>' && !quoted:
				target = false
			case c == ',' && !quoted && !target:
				if !yield(trimSpace(line[start:i])) {
					return
				}
				start = i + 1
			}
		}
		yield(trimSpace(line[min(start, len(line)):]))
	}
}

// isDeadLink reports a link all of whose relations are dead. An alternate lives
// on only as a problem document.
func isDeadLink(link string) bool {
	rel, problem := linkParams(link)
	relations := strings.Fields(strings.ToLower(rel))
	for _, r := range relations {
		if r == "alternate" && !problem || deadRelations.has(r) {
			continue
		}
		return false
	}
	return len(relations) > 0
}

// linkParams returns the relations, and whether the type is a problem document.
func linkParams(link string) (rel string, problem bool) {
	_, params, _ := strings.Cut(link, ">")
	for p := range splitQuoted(params, ';') {
		name, value, _ := strings.Cut(p, "=")
		value = strings.Trim(trimSpace(value), `"`)
		switch strings.ToLower(trimSpace(name)) {
		case "rel":
			if rel == "" {
				rel = value
			}
		case "type":
			problem = problem || strings.HasPrefix(mediaType(value), "application/problem+")
		}
	}
	return rel, problem
}

// linkTo returns the target of the first link with one of the relations.
func linkTo(lines []string, relations wordSet) string {
	for _, line := range lines {
		for link := range splitLinks(line) {
			rel, _ := linkParams(link)
			for r := range strings.FieldsSeq(strings.ToLower(rel)) {
				if relations.has(r) {
					target, _, _ := strings.Cut(strings.TrimPrefix(link, "<"), ">")
					return target
				}
			}
		}
	}
	return ""
}
