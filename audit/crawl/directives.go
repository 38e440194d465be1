package crawl

import (
	"net/http"
	"strconv"
	"strings"
)

// headerDirectives returns the directives of X-Robots-Tag that are meant for
// everybody; those behind the name of a crawler are left out.
func headerDirectives(h http.Header) []string {
	var all []string
	for _, value := range h.Values("X-Robots-Tag") {
		if agent, rest, found := strings.Cut(value, ":"); found && isAgent(agent) {
			if !strings.EqualFold(strings.TrimSpace(agent), "signpost") {
				continue
			}
			value = rest
		}
		all = append(all, splitDirectives(value)...)
	}
	return all
}

// isAgent tells the name of a crawler from the directives that have a colon.
func isAgent(word string) bool {
	word = strings.ToLower(strings.TrimSpace(word))
	return word != "unavailable_after" && !strings.HasPrefix(word, "max-") && !strings.ContainsAny(word, ", ")
}

func splitDirectives(value string) []string {
	var out []string
	for d := range strings.SplitSeq(strings.ToLower(value), ",") {
		if d = strings.TrimSpace(d); d != "" {
			out = append(out, d)
		}
	}
	return out
}

// parseRefresh reads "5; url=/there" as the HTML standard does ("shared
// declarative refresh steps"), leniently; nil when it starts with no number.
func parseRefresh(content string) *Refresh {
	content = strings.TrimLeft(content, asciiSpace)
	digits := len(content) - len(strings.TrimLeft(content, "0123456789"))
	seconds, err := strconv.Atoi(content[:digits])
	if err != nil && !strings.HasPrefix(content, ".") {
		return nil
	}
	rest := strings.TrimLeft(content[digits:], "0123456789."+asciiSpace+";,")
	if len(rest) >= 3 && strings.EqualFold(rest[:3], "url") {
		if after := strings.TrimLeft(rest[3:], asciiSpace); strings.HasPrefix(after, "=") {
			rest = strings.TrimLeft(after[1:], asciiSpace)
		}
	}
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		quote := rest[:1]
		rest, _, _ = strings.Cut(rest[1:], quote)
	}
	return &Refresh{Seconds: seconds, To: strings.Trim(rest, asciiSpace)}
}
