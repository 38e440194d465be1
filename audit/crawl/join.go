package crawl

import "strings"

// plain marks the bytes that a reference may have to be joined to its base as
// it is: nothing is encoded, decoded, or means a scheme.
var plain = func() (set [256]bool) {
	for c := range set {
		set[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	for _, c := range []byte("-._~/?=&+,;!$()*@") {
		set[c] = true
	}
	return set
}()

// join resolves the references that most links are, such as "../a/b.html?c",
// without a parser. It returns false for all that need one.
func (b *Base) join(ref string) (Address, bool) {
	if b.origin == "" || ref == "" {
		return Address{}, false
	}
	if rest, own := strings.CutPrefix(ref, b.origin); own && strings.HasPrefix(rest, "/") {
		ref = rest
	}
	for i := range len(ref) {
		if !plain[ref[i]] {
			return Address{}, false
		}
	}
	if strings.HasPrefix(ref, "//") || strings.HasSuffix(ref, "?") {
		return Address{}, false
	}
	raw, key := b.dir, b.dirKey
	switch {
	case ref[0] == '/':
		raw, key = "/", "/"
		ref = ref[1:]
	case ref[0] == '?':
		raw, key = b.path, b.pathKey
	}
	for len(ref) > 0 && ref[0] == '.' {
		if rest, same := strings.CutPrefix(ref, "./"); same {
			ref = rest
			continue
		}
		rest, up := strings.CutPrefix(ref, "../")
		if !up {
			return Address{}, false
		}
		ref, raw, key = rest, parent(raw), parent(key)
	}
	if path, _, _ := strings.Cut(ref, "?"); strings.Contains(path, "/.") || strings.HasPrefix(path, ".") {
		return Address{}, false
	}
	a := Address{Raw: b.origin + raw + ref, Scheme: b.scheme, Host: b.host}
	a.Key = a.Raw
	if raw != key {
		a.Key = b.origin + key + ref
	}
	return a, true
}

// parent is the folder above one that ends in a slash; that of the root is the
// root.
func parent(dir string) string {
	if len(dir) < 2 {
		return dir
	}
	return dir[:strings.LastIndexByte(dir[:len(dir)-1], '/')+1]
}

// prepare takes from an address what join needs.
func (b *Base) prepare(a Address) {
	origin := a.Raw[:len(a.Scheme)+len("://")+len(a.Host)]
	path, _, _ := strings.Cut(a.Raw[len(origin):], "?")
	b.origin, b.scheme, b.host = origin, a.Scheme, a.Host
	b.path, b.pathKey = path, a.Path()
	b.dir = path[:strings.LastIndexByte(path, '/')+1]
	b.dirKey = b.pathKey[:strings.LastIndexByte(b.pathKey, '/')+1]
}
