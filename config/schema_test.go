package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/seed-3913a1bb/signpost/config"
)

// compiled is the committed schema, ready to judge.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(config.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance reads YAML as an editor does before it asks the schema.
func instance(t *testing.T, text []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return jsonLike(v)
}

// jsonLike turns the values of YAML into those of JSON: every key is a text.
func jsonLike(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			v[k] = jsonLike(inner)
		}
	case map[any]any:
		m := map[string]any{}
		for k, inner := range v {
			m[fmt.Sprint(k)] = jsonLike(inner)
		}
		return m
	case []any:
		for i := range v {
			v[i] = jsonLike(v[i])
		}
	case uint64:
		return int(v)
	}
	return v
}

func TestGoodFilesFitTheSchema(t *testing.T) {
	s := compiled(t)
	for _, file := range goodFiles(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(instance(t, text)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	if err := s.Validate(instance(t, []byte(config.Starter()))); err != nil {
		t.Errorf("the starter: %v", err)
	}
}

// What the schema can know it must refuse as the loader does.
func TestTheSchemaRefusesWhatTheLoaderRefuses(t *testing.T) {
	s := compiled(t)
	for _, name := range []string{
		"unknown-keys", "missing-required", "wrong-types", "units", "reserved-keys", "rate-limits",
		"words", "globs", "brand", "status-ranges", "recognisers", "retry",
	} {
		text, err := os.ReadFile(filepath.Join("testdata", "bad", name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(instance(t, text)) == nil {
			t.Errorf("%s fits the schema", name)
		}
	}
}

// Every word and every default of the schema must be one that the loader reads.
func TestEveryWordOfTheSchemaDecodes(t *testing.T) {
	doc := map[string]any{}
	if err := yaml.Unmarshal([]byte(config.Schema()), &doc); err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{}
	for _, k := range config.WordKeys() {
		for _, word := range k.Words {
			tried[word] = true
			word = strings.Replace(word, "NAME", "X-Some", 1)
			if err := config.DecodeWord(k, word); err != nil {
				t.Errorf("%s: %s: %v", k.Path, word, err)
			}
		}
		if config.DecodeWord(k, "no-such-word") == nil {
			t.Errorf("%s takes any word", k.Path)
		}
	}
	inSchema := enums(doc)
	if len(inSchema) == 0 {
		t.Error("the schema has no words")
	}
	for _, word := range inSchema {
		if !tried[word] {
			t.Errorf("%s stands in the schema and was not tried", word)
		}
	}
}

// enums lists the words of the closed sets below a value of the schema.
func enums(v any) (words []string) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if list, ok := inner.([]any); ok && key == "enum" {
				for _, w := range list {
					if word, ok := w.(string); ok {
						words = append(words, word)
					}
				}
				continue
			}
			words = append(words, enums(inner)...)
		}
	case []any:
		for _, inner := range v {
			words = append(words, enums(inner)...)
		}
	}
	return words
}
