package gate

import "slices"

// Scope says which visits a gate looks at. The zero Scope covers all.
type Scope struct {
	Path    func(path string) bool // of the normalised path; nil: any
	Methods []string               // as sent; none: any
}

// covers reports whether both conditions hold.
func (s Scope) covers(v *Visit) bool {
	if len(s.Methods) > 0 && !slices.Contains(s.Methods, v.Request.Method) {
		return false
	}
	return s.Path == nil || s.Path(v.Path)
}

// robotsPath is never refused by a limit or by maintenance: a robots.txt that
// answers 429 or 503 stops the crawl of the whole host.
const robotsPath = "/robots.txt"
