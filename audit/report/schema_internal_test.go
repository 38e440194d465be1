package report

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/problem"
)

// Update is shared with the tests outside of the package.
var Update = flag.Bool("update", false, "write schema.json and the golden reports")

const schemaID = "https://github.com/seed-3913a1bb/signpost/raw/main/audit/report/schema.json"

// lineKinds are the kinds of JSON lines and what their values are.
var lineKinds = []struct {
	kind string
	of   reflect.Type
}{
	{"run", reflect.TypeFor[runRecord]()},
	{"suspect", reflect.TypeFor[audit.Suspect]()},
	{"host_change", reflect.TypeFor[audit.HostChange]()},
	{"site", reflect.TypeFor[audit.SiteInfo]()},
	{"finding", reflect.TypeFor[audit.Finding]()},
	{"ignored", reflect.TypeFor[audit.Ignored]()},
	{"ignore", reflect.TypeFor[audit.IgnoreUse]()},
	{"group", reflect.TypeFor[audit.Group]()},
	{"unverified", reflect.TypeFor[audit.Unverified]()},
	{"check_run", reflect.TypeFor[string]()},
	{"skipped_check", reflect.TypeFor[rule.Skipped]()},
	{"redirect", reflect.TypeFor[audit.Redirect]()},
	{"template", reflect.TypeFor[audit.TemplateTally]()},
	{"discovery", reflect.TypeFor[audit.DiscoveryPoint]()},
	{"probe", reflect.TypeFor[audit.Probed]()},
	{"error_page", reflect.TypeFor[audit.ErrorDesign]()},
	{"variant", reflect.TypeFor[audit.Varied]()},
	{"conditional", reflect.TypeFor[audit.Conditional]()},
	{"section", reflect.TypeFor[audit.TemplateTally]()},
	{"depth", reflect.TypeFor[audit.DepthTally]()},
	{"host", reflect.TypeFor[crawl.HostStats]()},
	{"limit_reached", reflect.TypeFor[audit.LimitReached]()},
	{"compare", reflect.TypeFor[audit.Comparison]()},
	{"gate", reflect.TypeFor[audit.Gate]()},
	{"summary", reflect.TypeFor[summaryRecord]()},
}

func TestTheCommittedSchemaIsThatOfTheTypes(t *testing.T) {
	got := generateSchema(t)
	if *Update {
		if err := os.WriteFile("schema.json", got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(got) != schema {
		t.Error("schema.json is stale: run `make gen`")
	}
}

// generateSchema reflects the types, with their comments as descriptions.
func generateSchema(t *testing.T) []byte {
	t.Helper()
	r := &jsonschema.Reflector{Anonymous: true, AllowAdditionalProperties: true, Mapper: wordsOf(t)}
	if err := r.AddGoComments("github.com/seed-3913a1bb/signpost/audit", ".."); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"audit", "audit/crawl", "audit/rule", "audit/report"} {
		addLineComments(t, r.CommentMap, dir)
	}
	root := r.Reflect(&audit.Report{})
	root.ID, root.Title = schemaID, "Report of signpost audit"
	nullable(root.Definitions, reflect.TypeFor[audit.Report](), map[reflect.Type]bool{})
	line := &jsonschema.Schema{Description: "Line is one line of the form jsonl."}
	for _, k := range lineKinds {
		value := r.ReflectFromType(k.of)
		for name, def := range value.Definitions {
			if root.Definitions[name] == nil {
				root.Definitions[name] = def
				nullable(root.Definitions, k.of, map[reflect.Type]bool{})
			}
		}
		value.Version, value.Definitions = "", nil
		properties := jsonschema.NewProperties()
		properties.Set("type", &jsonschema.Schema{Const: k.kind})
		properties.Set("value", value)
		line.OneOf = append(line.OneOf, &jsonschema.Schema{Type: "object", Properties: properties, Required: []string{"type", "value"}})
	}
	root.Definitions["Line"] = line
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// addLineComments adds the comments behind fields, which the reflector knows
// only when they stand before them.
func addLineComments(t *testing.T, comments map[string]string, dir string) {
	t.Helper()
	for _, file := range sources(t, filepath.Join("../..", dir)) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if fields, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range fields.Fields.List {
					for _, name := range f.Names {
						if text := strings.TrimSpace(f.Comment.Text()); text != "" {
							comments["github.com/seed-3913a1bb/signpost/"+dir+"."+spec.Name.Name+"."+name.Name] = text
						}
					}
				}
			}
			return false
		})
	}
}

