package config

import "strings"

// Glob is a pattern of paths: * stands for text within a segment, ** for text
// across segments, ? for one character. The zero Glob is none.
type Glob string

const globForms = "globs are written /basket/*, /admin/** or /page?.html"

// UnmarshalText reads a glob.
func (g *Glob) UnmarshalText(b []byte) error {
	in := string(b)
	switch {
	case !strings.HasPrefix(in, "/") && !strings.HasPrefix(in, "*"):
		return refuse("write /"+in+"; "+globForms, "the glob %q does not begin with /", in)
	case strings.Contains(in, "***"):
		return refuse(globForms, "the glob %q has three stars in a row", in)
	case strings.ContainsAny(in, "[]{}"):
		return refuse("a list holds one glob for each case; a bracket of the path is written %5B or %7B",
			"the glob %q has brackets, which stand for nothing", in)
	case strings.ContainsAny(in, "# \t\\"):
		return refuse("a blank is written %20; what follows # or ? in an address is no part of the path",
			"the glob %q has a character that no path has", in)
	case strings.Contains(in, "://"), strings.Contains(in, "?") && strings.Contains(in, "="):
		return refuse("leave scheme, host and query out; "+globForms, "the glob %q is an address, not a path", in)
	}
	*g = Glob(in)
	return nil
}
