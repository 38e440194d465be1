package lastgood

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// maxVaryNames is how many fields an answer may depend on.
const maxVaryNames = 16

// varyNames lists the fields that the answer depends on, canonical and sorted;
// false when it depends on what no key can hold.
func varyNames(h http.Header) ([]string, bool) {
	var names []string
	for _, line := range h["Vary"] {
		for name := range strings.SplitSeq(line, ",") {
			name = http.CanonicalHeaderKey(strings.TrimSpace(name))
			switch {
			case name == "*":
				return nil, false
			case name != "" && !slices.Contains(names, name):
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names, len(names) <= maxVaryNames
}

// variantOf names one of the answers of a resource by the request fields that
// it depends on (RFC 9111 section 4.1). For Accept-Encoding the coding of the
// answer stands: it can be compared with what another client accepts.
func (p Policy) variantOf(names []string, request, answer http.Header) string {
	if len(names) == 0 {
		return ""
	}
	var b strings.Builder
	for _, name := range names {
		b.WriteString(strconv.Quote(name))
		b.WriteString(strconv.Quote(p.varyValue(name, request, answer)))
	}
	return b.String()
}

func (p Policy) varyValue(name string, request, answer http.Header) string {
	switch name {
	case "Accept-Encoding":
		return coding(answer)
	case "Cookie":
		return p.cookiesThatCount(request)
	}
	return joined(request[name])
}

// cookiesThatCount leaves out those that the owner called harmless.
func (p Policy) cookiesThatCount(h http.Header) string {
	var pairs []string
	for _, line := range h["Cookie"] {
		for pair := range strings.SplitSeq(line, ";") {
			name, _, _ := strings.Cut(pair, "=")
			if pair = strings.TrimSpace(pair); pair != "" && !p.ignoresCookie(strings.TrimSpace(name)) {
				pairs = append(pairs, pair)
			}
		}
	}
	return strings.Join(pairs, "; ")
}

// joined is the value of a list field, without the white space that means
// nothing.
func joined(lines []string) string {
	var members []string
	for _, line := range lines {
		for member := range strings.SplitSeq(line, ",") {
			if member = strings.TrimSpace(member); member != "" {
				members = append(members, member)
			}
		}
	}
	return strings.Join(members, ",")
}

func coding(h http.Header) string { return strings.ToLower(joined(h["Content-Encoding"])) }

// accepts reports whether a client takes an answer in the coding (RFC 9110
// section 12.5.3). Without the field it gets no coding, as from a server that
// means well.
func accepts(request http.Header, coding string) bool {
	if coding == "" || coding == "identity" {
		return true
	}
	wildcard, quality := false, false
	for _, line := range request["Accept-Encoding"] {
		for member := range strings.SplitSeq(line, ",") {
			name, parameters, _ := strings.Cut(member, ";")
			name = strings.ToLower(strings.TrimSpace(name))
			wanted := !isZeroQuality(parameters)
			switch name {
			case coding, "x-" + coding:
				return wanted
			case "*":
				wildcard, quality = true, wanted
			}
		}
	}
	return wildcard && quality
}

func isZeroQuality(parameters string) bool {
	name, value, _ := strings.Cut(strings.TrimSpace(parameters), "=")
	if !strings.EqualFold(strings.TrimSpace(name), "q") {
		return false
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	return err != nil || q <= 0
}