// nullable lets pointers be null, in a type and those below it.
func nullable(defs jsonschema.Definitions, t reflect.Type, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return
	}
	seen[t] = true
	for _, f := range reflect.VisibleFields(t) {
		nullable(defs, f.Type, seen)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		def := defs[t.Name()]
		if f.Type.Kind() != reflect.Pointer || def == nil || def.Properties == nil {
			continue
		}
		if value, ok := def.Properties.Get(name); ok && value.AnyOf == nil {
			inner := *value
			inner.Description = ""
			def.Properties.Set(name, &jsonschema.Schema{Description: value.Description, AnyOf: []*jsonschema.Schema{&inner, {Type: "null"}}})
		}
	}
}

// closed are the types whose values are a closed set of words, and where their
// constants stand. Those of the second list may be empty.
var closed = map[reflect.Type]string{
	reflect.TypeFor[rule.Severity]():            "../rule",
	reflect.TypeFor[rule.Confidence]():          "../rule",
	reflect.TypeFor[audit.FindingState]():       "..",
	reflect.TypeFor[audit.State]():              "..",
	reflect.TypeFor[audit.HostState]():          "..",
	reflect.TypeFor[audit.ConditionalVerdict](): "..",
	reflect.TypeFor[rule.ProbeVerdict]():        "../rule",
	reflect.TypeFor[rule.Dimension]():           "../rule",
	reflect.TypeFor[robots.Kind]():              "../robots",
	reflect.TypeFor[problem.BodyClass]():        "../../problem",
	reflect.TypeFor[crawl.SitemapKind]():        "../crawl",
	reflect.TypeFor[crawl.Reason]():             "../crawl",
}

var mayBeEmpty = map[reflect.Type]bool{reflect.TypeFor[crawl.Reason](): true, reflect.TypeFor[crawl.SitemapKind](): true, reflect.TypeFor[problem.BodyClass](): true}

// wordsOf gives the types of closed their words, read from the source.
func wordsOf(t *testing.T) func(reflect.Type) *jsonschema.Schema {
	all := map[reflect.Type]*jsonschema.Schema{}
	for typ, dir := range closed {
		words := constants(t, dir, typ.Name())
		if len(words) == 0 {
			t.Fatalf("no constants of %s in %s", typ, dir)
		}
		if mayBeEmpty[typ] {
			words = append(words, "")
		}
		all[typ] = &jsonschema.Schema{Type: "string", Enum: words}
	}
	all[reflect.TypeFor[rule.Past]()] = &jsonschema.Schema{Type: "string", ContentEncoding: "base64"}
	all[reflect.TypeFor[audit.Keys]()] = &jsonschema.Schema{Type: "string", ContentEncoding: "base64"}
	return func(typ reflect.Type) *jsonschema.Schema {
		if s := all[typ]; s != nil {
			twin := *s
			return &twin
		}
		return nil
	}
}

// constants lists the values of the constants of a type, in the order of the
// source.
func constants(t *testing.T, dir, typeName string) (words []any) {
	t.Helper()
	for _, file := range sources(t, dir) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if of, ok := spec.Type.(*ast.Ident); !ok || of.Name != typeName || len(spec.Values) == 0 {
				return true
			}
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if word, err := strconv.Unquote(literal.Value); err == nil {
					words = append(words, word)
				}
			}
			return true
		})
	}
	return words
}

// sources are the parsed Go files of a folder.
func sources(t *testing.T, dir string) (out []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, file)
	}
	return out
}
