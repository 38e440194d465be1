package handlers

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/status"
)

// Policy is what the owner of a site wants done with its answers. The zero
// Policy, and a nil one, is the default that the specification names. It must
// not be changed while an edge uses it.
type Policy struct {
	Rules     *rule.Set       // nil: none
	StatusMap *rule.StatusMap // nil: every status stays
	Moved     *rule.Moved     // 308 where the site's servers answer 404 or 410
	Gone      *rule.Gone      // 410 or 451 where they answer 404

	Only  Only        // which errors are replaced; rules go before it
	API   []rule.Glob // nobody gets HTML of the edge's below these paths
	Leaks Leaks       // what becomes of debug pages and stack traces

	Formats    []Format      // that bodies of the edge's own are offered in; nil: all that Accept chooses from
	Keep407    bool          // 407 leaves as it is, not as 502
	RetryAfter time.Duration // on 503 and 429 that carry none; 0: 30 s; negative: never

	NoIndex        *status.Set            // X-Robots-Tag: noindex on these; nil: 4xx but 408 and 429
	Hide           []string               // fields that replaced answers lose, a final "*" is any rest; nil: DefaultHide
	CSP            CSP                    // of our bodies
	ReferrerPolicy string                 // where the upstream sends none; default strict-origin-when-cross-origin
	Cache          map[status.Code]string // Cache-Control of our bodies; the rest is by status
	CacheGuard     CacheGuard             // whether errors that pass are guarded too
}

// Only says which errors are replaced.
type Only string

// The values of Only; empty means OnlyAll.
const (
	OnlyAll Only = "all"
	OnlyOwn Only = "own" // those that the edge made itself
	OnlyOff Only = "off" // none; the edge's own errors still need a body
)

// Leaks says what becomes of debug pages, stack traces and errors of databases.
type Leaks string

// The values of Leaks; empty means LeaksReplace.
const (
	LeaksReplace Leaks = "replace"
	LeaksReport  Leaks = "report" // they pass, and the record says so
	LeaksPass    Leaks = "pass"
)

// CSP says how the edge's own pages are guarded by a Content-Security-Policy.
type CSP string

// The values of CSP; empty means CSPStrict.
const (
	CSPStrict     CSP = "strict"
	CSPReportOnly CSP = "report-only"
	CSPOff        CSP = "off"
)

// CacheGuard says whose Cache-Control the edge sets.
type CacheGuard string

// The values of CacheGuard; empty means GuardReplaced.
const (
	GuardReplaced CacheGuard = "replaced"
	GuardAll      CacheGuard = "all" // also of errors that pass
)

// DefaultHide lists the fields that tell the technique behind a site.
func DefaultHide() []string {
	return []string{"X-Powered-By", "X-AspNet-Version", "X-AspNetMvc-Version", "X-Debug-*", "X-Runtime", "X-SourceMap"}
}

var (
	referrerPolicies = newWordSet(`no-referrer no-referrer-when-downgrade same-origin origin strict-origin
		origin-when-cross-origin strict-origin-when-cross-origin unsafe-url`)

	// neverStored are errors that no cache may keep (RFC 6585).
	neverStored = status.MustParseSet("428,429,431,511")
)

// Validate reports every mistake of the policy.
func (p *Policy) Validate() error {
	if p == nil {
		return nil
	}
	var mistakes []error
	wrong := func(format string, args ...any) { mistakes = append(mistakes, fmt.Errorf(format, args...)) }
	for _, choice := range []struct {
		key, value string
		words      string
	}{
		{"only", string(p.Only), "all own off"},
		{"leaks", string(p.Leaks), "replace report pass"},
		{"headers.csp", string(p.CSP), "strict report-only off"},
		{"cache.guard", string(p.CacheGuard), "replaced all"},
	} {
		if choice.value != "" && !newWordSet(choice.words).has(choice.value) {
			wrong("%s: %q is none of %s", choice.key, choice.value, strings.ReplaceAll(choice.words, " ", ", "))
		}
	}
	if p.ReferrerPolicy != "" && !referrerPolicies.has(p.ReferrerPolicy) {
		wrong("headers.referrer_policy: %q is no referrer policy", p.ReferrerPolicy)
	}
	p.checkSets(wrong)
	return errors.Join(mistakes...)
}

