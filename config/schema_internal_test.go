package config

import (
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
)

var update = flag.Bool("update", false, "write schema.json and the golden messages")

const schemaID = "https://github.com/seed-3913a1bb/signpost/raw/main/config/schema.json"

func TestTheCommittedSchemaIsThatOfTheTypes(t *testing.T) {
	got := generateSchema(t)
	if *update {
		if err := os.WriteFile("schema.json", got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(got) != schema {
		t.Error("schema.json is stale: run `make gen`")
	}
}

// generateSchema reflects the types, and adds what their tags say.
func generateSchema(t *testing.T) []byte {
	t.Helper()
	r := &jsonschema.Reflector{
		FieldNameTag: "yaml", RequiredFromJSONSchemaTags: true, BaseSchemaID: "", Anonymous: true,
		Mapper: schemaOfText,
	}
	if err := r.AddGoComments("github.com/seed-3913a1bb/signpost/config", "."); err != nil {
		t.Fatal(err)
	}
	root := r.Reflect(&File{})
	root.ID = schemaID
	root.Title = "Signpost configuration"
	refine(root.Definitions, reflect.TypeFor[File](), map[reflect.Type]bool{})
	alternatives(root.Definitions)
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// placeholderSchema stands beside every value that is no free text.
func placeholderSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Pattern: `\$\{`}
}

func anyOf(schemas ...*jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: schemas}
}

func textForm(pattern string) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", Pattern: `\$\{|` + pattern}
}

// forms are the patterns of the types that are written as a text.
var forms = map[reflect.Type]string{
	reflect.TypeFor[Duration]():      `^([0-9]+(\.[0-9]+)?(ms|s|m|h|d))+$`,
	reflect.TypeFor[Size]():          `^[0-9]+(B|KiB|MiB|GiB)$`,
	reflect.TypeFor[SizeRange]():     `^((<=|>=|<|>)?[0-9]+(B|KiB|MiB|GiB)|[0-9]+(B|KiB|MiB|GiB)-[0-9]+(B|KiB|MiB|GiB))$`,
	reflect.TypeFor[Share]():         `^[0-9]+(\.[0-9]+)?%$`,
	reflect.TypeFor[Rate]():          `^[0-9]+/(s|min|h)$`,
	reflect.TypeFor[Network]():       `^[0-9a-fA-F.:]+(/[0-9]{1,3})?$`,
	reflect.TypeFor[Glob]():          `^[/*]`,
	reflect.TypeFor[Method]():        `^[A-Z][A-Z-]*$`,
	reflect.TypeFor[MediaType]():     `^[^/ ;]+/[^/ ;]+$`,
	reflect.TypeFor[HeaderGlob]():    `^[!#$%&'*+.^_|~0-9A-Za-z-]+$`,
	reflect.TypeFor[Color]():         `^#[0-9a-fA-F]{6}$`,
	reflect.TypeFor[Href]():          `^(/|https?://|mailto:|tel:)`,
	reflect.TypeFor[AllowedOrigin](): `^(\*|https?://[^/]+)$`,
	reflect.TypeFor[WebOrigin]():     `^https?://[^/]+$`,
	reflect.TypeFor[ServerURL]():     `^https?://`,
	reflect.TypeFor[Pointer]():       `^/`,
	reflect.TypeFor[Moment]():        `^[0-9]{4}-[0-9]{2}-[0-9]{2}`,
	reflect.TypeFor[Wait]():          `^(until-end|([0-9]+(\.[0-9]+)?(ms|s|m|h|d))+)$`,
	reflect.TypeFor[RetryReason]():   `^(connect-error|reset-before-answer|409|5[0-9x][0-9x].*)$`,
}

const statusForm = `^!?[1-5]([xX]{2}|[0-9]{2}(-[1-5][0-9]{2})?)$`

