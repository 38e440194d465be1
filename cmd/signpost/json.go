package main

import (
	"encoding/json"
	"io"
)

// writeJSON writes v as indented JSON, without escaping < and > for HTML.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// orNull turns the empty string into JSON's null.
func orNull[T ~string](s T) *string {
	if s == "" {
		return nil
	}
	return new(string(s))
}
