// Package config reads the one configuration file of Signpost, strictly, and
// with it the environment and the flags.
//
//	loaded, err := config.Load(config.Source{File: "signpost.yaml"})
//	if err != nil {
//		fmt.Fprint(os.Stderr, err) // every mistake: place, line, hint
//	}
//	fmt.Println(loaded.File.Sites[0].Host)
//
// The way of a value: parse (YAML to a tree of our own), overlay (environment
// and flags), inherit (defaults into each site), interpolate and decode (the
// tree into the types, by their tags), check (what one value cannot tell).
// Nothing stops at the first mistake, and each value knows where it came from.
//
// The types are the reference of the file: their comments are the descriptions
// of the JSON Schema, their tags its defaults and words.
package config