func schemaOfText(t reflect.Type) *jsonschema.Schema {
	if form, ok := forms[t]; ok {
		s := textForm(form)
		if t == reflect.TypeFor[RetryReason]() {
			return anyOf(s, &jsonschema.Schema{Type: "integer", Minimum: "500", Maximum: "599"})
		}
		return s
	}
	number := &jsonschema.Schema{Type: "integer", Minimum: "100", Maximum: "599"}
	one := anyOf(number, textForm(statusForm))
	switch t {
	case reflect.TypeFor[Status]():
		return anyOf(number, textForm(`^[1-5][0-9]{2}$`))
	case reflect.TypeFor[StatusSet]():
		return anyOf(number, textForm(statusForm), &jsonschema.Schema{Type: "array", Items: one})
	case reflect.TypeFor[Texts]():
		text := &jsonschema.Schema{Type: "string"}
		return anyOf(text, &jsonschema.Schema{Type: "array", Items: text})
	case reflect.TypeFor[Host](), reflect.TypeFor[Language](), reflect.TypeFor[Regexp](), reflect.TypeFor[Path](), reflect.TypeFor[CacheControl]():
		return &jsonschema.Schema{Type: "string"}
	case reflect.TypeFor[StatusMap]():
		return anyOf(&jsonschema.Schema{Const: recommended}, &jsonschema.Schema{Type: "object", AdditionalProperties: one})
	}
	return nil
}

// refine adds words, bounds, defaults and single values to the properties of a
// type and of those below it.
func refine(defs jsonschema.Definitions, t reflect.Type, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	def := defs[t.Name()]
	if t.Kind() != reflect.Struct || seen[t] || def == nil || def.Properties == nil {
		return
	}
	seen[t] = true
	for _, k := range keysOf(t) {
		prop, ok := def.Properties.Get(k.name)
		if !ok {
			panic("no property " + t.Name() + "." + k.name)
		}
		def.Properties.Set(k.name, refined(prop, k, t.FieldByIndex(k.index).Name))
		if k.required {
			def.Required = append(def.Required, k.name)
		}
		refine(defs, k.typ, seen)
	}
}

func refined(prop *jsonschema.Schema, k typeKey, goName string) *jsonschema.Schema {
	description := prop.Description
	if rest, ok := strings.CutPrefix(description, goName); ok && strings.HasPrefix(strings.TrimLeft(rest, ":,."), " ") {
		description = k.name + rest
	}
	prop.Description = ""
	value := prop
	if k.typ.Kind() == reflect.Slice && prop.Items != nil {
		prop.Items = withWords(prop.Items, k)
		if k.one {
			value = anyOf(prop.Items, &jsonschema.Schema{Type: "array", Items: prop.Items})
		}
	} else {
		value = withWords(prop, k)
	}
	out := *value
	out.Description = description
	if k.has {
		out.Default = defaultOf(k)
	}
	return &out
}

func withWords(s *jsonschema.Schema, k typeKey) *jsonschema.Schema {
	switch {
	case len(k.words) > 0:
		return wordsSchema(k.words)
	case s.Type == "integer":
		s.Minimum, s.Maximum = json.Number(k.min), json.Number(k.max)
		return anyOf(s, placeholderSchema())
	case s.Type == "boolean":
		return anyOf(s, placeholderSchema())
	case k.off:
		return anyOf(s, &jsonschema.Schema{Const: false})
	}
	return s
}

func wordsSchema(words []string) *jsonschema.Schema {
	var fixed []any
	var open []*jsonschema.Schema
	for _, w := range words {
		if prefix, named := strings.CutSuffix(w, "NAME"); named {
			open = append(open, textForm("^"+prefix+"."))
			continue
		}
		fixed = append(fixed, w)
	}
	if slices.Contains(words, "off") {
		fixed = append(fixed, false)
	}
	return anyOf(append([]*jsonschema.Schema{{Enum: fixed}, placeholderSchema()}, open...)...)
}

func defaultOf(k typeKey) any {
	switch indirect(k.typ).Kind() {
	case reflect.Bool:
		return k.preset == "true"
	case reflect.Int:
		n, err := strconv.Atoi(k.preset)
		if err != nil {
			panic(err)
		}
		return n
	case reflect.Slice:
		return strings.Split(k.preset, ",")
	}
	return k.preset
}

// alternatives adds the short forms of the types that are a word or a block.
func alternatives(defs jsonschema.Definitions) {
	widen := func(name string, short ...*jsonschema.Schema) {
		long := *defs[name]
		defs[name] = &jsonschema.Schema{Description: long.Description, AnyOf: append(short, &long)}
		long.Description = ""
	}
	server := textForm(forms[reflect.TypeFor[ServerURL]()])
	widen("Upstream", server, &jsonschema.Schema{Type: "array", Items: server})
	widen("Then", &jsonschema.Schema{Const: pass})
	widen("CORS", &jsonschema.Schema{Enum: []any{CORSMirror, CORSOff, false}})
}
