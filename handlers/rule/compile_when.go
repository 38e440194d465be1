package rule

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"

	"golang.org/x/net/http/httpguts"
)

// The closed sets of a When.
var (
	origins = []string{"own", "upstream"}
	clients = []string{"navigation", "fetch", "asset", "machine", "undeclared"}
	bodies  = []string{"empty", "default", "bare", "machine", problemDocument, "leak", "rich", "opaque"}

	allErrors = status.MustParseSet("4xx,5xx")
	allCodes  = status.MustParseSet("1xx,2xx,3xx,4xx,5xx")
	// touchable leaves out interim answers and 304, which are no error under any
	// condition.
	touchable = status.MustParseSet("2xx,3xx,4xx,5xx,!304")
)

const (
	maxAny     = 3 // levels of any
	maxEntries = 1000
)

// compiler turns one When into a condition.
type compiler struct {
	*report
	key    string // of the When: "when", "when.any[0]", …
	level  int
	origin bool // a condition around this one names the origin
}

// compile checks a When. inherited are the statuses of a condition that names
// none.
func (c compiler) compile(w *When, inherited status.Set) condition {
	out := condition{
		methods:  c.methods(w.Method),
		hosts:    c.wordGlobs(c.key+".host", w.Host),
		paths:    c.globs(c.key+".path", w.Path, CompileGlob),
		response: c.fields("response_header", w.ResponseHeader),
		types:    c.wordGlobs(c.key+".content_type", w.ContentType),
		clients:  w.Client,
		request:  c.requestFields(w.RequestHeader),
		networks: c.networks(w.Network),
		bodies:   w.Body,
		titles:   c.wordGlobs(c.key+".title", w.Title),
		causes:   w.Cause,
	}
	c.words(c.key+".client", w.Client, clients)
	c.words(c.key+".body", w.Body, bodies)
	c.causes(w.Cause)
	c.size(&out, w.Size)
	c.origins(&out, w)
	c.status(&out, w, inherited)
	c.any(&out, w, inherited)
	c.limits(w)
	out.needsBody = out.needsBody || out.hasSize || len(w.Body)+len(w.Title)+len(w.Cause) > 0
	out.asks = append(out.asks, asked(w, out.request)...)
	return out
}

// status finds the statuses of a condition. One that names none means errors,
// or what the condition around it says.
func (c compiler) status(out *condition, w *When, inherited status.Set) {
	out.codes = inherited
	if len(w.Status) == 0 {
		if len(w.Any) > 0 && c.level == 0 {
			out.codes = allCodes // the conditions in any say it
		}
		return
	}
	set, err := status.ParseSet(strings.Join(w.Status, ","))
	if err != nil {
		c.add(c.key+".status", "", "%v", err)
		return
	}
	out.codes = only(set, touchable.Has)
	if out.codes.Empty() {
		c.add(c.key+".status", "", "no answer is left: interim answers and 304 are never changed")
	}
}

func (c compiler) any(out *condition, w *When, inherited status.Set) {
	if len(w.Any) == 0 {
		return
	}
	if c.level == maxAny {
		c.add(c.key+".any", "write a rule of its own", "more than %d levels", maxAny)
		return
	}
	if len(w.Status) > 0 {
		inherited = out.codes
	}
	for i := range w.Any {
		inner := compiler{c.report, fmt.Sprintf("%s.any[%d]", c.key, i), c.level + 1, c.origin || len(w.Origin) > 0}
		sub := inner.compile(&w.Any[i], inherited)
		out.any = append(out.any, sub)
		out.needsBody = out.needsBody || sub.needsBody
		out.asks = append(out.asks, sub.asks...)
	}
}

// origins finds out whose errors are meant: those of the site's servers where
// neither the condition nor one around it or in it says otherwise.
func (c compiler) origins(out *condition, w *When) {
	c.words(c.key+".origin", w.Origin, origins)
	open := len(w.Origin) == 0 && (c.origin || len(w.Any) > 0)
	out.own = open || slices.Contains(w.Origin, "own")
	out.upstream = open || len(w.Origin) == 0 || slices.Contains(w.Origin, "upstream")
}

func (c compiler) methods(names []string) []string {
	for _, m := range names {
		if !httpguts.ValidHeaderFieldName(m) || m != strings.ToUpper(m) {
			c.add(c.key+".method", "write it in capitals, as GET", "%q is no method", m)
		}
	}
	return names
}

func (c compiler) causes(names []string) {
	for _, name := range names {
		if !slices.Contains(problem.Causes(), problem.Cause(name)) && locale.English().Own(name) == "" {
			c.add(c.key+".cause", "use one of "+causeList(), "%q is no cause", name)
		}
	}
}

func causeList() string {
	words := make([]string, 0, len(problem.Causes()))
	for _, c := range problem.Causes() {
		words = append(words, string(c))
	}
	return strings.Join(words, ", ")
}

func (c compiler) size(out *condition, text string) {
	if text == "" {
		return
	}
	s, err := parseSizes(text)
	if err != nil {
		c.add(c.key+".size", "", "%v", err)
		return
	}
	out.size, out.hasSize = s, true
}

func (c compiler) networks(entries []string) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, e := range entries {
		p, err := netip.ParsePrefix(e)
		if a, aerr := netip.ParseAddr(e); err != nil && aerr == nil {
			a = a.Unmap().WithZone("")
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			c.add(c.key+".network", "use forms like 10.0.0.0/8 or 192.0.2.1", "%q is no network", e)
			continue
		}
		prefixes = append(prefixes, p.Masked())
	}
	return prefixes
}

func (c compiler) fields(key string, conditions map[string][]string) []field {
	var fields []field
	for _, name := range sortedKeys(conditions) {
		at := c.key + "." + key + "." + name
		if !httpguts.ValidHeaderFieldName(name) {
			c.add(at, "", "%q is no name of a header field", name)
			continue
		}
		if len(conditions[name]) == 0 {
			c.add(at, `use "*" for any value`, "no value given")
		}
		fields = append(fields, field{http.CanonicalHeaderKey(name), c.wordGlobs(at, conditions[name])})
	}
	return fields
}

// requestFields refuses to look at the user agent in any of its spellings: a
// site that answers a crawler otherwise than a person is punished for cloaking.
func (c compiler) requestFields(conditions map[string][]string) []field {
	for name := range conditions {
		lower := strings.ToLower(name)
		if strings.Contains(lower, "user-agent") || strings.HasPrefix(lower, "sec-ch-ua") || lower == "from" {
			c.add(c.key+".request_header."+name, "use client, which goes by what the request states about itself",
				"no rule may depend on the user agent: people and crawlers must get the same answer")
		}
	}
	return c.fields("request_header", conditions)
}

func (c compiler) limits(w *When) {
	for _, part := range []struct {
		key string
		n   int
	}{
		{"host", len(w.Host)},
		{"path", len(w.Path)},
		{"network", len(w.Network)},
		{"title", len(w.Title)},
		{"any", len(w.Any)},
	} {
		if part.n > maxEntries {
			c.add(c.key+"."+part.key, "", "%d entries, at most %d", part.n, maxEntries)
		}
	}
}

// asked lists the request fields that an answer depends on where the condition
// decides.
func asked(w *When, fields []field) []string {
	var names []string
	for i := range fields {
		names = append(names, fields[i].name)
	}
	if len(w.Client) > 0 {
		names = append(names, "Accept", "Sec-Fetch-Dest", "Sec-Fetch-Mode")
	}
	return names
}
