package robots

import "strings"

// rootPath is the path of an address without one.
const rootPath = "/"

// pathOf cuts scheme, authority and fragment from an address; the query stays.
// A text without a scheme counts as host and path, and what has no path at all
// has the path "/". It never fails: any text is some address.
func pathOf(url string) string {
	url, _, _ = strings.Cut(url, "#")
	rest := strings.TrimPrefix(url, "//")
	if scheme := strings.Index(rest, "://"); scheme >= 0 && scheme <= firstOf(rest) {
		rest = rest[scheme+len("://"):]
	}
	start := firstOf(rest)
	switch {
	case start == len(rest):
		return rootPath
	case rest[start] == '/':
		return rest[start:]
	default:
		return rootPath + rest[start:]
	}
}

// firstOf is the index of the first byte that can begin a path, parameters or
// a query, or the length of s.
func firstOf(s string) int {
	if i := strings.IndexAny(s, "/?;"); i >= 0 {
		return i
	}
	return len(s)
}
