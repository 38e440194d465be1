package rule

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// TypeFault is what is wrong with the Content-Type of an error. The values are
// stable.
type TypeFault string

// The faults.
const (
	TypeMissing    TypeFault = "missing"      // a body without a type
	HTMLAsText     TypeFault = "html-as-text" // a page that browsers show as its source
	JSONAsHTML     TypeFault = "json-as-html"
	JSONAsText     TypeFault = "json-as-text"    // some servers mean it
	CharsetMissing TypeFault = "charset-missing" // neither the type nor the page names the encoding
	CharsetUnsaid  TypeFault = "charset-unsaid"  // likewise, and any would do: all is ASCII
)

// typeFault compares the type of an error body with what it is. Stock texts of
// servers have a finding of their own.
func typeFault(x *crawl.Exchange, body []byte, named bool) TypeFault {
	kind := x.MediaType()
	object := isJSONBody(x, body)
	switch {
	case len(body) == 0:
		return ""
	case kind == "":
		return TypeMissing
	case kind == "text/plain" && object:
		return JSONAsText
	case x.IsHTML() && object:
		return JSONAsHTML
	case kind == "text/plain" && strings.HasPrefix(http.DetectContentType(body), "text/html"):
		return HTMLAsText
	case strings.Contains(strings.ToLower(x.Header.Get("Content-Type")), "charset="), hasMark(body):
		return ""
	case kind == "text/html" && !named && isASCII(body):
		return CharsetUnsaid
	case kind == "text/html" && !named, kind == "text/plain" && !isASCII(body):
		return CharsetMissing
	}
	return ""
}

// isJSONBody reports a whole body that is an object or a list of JSON.
func isJSONBody(x *crawl.Exchange, body []byte) bool {
	trimmed := bytes.TrimSpace(body)
	return len(trimmed) > 1 && (trimmed[0] == '{' || trimmed[0] == '[') && !x.Cut && json.Valid(trimmed)
}

// hasMark reports a byte order mark, which says what the encoding is.
func hasMark(body []byte) bool {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(body, []byte(mark)) {
			return true
		}
	}
	return false
}

func isASCII(body []byte) bool {
	return !bytes.ContainsFunc(body, func(r rune) bool { return r >= utf8.RuneSelf })
}

// ProblemFault says what is wrong with a body of problem details (RFC 9457):
// it is no object of JSON, or its status is another than that of the answer.
// It is empty for every other answer.
func ProblemFault(x *crawl.Exchange) string {
	if x.MediaType() != "application/problem+json" || x.Cut || x.Reason != "" || len(x.Body) == 0 || !x.Status.IsError() {
		return ""
	}
	var top map[string]json.RawMessage
	if json.Unmarshal(x.Body, &top) != nil || top == nil {
		return "the body is no object of JSON"
	}
	told, ok := top["status"]
	if !ok {
		return ""
	}
	var number json.Number
	if json.Unmarshal(told, &number) != nil || number.String() != x.Status.String() || told[0] == '"' {
		return fmt.Sprintf("its member status is %s", told[:min(len(told), maxMatch)])
	}
	return ""
}
