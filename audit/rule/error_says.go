package rule

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// anyErrorNumber is a number in a heading that may be that of an error.
var anyErrorNumber = regexp.MustCompile(`(?:^|[^\d\p{Latin}./-])([45]\d\d)(?:$|[^\d\p{Latin}./-])`)

// otherStatus finds by what the title or the heading of an error page names
// another status than the answer has; empty when it names none, or also the
// true one.
func otherStatus(p *crawl.Page, asked crawl.Address, real status.Code) string {
	heads := append([]string{p.Title}, p.H1...)
	if slices.ContainsFunc(heads, func(h string) bool { return strings.Contains(h, real.String()) }) {
		return ""
	}
	for _, h := range heads {
		if n := numberNamed(h); n != "" && !strings.Contains(asked.PathQuery(), n) {
			return n
		}
	}
	for _, h := range heads {
		if name := reasonNamed(h, real); name != "" {
			return name
		}
	}
	return ""
}

// numberNamed finds the number of an error in a heading: alone, or with few
// words of which one is of an error.
func numberNamed(heading string) string {
	for part := range strings.FieldsFuncSeq(normal(heading), func(r rune) bool { return strings.ContainsRune("|–—·•:", r) }) {
		part = strings.Trim(part, " .!¡")
		m := anyErrorNumber.FindStringSubmatchIndex(part)
		if m == nil {
			continue
		}
		number := part[m[2]:m[3]]
		code, err := status.Parse(number)
		if err != nil || !registered(code) {
			continue
		}
		rest := strings.Trim(part[:m[2]]+" "+part[m[3]:], " .!¡()[]-,")
		if rest == "" || len(strings.Fields(rest)) <= 4 && (hasErrorHint(rest) || finds(absenceWords, rest) || rest == strings.ToLower(code.Reason())) {
			return number
		}
	}
	return ""
}

// families are statuses whose names people use for each other.
var families = []status.Set{
	status.MustParseSet("404, 410"), status.MustParseSet("401, 403, 407"), status.MustParseSet("408, 5xx"), status.MustParseSet("429, 503"),
	status.MustParseSet("400, 422"), status.MustParseSet("409, 412, 423, 428"),
}

// reasonNamed finds the name of a status that is a heading, other than the true
// one and those that mean nearly the same.
func reasonNamed(heading string, real status.Code) string {
	if isHead(heading, strings.ToLower(real.Reason())) {
		return ""
	}
	for _, code := range status.Known() {
		kin := func(s status.Set) bool { return s.Has(code) && s.Has(real) }
		if code.Is(real) || !registered(code) || !isHead(heading, strings.ToLower(code.Reason())) || slices.ContainsFunc(families, kin) {
			continue
		}
		return code.Reason()
	}
	if serverErrors.Has(real) && (isHead(heading, "page not found") || isHead(heading, "file not found")) {
		return heading
	}
	return ""
}

// references are how error pages and programs call the number by which support
// finds a failure.
var references = regexp.MustCompile(`(?i)\b(?:request|reference|incident|error|trace|correlation|event|support|ray|ticket|vorgangs?|anfrage|fehler)(?:[ _-]?(?:id|no|number|code|nr|nummer|kennung|#))?["']?\s*[:#=]\s*["']?(?:<[^<>]{1,80}>\s*)?[\w-]*\d[\w-]{3,}`)

// uniqueName is a UUID, or a long number to the base of 16: nothing else in an
// error page looks like it.
var uniqueName = regexp.MustCompile(`\b(?:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-f]{16,64})\b`)

// idFields are the parts of names of fields that carry such a number.
var idFields = []string{"request-id", "requestid", "req-id", "trace", "correlation", "cf-ray", "cf-id", "azure-ref", "vercel-id", "error-id", "event-id", "incident", "x-rid"}

// isReferred reports an answer by which support can find the failure: a field
// with the number of the request, or such a number to be read.
func isReferred(x *crawl.Exchange, body []byte, text string) bool {
	for name := range x.Header {
		if name := strings.ToLower(name); slices.ContainsFunc(idFields, func(part string) bool { return strings.Contains(name, part) }) {
			return true
		}
	}
	if text == "" {
		text = string(body[:min(len(body), maxReadable)])
	}
	return references.MatchString(text) || uniqueName.MatchString(text)
}

// maxReadable is how much of a body that is no page is searched for a number.
const maxReadable = 16 << 10
