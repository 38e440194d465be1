package problem

import (
	"net/http"
	"strings"
)

// tokenKeys name members and elements that hold an error code.
var tokenKeys = map[string]bool{
	"code": true, "type": true, "error_code": true, "reason": true, "status": true, "category": true,
	"scim_type": true, "errcode": true, "tag": true, "exception_name": true, "error_num": true, "error": true,
	"exception": true, "ghost_error_code": true, "error_type": true, "issue": true, "cause": true,
	"o_error_code": true,
}

// nameKeys hold an error code only if the value looks like one; elsewhere they
// name things ("id": "stale-bread").
var nameKeys = map[string]bool{"id": true, "name": true, "title": true}

// tokenHeaders of an answer hold an error code.
var tokenHeaders = []string{"X-Ms-Error-Code", "X-Amzn-Errortype", "Mediawiki-Api-Error"}

// genericTokens say nothing by themselves.
var genericTokens = map[string]bool{
	"conflict": true, "error": true, "failure": true, "invalid": true, "not_allowed": true, "access_denied": true,
	"invalid_request_error": true, "conflict_error": true, "conflict_exception": true, "bad_request": true,
	"http_error": true, "true": true, "false": true,
}

// token is an error code of the answer in snake case.
type token struct {
	text string
	code bool // stood under code; SQLSTATEs count only there
}

// tokensOf collects the error codes of an answer in document order, those of
// the header first.
func tokensOf(h http.Header, t *tree) []token {
	var tokens []token
	add := func(text string, code bool) {
		if text != "" && !genericTokens[text] && len(tokens) < maxTokens {
			tokens = append(tokens, token{text, code})
		}
	}
	for _, name := range tokenHeaders {
		if v := h.Get(name); v != "" {
			v, _, _ = strings.Cut(v, ":")
			add(normalToken(v), false)
		}
	}
	for i, n := range t.nodes {
		switch {
		case n.typ == isElement && n.value == "" && isLeaf(t, i):
			add(n.key, false)
		case n.key == "error_summary":
			for part := range strings.SplitSeq(n.value, "/") {
				add(normalToken(part), false)
			}
		case !n.isScalar():
		case tokenKeys[n.key], nameKeys[n.key] && looksLikeCode(n.value):
			add(normalToken(n.value), n.key == "code")
		}
	}
	return tokens
}

func isLeaf(t *tree, i int) bool {
	return i+1 == len(t.nodes) || t.nodes[i+1].parent != i
}

// looksLikeCode reports CamelCase of two words or more and UPPER_CASE.
func looksLikeCode(s string) bool {
	humps := strings.Count(snake(s), "_")
	return humps > 0 && s[0] >= 'A' && s[0] <= 'Z' && strings.IndexByte(s, '-') < 0
}

// normalToken writes an error code in snake case without the name space before
// it; the empty string says that the value is no code. Of a URL, the type of a
// problem document (RFC 9457 3.1.1), the last segment is the code.
func normalToken(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) >= 120 || strings.ContainsAny(s, " \n\t") {
		return ""
	}
	s = s[strings.LastIndexByte(s, '#')+1:]
	if i := strings.LastIndexByte(s, '\\'); i >= 0 {
		s = s[i+1:]
	}
	if i := strings.LastIndexByte(s, '/'); i >= 0 {
		s = s[i+1:]
	}
	if strings.Count(s, ".") >= 2 {
		s = s[strings.LastIndexByte(s, '.')+1:]
	}
	return snake(s)
}
