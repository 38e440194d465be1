package rule

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

const (
	docLeaks = "https://cwe.mitre.org/data/definitions/497.html"
	docHead  = "https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2"
	docCORS  = "https://fetch.spec.whatwg.org/#http-cors-protocol"
	docHSTS  = "https://www.rfc-editor.org/rfc/rfc6797#section-7.1"
)

var errorHeaderChecks = []Check{
	{
		ID: "error-version-leak", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "An error tells which version of which program runs",
		Why:   "Whoever looks for a known hole finds the site by it.",
		Fix:   "Leave the version out: server_tokens off, ServerTokens Prod, expose_php Off.",
		Docs:  []string{docLeaks},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			version, where := versionOf(e.Header()), "in its header"
			if version == "" {
				version, where = e.Product, "in its body"
			}
			if version == "" {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("%s tells %s %s", e.Status(), version, where), Match: version}
		}),
	},
	{
		ID: "error-set-cookie", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 4,
		Title: "An error that caches may keep sets a cookie",
		Why:   "A cache can hand one visitor's cookie to all others.",
		Fix:   "Leave Set-Cookie off errors, or send Cache-Control: no-store.",
		Docs:  []string{"https://www.rfc-editor.org/rfc/rfc9111#section-7.3"},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			cookie, _, _ := strings.Cut(e.Header().Get("Set-Cookie"), "=")
			control := e.Header().Values("Cache-Control")
			if cookie == "" || hasDirective(control, "private") || hasDirective(control, "no-cache") {
				return nil
			}
			if cacheLife(control) == 0 && (!hasDirective(control, "public") || hasDirective(control, "no-store")) {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("%s may be kept by caches and sets the cookie %s", e.Status(), cookie), Match: cookie}
		}),
	},
	{
		ID: "error-hsts-csp-missing", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 4,
		Title: "Errors lack the fields that protect the other pages",
		Why:   "Error pages are pages: what protects visitors elsewhere is missing there.",
		Fix:   "Send the fields with every status; in nginx, write always behind add_header.",
		Docs:  []string{docHSTS},
		Find:  findUnprotected,
	},
	{
		ID: "error-cors-lost", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 4,
		Title: "Errors lose the permission for other origins",
		Why:   "Browsers hide the error from the program: it sees a failure of the network, with status 0.",
		Fix:   "Send Access-Control-Allow-Origin, and Vary: Origin, with errors too.",
		Docs:  []string{docCORS},
		Find:  findLostPermission,
	},
	{
		ID: "error-head-body", Group: "C", Severity: Warning, Unit: PerErrorPage, Class: 4,
		Title: "HEAD and GET get different errors",
		Why:   "Link checkers and caches ask with HEAD and believe the answer.",
		Fix:   "Answer HEAD with the status and the fields of GET, without the body.",
		Docs:  []string{docHead},
		Find:  eachVariants(findOtherHead),
	},
	{
		ID: "error-request-id-missing", Group: "C", Severity: Notice, Unit: PerErrorPage, Class: 5,
		Title: "A server error without a number to ask about",
		Why:   "When somebody reports it, nobody finds the line in the log.",
		Fix:   "Send an id of the request in a field, such as X-Request-Id, or show it on the page.",
		Docs:  []string{docCodes},
		Find: eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
			if !serverErrors.Has(e.Status()) || e.Referred {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("%s has neither a field nor a text with a number of the request", e.Status())}
		}),
	},
}

var (
	versioned    = regexp.MustCompile(`[A-Za-z][\w.+-]*(?:/| )v?\d[\w.]*`)
	productNames = []string{"Server", "X-Powered-By"}
)

// versionOf finds a program with its version among the fields.
func versionOf(h http.Header) string {
	for _, name := range productNames {
		for _, value := range h.Values(name) {
			if match := versioned.FindString(value); match != "" {
				return match
			}
		}
	}
	for _, name := range []string{"X-Aspnet-Version", "X-Aspnetmvc-Version"} {
		if version := h.Get(name); version != "" {
			return "ASP.NET " + version
		}
	}
	return ""
}

