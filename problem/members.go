package problem

import (
	"net/http"
	"strings"
)

// referenceKeys and referenceHeaders hold the id by which the upstream finds a
// request again.
var (
	referenceKeys = map[string]bool{
		"request_id": true, "trace_id": true, "correlation_id": true, "debug_id": true, "error_id": true, "reference": true,
	}
	referenceHeaders = []string{"X-Request-Id", "X-Correlation-Id", "X-Amzn-Requestid", "X-Ms-Request-Id", "X-Amz-Request-Id"}
)

// reference returns the request id that the body names, else the header's.
func reference(h http.Header, t *tree) string {
	for _, n := range t.nodes {
		if referenceKeys[n.key] && n.isScalar() && isIdentifier(n.value) {
			return n.value
		}
	}
	for _, name := range referenceHeaders {
		if v := h.Get(name); isIdentifier(v) {
			return v
		}
	}
	return ""
}

var (
	stepTitle       = []string{"*", "meta", "resolve", "title"}
	stepDescription = []string{"*", "meta", "resolve", "description"}
)

// upstreamSteps returns the ways out that a body carries (JSON:API meta).
func upstreamSteps(t *tree) []string {
	var steps []string
	for _, n := range t.nodes {
		if len(steps) == maxSteps {
			break
		}
		if n.typ != isString || !t.matches(n, stepTitle) && !t.matches(n, stepDescription) {
			continue
		}
		if s := cleanSentence(n.value); isSentence(s) {
			steps = append(steps, s)
		}
	}
	return steps
}

// errorLists hold one entry for each part of the request that is wrong.
var errorLists = map[string]bool{"errors": true, "violations": true, "invalid_params": true, "field_errors": true, "detail": true}

var (
	pointerKeys = []string{"pointer", "field", "path", "property_path", "loc", "name", "property", "param", "location"}
	detailKeys  = []string{"detail", "message", "reason", "msg", "description", "title"}
)

// fieldErrors reads a list of objects (RFC 9457, JSON:API, Symfony, FastAPI)
// and a map from names to sentences (Rails, Laravel, ASP.NET).
func fieldErrors(t *tree) []FieldError {
	var all []FieldError
	add := func(e FieldError) {
		if e.Detail = cleanSentence(e.Detail); isSentence(e.Detail) && len(all) < maxErrors {
			all = append(all, e)
		}
	}
	for i, n := range t.nodes {
		if !errorLists[n.key] || n.typ == isString {
			continue
		}
		for j := i + 1; j < i+1+len(t.below(i)); j++ {
			if t.nodes[j].parent == i {
				t.fieldErrorsAt(n.typ, j, add)
			}
		}
	}
	return all
}

func (t *tree) fieldErrorsAt(list nodeType, at int, add func(FieldError)) {
	n := t.nodes[at]
	switch {
	case list == isArray && n.typ == isObject, list == isElement && n.typ == isElement && !isLeaf(t, at):
		if e := (FieldError{Detail: t.child(at, detailKeys), Pointer: t.pointer(at)}); e.Pointer != "" {
			add(e)
		}
	case list == isObject && n.typ == isString:
		add(FieldError{Detail: n.value, Pointer: n.name})
	case list == isObject && n.typ == isArray:
		for _, item := range t.below(at) {
			if item.parent == at && item.typ == isString {
				add(FieldError{Detail: item.value, Pointer: n.name})
			}
		}
	}
}

// child returns the first scalar below at whose key is in keys, by their order.
func (t *tree) child(at int, keys []string) string {
	for _, key := range keys {
		for _, n := range t.below(at) {
			if n.key == key && n.parent == at && n.isScalar() && n.value != "" {
				return n.value
			}
		}
	}
	return ""
}

// pointer returns where in the request the error at a node is. The pointer of
// JSON:API stands in its member source.
func (t *tree) pointer(at int) string {
	if p := t.child(at, pointerKeys); p != "" && len(p) <= maxIdentifier {
		return p
	}
	for i := at + 1; i < at+1+len(t.below(at)); i++ {
		n := t.nodes[i]
		if n.parent != at || n.key != "source" && n.key != "loc" {
			continue
		}
		if n.key == "source" {
			return t.child(i, []string{"pointer", "parameter", "header"})
		}
		return t.joinItems(i)
	}
	return ""
}

// joinItems writes the items of an array as a JSON pointer.
func (t *tree) joinItems(at int) string {
	var b strings.Builder
	for _, n := range t.below(at) {
		if n.parent == at && n.isScalar() && b.Len()+len(n.value) < maxIdentifier {
			b.WriteString("/" + n.value)
		}
	}
	return b.String()
}
