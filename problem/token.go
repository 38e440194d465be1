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
	"o_error_code": true, "type_key": true, "message_id": true, "error_key": true, "reason_code": true, "err_code": true,
	"result_code": true, "error_name": true, "sub_code": true, "subcode": true, "error_subcode": true, "exception_type": true,
	"exception_class": true, "internal_code": true, "fault_code": true, "faultcode": true, "message_key": true,
}

// nameKeys hold an error code only if the value looks like one; elsewhere they
// name things ("id": "stale-bread").
var nameKeys = map[string]bool{"id": true, "name": true, "title": true}

// codeLists hold error codes as items.
var codeLists = map[string]bool{"error_codes": true, "codes": true}

// wordyKeys hold a sentence, or in its place a code that is SHOUTED_SO.
var wordyKeys = map[string]bool{"message": true, "detail": true, "msg": true}

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
		case n.typ == isElement && n.value == "" && (isLeaf(t, i) || isCondition(t, n)):
			add(n.key, false)
		case n.key == "error_summary":
			for part := range strings.SplitSeq(n.value, "/") {
				add(normalToken(part), false)
			}
		case !n.isScalar():
		case n.key == "" && n.parent >= 0 && codeLists[t.nodes[n.parent].key], wordyKeys[n.key] && isShouted(n.value):
			add(normalToken(n.value), false)
		case tokenKeys[n.key], nameKeys[n.key] && looksLikeCode(n.value):
			add(normalToken(n.value), n.key == "code")
		}
	}
	return tokens
}

// isCondition reports a child of the error element, which names the condition
// that was not met and may say inside which resource it met (RFC 4918 16).
func isCondition(t *tree, n node) bool {
	return n.parent == 0 && t.nodes[0].key == "error"
}

func isLeaf(t *tree, i int) bool {
	return i+1 == len(t.nodes) || t.nodes[i+1].parent != i
}

// looksLikeCode reports CamelCase of two words or more and UPPER_CASE.
func looksLikeCode(s string) bool {
	humps := strings.Count(snake(s), "_")
	return humps > 0 && s[0] >= 'A' && s[0] <= 'Z' && strings.IndexByte(s, '-') < 0
}

// isShouted reports two words or more in upper case, joined by underscores.
func isShouted(s string) bool {
	return strings.Contains(s, "_") && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == ""
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
