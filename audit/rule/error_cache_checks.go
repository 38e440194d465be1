package rule

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

var (
	serverErrors = status.MustParseSet("5xx")
	notFound     = status.MustParseSet("404")
)

// negative is how long an outage may be remembered by caches.
const negative = 10 * time.Second

var errorCacheChecks = []Check{
	{
		ID: "error-cacheable-5xx", Group: "C", Severity: Error, Unit: PerErrorPage, Class: 2,
		Title: "A server error that caches keep",
		Why:   "Visitors and crawlers get the error after the outage has ended.",
		Fix:   "Send Cache-Control: no-store with server errors.",
		Docs:  []string{docCaching},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			if !serverErrors.Has(e.Status()) {
				return nil
			}
			if why := kept(e.Header()); why != "" {
				return &Hit{Message: fmt.Sprintf("%s may be kept by caches: %s", e.Status(), why)}
			}
			return nil
		}),
	},
	{
		ID: "error-cdn-cache-directive", Group: "C", Severity: Error, Unit: PerErrorPage, Class: 2,
		Title: "An error that the CDN is told to keep",
		Why:   "The error is pinned at the edge, although Cache-Control may say no-store.",
		Fix:   "Drop the CDN's cache fields on errors.",
		Docs:  []string{docCaching},
		Find:  eachErrorPage(findCDN),
	},
	{
		ID: "error-long-cached-404", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 4,
		Title: "A 404 that caches keep for days",
		Why:   "When the page comes back, visitors and crawlers go on to get the old error.",
		Fix:   "Let caches keep a 404 for five to ten minutes.",
		Docs:  []string{docCodes},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			long := cacheLife(e.Header().Values("Cache-Control"))
			immutable := hasDirective(e.Header().Values("Cache-Control"), "immutable")
			switch {
			case notFound.Has(e.Status()) && (long > 24*time.Hour || immutable):
				return &Hit{Message: fmt.Sprintf("404 with Cache-Control %q", e.Header().Get("Cache-Control"))}
			case gone.Has(e.Status()) && long > 30*24*time.Hour:
				return &Hit{Severity: Notice, Message: fmt.Sprintf("410 with Cache-Control %q", e.Header().Get("Cache-Control"))}
			}
			return nil
		}),
	},
}

// cacheStates are the fields in which caches say that they answered from store.
var cacheStates = []string{"X-Cache", "CF-Cache-Status", "X-Cache-Status", "X-Vercel-Cache", "X-Proxy-Cache", "Cache-Status"}

// kept says in a few words why a server error is or will be stored; empty when
// it is not.
func kept(h http.Header) string {
	control := h.Values("Cache-Control")
	switch {
	case hasDirective(control, "no-store"), hasDirective(control, "private"):
	case hasDirective(control, "public"):
		return "Cache-Control says public"
	case cacheLife(control) > negative:
		return fmt.Sprintf("Cache-Control gives it %s", cacheLife(control))
	case directiveSeconds(control, "stale-while-revalidate") > 0:
		return "Cache-Control says stale-while-revalidate"
	}
	if age, err := strconv.Atoi(h.Get("Age")); err == nil && age > 0 {
		return fmt.Sprintf("it is %d seconds old", age)
	}
	for _, name := range cacheStates {
		value := strings.ToLower(h.Get(name))
		if strings.HasPrefix(value, "hit") || strings.Contains(value, "; hit") {
			return name + " says hit"
		}
	}
	return ""
}

// cdnFields are cache directives for one cache in front of the site.
var cdnFields = []string{
	"Cdn-Cache-Control", "Surrogate-Control", "Cloudflare-Cdn-Cache-Control", "Vercel-Cdn-Cache-Control", "Netlify-Cdn-Cache-Control",
}

func findCDN(e *ErrorPage, _ *Facts) *Hit {
	for _, name := range cdnFields {
		life := cacheLife(e.Header().Values(name))
		switch {
		case serverErrors.Has(e.Status()) && life > 0:
			return &Hit{Message: fmt.Sprintf("%s with %s: %s", e.Status(), name, e.Header().Get(name))}
		case notFound.Has(e.Status()) && life > 10*time.Minute:
			return &Hit{Severity: Warning, Message: fmt.Sprintf("404 with %s: %s", name, e.Header().Get(name))}
		}
	}
	return nil
}

// cacheLife is the longest life that directives give to an answer; 0 when they
// forbid to store it or say nothing.
func cacheLife(values []string) time.Duration {
	if hasDirective(values, "no-store") {
		return 0
	}
	return max(directiveSeconds(values, "max-age"), directiveSeconds(values, "s-maxage"))
}

func hasDirective(values []string, name string) bool {
	for directive := range directives(values) {
		if directive == name {
			return true
		}
	}
	return false
}

func directiveSeconds(values []string, name string) time.Duration {
	for directive, value := range directives(values) {
		if n, err := strconv.ParseUint(value, 10, 31); directive == name && err == nil {
			return time.Duration(n) * time.Second
		}
	}
	return 0
}

// directives gives each directive of Cache-Control in lower case with its
// value, quotes taken off (RFC 9111 section 5.2).
func directives(values []string) func(func(string, string) bool) {
	return func(yield func(string, string) bool) {
		for _, field := range values {
			for part := range strings.SplitSeq(field, ",") {
				name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
				if !yield(strings.ToLower(strings.TrimSpace(name)), strings.Trim(strings.TrimSpace(value), `"`)) {
					return
				}
			}
		}
	}
}
