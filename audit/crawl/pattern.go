package crawl

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// patterns compiles globs, in which a star stands for anything and a question
// mark for one character, and expressions of RE2 behind "re:". A glob without
// a question mark is held against the path, also when a query follows.
func patterns(list []string) ([]*regexp.Regexp, error) {
	var out []*regexp.Regexp
	for _, p := range list {
		expression, raw := strings.CutPrefix(p, "re:")
		if !raw {
			expression = "^" + glob(p) + `(\?.*)?$`
		}
		compiled, err := regexp.Compile(expression)
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", p, err)
		}
		out = append(out, compiled)
	}
	return out, nil
}

func glob(p string) string {
	return strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(p))
}

func matches(list []*regexp.Regexp, s string) bool {
	return slices.ContainsFunc(list, func(p *regexp.Regexp) bool { return p.MatchString(s) })
}

// ParamFilter takes parameters that mean nothing out of addresses. The zero
// filter takes out none.
type ParamFilter struct{ names []*regexp.Regexp }

// NewParamFilter makes a filter of names and globs.
func NewParamFilter(names []string) (ParamFilter, error) {
	var f ParamFilter
	for _, name := range names {
		compiled, err := regexp.Compile("^" + glob(name) + "$")
		if err != nil {
			return f, fmt.Errorf("parameter %q: %w", name, err)
		}
		f.names = append(f.names, compiled)
	}
	return f, nil
}

// Apply returns the address without these parameters. Nothing else changes.
func (f ParamFilter) Apply(a Address) Address {
	if len(f.names) == 0 {
		return a
	}
	a.Key, a.Raw = f.cut(a.Key), f.cut(a.Raw)
	return a
}

func (f ParamFilter) cut(url string) string {
	path, query, found := strings.Cut(url, "?")
	if !found {
		return url
	}
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if !matches(f.names, name) {
			kept = append(kept, pair)
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + strings.Join(kept, "&")
}
