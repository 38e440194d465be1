package config

import "fmt"

// OriginKind says which layer a value came from.
type OriginKind string

// The layers, weakest first.
const (
	FromDefault     OriginKind = "default"
	FromFile        OriginKind = "file"
	FromEnvironment OriginKind = "environment"
	FromFlag        OriginKind = "flag"
)

// Origin is the place a value came from. The zero Origin is no place.
type Origin struct {
	Kind   OriginKind
	Name   string // of the file, the variable or the flag
	Line   int    // from 1; 0 outside files
	Column int    // from 1, in characters; 0 outside files
}

// String formats the origin as "signpost.yaml:12", "SIGNPOST_LOG__LEVEL",
// "--set" or "default".
func (o Origin) String() string {
	switch {
	case o.Line > 0:
		return fmt.Sprintf("%s:%d", o.Name, o.Line)
	case o.Name != "":
		return o.Name
	default:
		return string(FromDefault)
	}
}

// place is what a mistake begins with: the origin with its column.
func (o Origin) place() string {
	if o.Line > 0 {
		return fmt.Sprintf("%s:%d:%d", o.Name, o.Line, o.Column)
	}
	return o.String()
}