// protecting are the fields that protect the visitors of a page.
var protecting = []string{"Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"}

// A site protects its pages by a field when nine of ten have it.
const mostOfTen = 9

// findUnprotected compares errors with the pages of their origin.
func findUnprotected(f *Facts) []Hit {
	pages, with := map[string]int{}, map[string]int{}
	for r := range f.Site.All() {
		if r.Page == nil || !plainOK.Has(r.Exchange.Status) {
			continue
		}
		pages[r.Address.Origin()]++
		for _, name := range protecting {
			if r.Exchange.Header.Get(name) != "" {
				with[r.Address.Origin()+name]++
			}
		}
	}
	return eachErrorPage(func(e *ErrorPage, _ *Facts) *Hit {
		if e.Page == nil {
			return nil
		}
		var lost []string
		for _, name := range protecting {
			n := with[e.Address.Origin()+name]
			if n > 0 && 10*n >= mostOfTen*pages[e.Address.Origin()] && e.Header().Get(name) == "" && (name != protecting[0] || keepsHTTPS(e.Address)) {
				lost = append(lost, name)
			}
		}
		if lost == nil {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("pages have %s, and the page for %s has not", strings.Join(lost, ", "), e.Status()), Match: strings.Join(lost, ", ")}
	})(f)
}

// keepsHTTPS reports an address where Strict-Transport-Security means
// something (RFC 6797 section 8.1).
func keepsHTTPS(a crawl.Address) bool {
	return a.Scheme == "https" && a.Host == a.Hostname() && crawl.IsPublicName(a.Hostname())
}

const allowOrigin = "Access-Control-Allow-Origin"

// findLostPermission compares errors with successes of the same place.
func findLostPermission(f *Facts) []Hit {
	open := map[string]bool{}
	for _, v := range f.Variants {
		if o := v.asked(ByOrigin); o != nil && o.First.Status.IsSuccess() && o.First.Header.Get(allowOrigin) != "" {
			open[kindOf(v.Address)] = true
		}
	}
	return eachVariants(func(v Variants) *Hit {
		o := v.asked(ByOrigin)
		if o == nil || !o.First.Status.IsError() || o.First.Header.Get(allowOrigin) != "" || !open[kindOf(v.Address)] {
			return nil
		}
		return &Hit{Discriminator: o.First.Status.String(), Message: fmt.Sprintf("other origins may read the answers here, and not %s", o.First.Status)}
	})(f)
}

// asked is the first variant of a dimension; nil without one.
func (v Variants) asked(by Dimension) *Variant {
	for i := range v.Others {
		if v.Others[i].By == by {
			return &v.Others[i]
		}
	}
	return nil
}

// telling are the fields that say what an error is; a server knows them before
// it has written the body. Those that it may leave out are none of them, nor are
// those that describe a document, which HEAD does not send.
var telling = []string{"Cache-Control", "Retry-After", "WWW-Authenticate", "Allow"}

// findOtherHead compares an error with the answer to HEAD. Another class is
// told by head-get-mismatch.
func findOtherHead(v Variants) *Hit {
	head, plain := v.asked(ByMethod), v.Plain[0]
	if head == nil || !plain.Status.IsError() || head.First.Status.Class() != plain.Status.Class() {
		return nil
	}
	if !head.First.Status.Is(plain.Status) {
		if head.Again == nil || !head.Again.Status.Is(head.First.Status) {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("GET gets %s, and HEAD %s", plain.Status, head.First.Status), Discriminator: plain.Status.String()}
	}
	for _, name := range telling {
		has := func(x *crawl.Exchange) bool { return x.Header.Get(name) != "" }
		lacks := func(x *crawl.Exchange) bool { return !has(x) }
		if has(plain) && lacks(head.First) && !slices.ContainsFunc(v.Plain, lacks) || lacks(plain) && has(head.First) && !slices.ContainsFunc(v.Plain, has) {
			return &Hit{Message: fmt.Sprintf("%s has %s for one of GET and HEAD alone", plain.Status, name), Match: name, Discriminator: plain.Status.String()}
		}
	}
	return nil
}