func (p *Policy) checkSets(wrong func(string, ...any)) {
	if p.NoIndex != nil && slices.ContainsFunc(p.NoIndex.Codes(), status.Code.IsServerError) {
		wrong("headers.noindex: 5xx must stay without noindex: " +
			"a page for an outage that a cache serves as 200 would take its address out of the index")
	}
	for _, code := range slices.Sorted(maps.Keys(p.Cache)) {
		switch value := p.Cache[code]; {
		case !code.IsError():
			wrong("cache.%s: only errors of 400 to 599 have a policy", code)
		case neverStored.Has(code) && !hasDirective([]string{value}, "no-store"):
			wrong("cache.%s: no cache may store it (RFC 6585): use no-store", code)
		case value == "" || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }):
			wrong("cache.%s: %q is no value of Cache-Control", code, value)
		}
	}
	for _, name := range p.Hide {
		if strings.Trim(name, "*") == "" || strings.Contains(strings.TrimSuffix(name, "*"), "*") {
			wrong(`headers.hide: %q is no name; only a final "*" stands for any rest`, name)
		}
	}
}

func (p *Policy) rules() *rule.Set {
	if p == nil {
		return nil
	}
	return p.Rules
}

func (p *Policy) only() Only {
	if p == nil || p.Only == "" {
		return OnlyAll
	}
	return p.Only
}

func (p *Policy) showsLeaks() bool {
	return p != nil && (p.Leaks == LeaksReport || p.Leaks == LeaksPass)
}

func (p *Policy) guardsAll() bool { return p != nil && p.CacheGuard == GuardAll }

// isAPI reports a path below which programs ask.
func (p *Policy) isAPI(path string) bool {
	if p == nil || len(p.API) == 0 {
		return false
	}
	path = rule.NormalizePath(path)
	return slices.ContainsFunc(p.API, func(g rule.Glob) bool { return g.Match(path) })
}

// restate returns what the status map makes of an error.
func (p *Policy) restate(code status.Code, answer http.Header) (status.Code, bool) {
	if p == nil {
		return code, false
	}
	return p.StatusMap.Restate(code, answer)
}

// formats are those that are offered; nil: all.
func (p *Policy) formats() []Format {
	if p == nil {
		return nil
	}
	return p.Formats
}

// retrySeconds is the Retry-After of 503 and 429 that carry none; 0: none.
func (p *Policy) retrySeconds() int {
	switch {
	case p == nil || p.RetryAfter == 0:
		return defaultRetrySeconds
	case p.RetryAfter < 0:
		return 0
	}
	return int((p.RetryAfter + time.Second - 1) / time.Second)
}

// unindexed are the errors whose answer asks not to be indexed. A 503 that a
// network serves as 200 must not take its address out of the index, and so
// 5xx, 408 and 429 never ask.
var unindexed = status.MustParseSet("4xx,!408,!429")

func (p *Policy) noIndex(code status.Code) bool {
	if p == nil || p.NoIndex == nil {
		return unindexed.Has(code)
	}
	return p.NoIndex.Has(code)
}

// cacheControl is the policy of a status.
func (p *Policy) cacheControl(code status.Code) string {
	if p != nil && p.Cache[code] != "" {
		return p.Cache[code]
	}
	return code.Facts().Cache
}

var defaultHide = DefaultHide()

// hides reports a field that the answers of the edge do not carry on.
func (p *Policy) hides(name string) bool {
	hidden := defaultHide
	if p != nil && p.Hide != nil {
		hidden = p.Hide
	}
	for _, pattern := range hidden {
		if prefix, open := strings.CutSuffix(pattern, "*"); open && hasPrefixFold(name, prefix) || strings.EqualFold(name, pattern) {
			return true
		}
	}
	return false
}

func (p *Policy) csp() CSP {
	if p == nil || p.CSP == "" {
		return CSPStrict
	}
	return p.CSP
}

func (p *Policy) referrerPolicy() string {
	if p == nil || p.ReferrerPolicy == "" {
		return "strict-origin-when-cross-origin"
	}
	return p.ReferrerPolicy
}
