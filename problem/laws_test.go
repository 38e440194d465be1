package problem_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/problem"
)

// rewrite writes JSON again with other white space, \uXXXX for every letter,
// and one more unknown member at the end of the top object.
func rewrite(tb testing.TB, body string) string {
	tb.Helper()
	var indented bytes.Buffer
	if err := json.Indent(&indented, []byte(body), "\t", "   "); err != nil {
		tb.Fatal(err)
	}
	var out strings.Builder
	inString, escaped := false, false
	for _, r := range indented.String() {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = inString
		case r == '"':
			inString = !inString
		case inString && r < 0x80 && r != 'u':
			fmt.Fprintf(&out, `\u%04X`, r)
			continue
		}
		out.WriteRune(r)
	}
	text := strings.TrimRight(out.String(), " \t\r\n")
	if rest, ok := strings.CutSuffix(text, "}"); ok {
		text = rest + ",\r\n \"zz_unknown\" : [null, 7]\n}"
	}
	return text
}

func TestOtherSpellingOfTheSameJSONReadsTheSame(t *testing.T) {
	for _, c := range loadCorpus(t) {
		if !json.Valid([]byte(c.Body)) || strings.Contains(c.Body, `\u`) {
			continue
		}
		x := c.exchange()
		want := problem.Read(x)
		x.Body = []byte(rewrite(t, c.Body))
		if got := problem.Read(x); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: rewritten body reads\n%+v, want\n%+v", c.file, got, want)
		}
	}
}

func TestACutBodyNeverYieldsAVersionThatIsNotThere(t *testing.T) {
	for _, c := range loadCorpus(t) {
		if len(c.Body) > 4<<10 {
			continue
		}
		x := c.exchange()
		for cut := range len(c.Body) {
			x.Body = []byte(c.Body[:cut])
			p := problem.Read(x)
			for _, v := range []string{p.CurrentVersion, p.YourVersion} {
				if !strings.Contains(c.Body[:cut], v) {
					t.Fatalf("%s cut at %d: version %q is not in the body", c.file, cut, v)
				}
			}
			if !utf8.ValidString(p.Summary) {
				t.Fatalf("%s cut at %d: summary %q", c.file, cut, p.Summary)
			}
		}
	}
}

func TestAnEmptyBodyHasNoSummary(t *testing.T) {
	for _, c := range loadCorpus(t) {
		x := c.exchange()
		x.Body = nil
		if p := problem.Read(x); p.Summary != "" || p.CurrentVersion != "" || p.Resource != "" {
			t.Errorf("%s without body: %+v", c.file, p)
		}
	}
}

func TestASuccessfulReadIsNeverAConflict(t *testing.T) {
	for _, c := range loadCorpus(t) {
		x := c.exchange()
		x.Method, x.Status = http.MethodGet, 200
		if p := problem.Read(x); p.Cause != "" || p.Soft || p.Masked || p.Retryable {
			t.Errorf("%s under 200 to GET: %+v", c.file, p)
		}
	}
}

func TestReadIsAFunction(t *testing.T) {
	for _, c := range loadCorpus(t) {
		if a, b := problem.Read(c.exchange()), problem.Read(c.exchange()); !reflect.DeepEqual(a, b) {
			t.Errorf("%s: two readings differ", c.file)
		}
	}
}

// TestOurOwnDocumentsAreRead: one Signpost may stand behind another.
func TestOurOwnDocumentsAreRead(t *testing.T) {
	for _, cause := range problem.Causes() {
		d := problem.Document{Type: "https://shop.example/_signpost/problems/" + string(cause), Title: "x", Status: 409, Cause: cause}
		if cause == problem.Unknown {
			d.Type = "about:blank"
		}
		p := problem.Read(problem.Exchange{Method: "POST", Status: 409, Header: http.Header{}, Body: d.JSON()})
		if p.Cause != cause {
			t.Errorf("our own document of %q reads as %q (%s)", cause, p.Cause, p.Rule)
		}
	}
}

