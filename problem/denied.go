package problem

import "strings"

// denials are members by which a body takes back the success of its status.
var denials = compilePaths("success", "succeeded", "ok", "is_success")

// denialCodes are where a body that denies its success names the reason. A code
// deeper down is about some item of it.
var denialCodes = compilePaths(
	"error", "code", "error_code", "errorcode", "err_code", "reason", "type", "error_type",
	"error.code", "error.type", "error.reason", "error.error_code", "error.name", "error.status",
	"errors.code", "errors.type", "errors.reason", "errors.error_code",
)

// denied reports JSON that says that it is no success, or with which status of
// a conflict it should have been sent.
func (r *reading) denied() bool {
	if r.kind != KindJSON || len(r.tree.nodes) == 0 || r.tree.nodes[0].typ != isObject {
		return false
	}
	for _, path := range denials {
		if n, ok := r.tree.find(path); ok && n.typ == isNumber && n.value == "false" {
			return true
		}
	}
	return namesConflict.Has(ownStatus(&r.tree, r.x.Status))
}

// bySuccess reads an answer that is sent as a success: a shape that is known
// to tell of conflicts so, or a body that denies the success and names the
// conflict by a code. Words alone never decide: a page or a record may be about
// conflicts.
func (r *reading) bySuccess() (decision, bool) {
	if d, ok := r.byShape(); ok {
		return d, true
	}
	if !r.denied() {
		return decision{}, false
	}
	r.effective = ownStatus(&r.tree, r.x.Status)
	codes := *r
	codes.tokens = nil
	generic := namesConflict.Has(r.effective)
	for _, path := range denialCodes {
		v, ok := r.tree.get(path)
		if !ok {
			continue
		}
		text := normalToken(v)
		if text != "" && !genericTokens[text] {
			codes.tokens = append(codes.tokens, token{text: text})
		}
		generic = generic || strings.HasPrefix(text, "conflict") && genericTokens[text]
	}
	if d, ok := codes.byToken(); ok {
		return d, true
	}
	if d, ok := codes.byOwnStatus(); ok {
		return d, true
	}
	return decision{cause: Unknown, confidence: ByShape, rule: "success denied"}, generic
}
