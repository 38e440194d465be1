package config

import (
	_ "embed"
)

// SchemaName is the file beside a configuration that its first line names.
const SchemaName = "signpost.schema.json"

//go:embed starter.yaml
var starter string

//go:embed schema.json
var schema string

// Starter is a commented configuration file to begin with. Its first line
// names the schema for editors.
func Starter() string { return starter }

// Schema is the JSON Schema (2020-12) of the file, made from the types.
func Schema() string { return schema }