func TestWhereReadingRunsUndecidedIsUnknownAndElsewhereEmpty(t *testing.T) {
	const body = `{"error":{"code":"UPDATE_COLLISION","message":"Saving failed, it was modified."}}`
	const nothing = `{"message":"Nothing to see here"}`
	for _, c := range []struct {
		name   string
		method string
		status int
		body   string
		want   problem.Cause
	}{
		{"a conflict that says why", "POST", 409, body, problem.EditConflict},
		{"a conflict that does not", "POST", 409, nothing, problem.Unknown},
		{"a conflict on a read", "GET", 409, body, problem.EditConflict},
		{"a masked conflict with a code", "POST", 400, body, problem.EditConflict},
		{"a masked status without a code", "POST", 400, `{"message":"it was modified"}`, ""},
		{"a masked status on a read", "GET", 400, body, ""},
		{"a success with a code alone", "POST", 200, body, ""},
		{"an error that is never a conflict", "POST", 404, body, ""},
		{"a failure that is never a conflict", "POST", 503, body, ""},
		{"a failed dependency", "POST", 424, nothing, problem.Unknown},
	} {
		p := problem.Read(problem.Exchange{Method: c.method, Status: statusOf(c.status), Header: http.Header{}, Body: []byte(c.body)})
		if p.Cause != c.want {
			t.Errorf("%s: cause %q, want %q (%s)", c.name, p.Cause, c.want, p.Rule)
		}
		if p.Summary == "" {
			t.Errorf("%s: no summary", c.name)
		}
	}
}

func TestRetryableNeedsEvidence(t *testing.T) {
	h := func(pairs ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			h.Set(pairs[i], pairs[i+1])
		}
		return h
	}
	for _, c := range []struct {
		name   string
		status int
		header http.Header
		body   string
		want   bool
	}{
		{"the body says so", 409, h(), `{"message":"a b","retryable":true}`, true},
		{"the body denies it", 423, h("Retry-After", "5"), `{"message":"a b","retryable":false}`, false},
		{"a string is no boolean", 409, h(), `{"message":"a b","retryable":"true"}`, false},
		{"Stripe says no", 409, h("Stripe-Should-Retry", "false", "Retry-After", "5"), `{"message":"Another update is in progress"}`, false},
		{"Retry-After in seconds", 409, h("Retry-After", "5"), `{"message":"a b"}`, true},
		{"Retry-After as a date", 409, h("Retry-After", "Mon, 05 Jan 2026 10:11:12 GMT"), `{"message":"a b"}`, true},
		{"Retry-After of garbage", 409, h("Retry-After", "-5"), `{"message":"a b"}`, false},
		{"status 423", 423, h(), ``, true},
		{"a lock that a person must lift", 409, h(), `{"detail":"workspace is locked"}`, false},
		{"a key that is in use", 409, h(), `{"code":"idempotency_key_in_use"}`, true},
		{"a key that was used for something else", 409, h(), `{"code":"idempotency_key_reused","message":"The idempotency key was used with a different body"}`, false},
		{"a key that was used", 422, h(), `{"code":"idempotency_error","message":"x y"}`, false},
		{"something in progress that may need a person", 409, h(), `{"message":"The review is in progress"}`, false},
		{"an edit conflict", 409, h(), `{"message":"it was modified by another user"}`, false},
	} {
		p := problem.Read(problem.Exchange{Method: "POST", Status: statusOf(c.status), Header: c.header, Body: []byte(c.body)})
		if p.Retryable != c.want {
			t.Errorf("%s: Retryable = %v, want %v (%s %s)", c.name, p.Retryable, c.want, p.Cause, p.Rule)
		}
	}
}

