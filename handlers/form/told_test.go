package form_test

import (
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/form"
)

func toldBy(t *testing.T, body string, sent form.Form) string {
	t.Helper()
	current, ok := form.ReadTold([]byte(body), sent, form.Names{Hide: []string{"salary"}})
	var got []string
	for _, f := range current.Fields {
		got = append(got, f.Name+"="+f.Value)
	}
	if !ok && len(got) > 0 {
		t.Errorf("%s: fields of nothing: %q", body, got)
	}
	return strings.Join(got, "|")
}

func TestABodyThatCarriesTheCurrentVersionIsRead(t *testing.T) {
	sent := form.Form{Fields: []form.Field{
		{Name: "note[title]", Value: "Mine"}, {Name: "body", Value: "My text"}, {Name: "count", Value: "1"}, {Name: "salary", Value: "9"},
	}}
	for name, c := range map[string]struct{ body, want string }{
		"beside the version":  {`{"current_version":"3","current":{"title":"Theirs","body":"Their\r\ntext","count":1.50}}`, "note[title]=Theirs|body=Their\ntext|count=1.50"},
		"inside an error":     {`{"error":{"code":"conflict","details":{"server":{"body":"Deep"}}}}`, "body=Deep"},
		"the richer one":      {`{"server":{"body":"a"},"latest":{"body":"b","title":"c"}}`, "note[title]=c|body=b"},
		"what is hidden":      {`{"entity":{"salary":"99","body":"b"}}`, "body=b"},
		"no such object":      {`{"body":"b","title":"c"}`, ""},
		"nothing in common":   {`{"current":{"id":"7"}}`, ""},
		"a version only":      {`{"current":"7"}`, ""},
		"switches and lists":  {`{"current":{"body":true,"title":["a"],"count":null}}`, ""},
		"too deep":            {`{"a":{"b":{"c":{"d":{"current":{"body":"b"}}}}}}`, ""},
		"no JSON":             {`<current><body>b</body></current>`, ""},
		"an array at the top": {`[{"current":{"body":"b"}}]`, ""},
		"a secret as a value": {`{"current":{"body":"4111 1111 1111 1111"}}`, ""},
	} {
		if got := toldBy(t, c.body, sent); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func FuzzReadTold(f *testing.F) {
	f.Add(`{"current":{"body":"b"}}`)
	f.Add(`{"a":[{"current":{"body":1e999}}],"latest":{}}`)
	sent := form.Form{Fields: []form.Field{{Name: "body", Value: "x"}}}
	f.Fuzz(func(t *testing.T, body string) {
		current, ok := form.ReadTold([]byte(body), sent, form.Names{Hide: []string{"body"}})
		if len(current.Fields) > 0 {
			t.Errorf("a hidden field is told: %v, %v", current, ok)
		}
	})
}
