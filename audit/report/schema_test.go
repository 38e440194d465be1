package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/report"
)

// judge compiles a JSON schema; it also judges formats such as that of a URI.
func judge(t *testing.T, schema string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// complaint is what a schema has against a JSON text; nil for nothing.
func complaint(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

// altered is a JSON object after a change.
func altered(t *testing.T, text string, change func(map[string]any)) string {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	change(root)
	out, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// inside walks to an object below objects and first elements of lists.
func inside(v any, path ...string) map[string]any {
	for _, step := range path {
		v = v.(map[string]any)[step]
		if list, ok := v.([]any); ok {
			v = list[0]
		}
	}
	return v.(map[string]any)
}

func officialSarif(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	return judge(t, string(raw))
}

func TestEveryReportIsWhatItsSchemaSays(t *testing.T) {
	schema := judge(t, report.Schema())
	for name, r := range reports(t) {
		if err := complaint(t, schema, written(t, "json", r, report.Options{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSchemaOfReportsRefusesWhatIsWrong(t *testing.T) {
	schema := judge(t, report.Schema())
	good := written(t, "json", everything(), report.Options{})
	for name, change := range map[string]func(map[string]any){
		"a missing key":                func(root map[string]any) { delete(root, "skipped_checks") },
		"a finding without address":    func(root map[string]any) { delete(inside(root, "findings"), "url") },
		"an unknown severity":          func(root map[string]any) { inside(root, "findings")["severity"] = "note" },
		"an unknown reason":            func(root map[string]any) { inside(root, "findings")["reason"] = "bad luck" },
		"null where a list must be":    func(root map[string]any) { root["groups"] = nil },
		"a count in words":             func(root map[string]any) { inside(root, "summary")["urls"] = "many" },
		"null where nothing is absent": func(root map[string]any) { root["gate"] = nil },
		"a moment without date":        func(root map[string]any) { inside(root, "run")["ended"] = "noon" },
	} {
		if complaint(t, schema, altered(t, good, change)) == nil {
			t.Errorf("the schema accepts %s", name)
		}
	}
	later := altered(t, good, func(root map[string]any) { root["of_a_later_version"] = true })
	if err := complaint(t, schema, later); err != nil {
		t.Errorf("a new key, which may come under one version, is refused: %v", err)
	}
}

// linesSchema is the part of the schema that is about one line.
func linesSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	return judge(t, altered(t, report.Schema(), func(root map[string]any) { root["$ref"] = "#/$defs/Line" }))
}

func TestEveryJSONLineIsWhatItsSchemaSays(t *testing.T) {
	schema := linesSchema(t)
	for name, r := range reports(t) {
		var out bytes.Buffer
		lines := report.NewLines(&out)
		lines.Begin(r.Tool, r.Run)
		lines.Suspect(audit.Suspect{URL: nasty, Status: 404})
		lines.Host(audit.HostChange{Host: "shop.example", State: audit.HostPaused, Reason: "rate-limited"})
		if err := lines.End(r); err != nil {
			t.Fatal(err)
		}
		kinds := map[string]bool{}
		for line := range strings.Lines(out.String()) {
			if err := complaint(t, schema, line); err != nil {
				t.Errorf("%s: %s: %v", name, line, err)
			}
			kinds[decodedLine(t, line)["type"].(string)] = true
		}
		if !kinds["run"] || !kinds["suspect"] || !kinds["host_change"] || !kinds["summary"] || name == "hostile" && len(kinds) < 25 {
			t.Errorf("%s: only %v", name, kinds)
		}
	}
	for _, bad := range []string{`{"type":"finding","value":{}}`, `{"type":"mystery","value":1}`, `{"value":"link-4xx"}`, `{"type":"check_run","value":7}`} {
		if complaint(t, schema, bad) == nil {
			t.Errorf("the schema accepts the line %s", bad)
		}
	}
}

func decodedLine(t *testing.T, line string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(line), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