func TestErrorsOfEveryStatusHaveTheirCommonMembers(t *testing.T) {
	for _, c := range []struct {
		name, body, summary, reference string
		errors                         []problem.FieldError
	}{
		{
			"RFC 9457", `{"type":"https://x.example/e","title":"Your request is not valid.","status":422,"errors":[
			{"detail":"must be a positive integer","pointer":"#/age"},{"detail":"must be green","pointer":"#/profile/color"}],"traceId":"00-abc-01"}`,
			"must be a positive integer", "00-abc-01",
			[]problem.FieldError{{"must be a positive integer", "#/age"}, {"must be green", "#/profile/color"}},
		},
		{
			"Laravel", `{"message":"The given data was invalid.","errors":{"userName":["The name is taken by a bird."]}}`,
			"The given data was invalid.", "",
			[]problem.FieldError{{"The name is taken by a bird.", "userName"}},
		},
		{
			"JSON:API", `{"errors":[{"status":"422","title":"Invalid Attribute","detail":"First name must contain two letters.","source":{"pointer":"/data/attributes/firstName"}}]}`,
			"First name must contain two letters.", "",
			[]problem.FieldError{{"First name must contain two letters.", "/data/attributes/firstName"}},
		},
		{
			"FastAPI", `{"detail":[{"loc":["body","age"],"msg":"value is not a valid integer","type":"type_error.integer"}]}`,
			"value is not a valid integer", "",
			[]problem.FieldError{{"value is not a valid integer", "/body/age"}},
		},
		{
			"Symfony", `{"title":"Validation Failed","detail":"name: This value is too short.","violations":[{"propertyPath":"name","title":"This value is too short."}]}`,
			"name: This value is too short.", "",
			[]problem.FieldError{{"This value is too short.", "name"}},
		},
		{
			"problem+xml", `<?xml version="1.0"?><problem xmlns="urn:ietf:rfc:7807"><title>No credit left</title><detail>Your balance is 30.</detail><request_id>r-7</request_id></problem>`,
			"Your balance is 30.", "r-7", nil,
		},
	} {
		p := problem.Read(problem.Exchange{Method: "POST", Status: 422, Header: http.Header{}, Body: []byte(c.body)})
		if p.Summary != c.summary || p.Reference != c.reference || !reflect.DeepEqual(p.Errors, c.errors) || p.Cause != "" {
			t.Errorf("%s: %+v", c.name, p)
		}
	}
}

func TestHostileBodiesAreReadWithinTheLimits(t *testing.T) {
	const conflict = `"reason":"Document update conflict."`
	for name, body := range map[string]string{
		"100,000 levels":    `{"error":"conflict",` + conflict + `,"a":` + strings.Repeat("[", 100_000),
		"levels of objects": `{"error":"conflict",` + conflict + `,"a":` + strings.Repeat(`{"a":`, 100_000),
		"many members":      `{"error":"conflict",` + conflict + strings.Repeat(`,"a":1`, 100_000) + "}",
		"repeated keys":     `{"error":"conflict",` + conflict + `,"error":"x","reason":"y z"}`,
		"invalid UTF-8":     `{"error":"conflict",` + conflict + ",\"a\":\"\xff\xfe\xed\xa0\x80\"}",
		"lone surrogates":   `{"error":"conflict",` + conflict + `,"a":"\ud800 \udc00 \ud800A"}`,
	} {
		p := problem.Read(problem.Exchange{Method: "PUT", Status: 409, Header: http.Header{}, Body: []byte(body)})
		if p.Cause != problem.EditConflict || p.Summary != "Document update conflict." {
			t.Errorf("%s: %q %q", name, p.Cause, p.Summary)
		}
	}
	long := `{"detail":"` + strings.Repeat("word ", 200_000) + `"}`
	if p := problem.Read(problem.Exchange{Method: "PUT", Status: 409, Header: http.Header{}, Body: []byte(long)}); len(p.Summary) > 4<<10 {
		t.Errorf("1 MB detail: summary of %d bytes", len(p.Summary))
	}
	for name, body := range worstBodies() {
		p := problem.Read(problem.Exchange{Method: "PUT", Status: 409, Header: http.Header{}, Body: []byte(body)})
		if len(p.Summary) > 4<<10 || len(p.Errors) > 20 || len(p.UpstreamSteps) > 6 {
			t.Errorf("%s: limits not held", name)
		}
	}
}

func TestXMLReadsNothingExternal(t *testing.T) {
	body := `<?xml version="1.0"?><!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "boom boom">]><Error><Code>BucketNotEmpty</Code><Message>a &y; &x; b</Message></Error>`
	p := problem.Read(problem.Exchange{Method: "DELETE", Status: 409, Header: http.Header{}, Body: []byte(body)})
	if p.Cause != problem.StateConflict || strings.Contains(p.Summary, "boom") || strings.Contains(p.Summary, "root:") {
		t.Errorf("%+v", p)
	}
}
