package status

import "slices"

// IndexEffect says what a search engine does with an address that answers with
// a code. Source: Google, "How HTTP status codes affect Google's crawlers".
type IndexEffect string

// The two effects an error has.
const (
	Dropped    IndexEffect = "dropped-4xx" // content ignored, an indexed address is removed
	SlowsCrawl IndexEffect = "slows-crawl" // the crawl of the whole host slows; addresses go later
)

// Explain returns the effect as a sentence for site owners.
func (e IndexEffect) Explain() string {
	if e == SlowsCrawl {
		return "5xx and 429 slow the crawl of the whole host; indexed URLs stay for a while, then are dropped"
	}
	return "content ignored; URL not indexed; an indexed URL is removed; it is crawled less often"
}

// Safe says under which condition a client may send the same request again.
type Safe string

// The conditions of Safe.
const (
	SafeNo              Safe = "no"
	SafeYes             Safe = "yes"
	SafeIdempotent      Safe = "idempotent"        // idempotent methods only
	SafeAfterDelay      Safe = "after-delay"       // same bytes, later
	SafeAfterRefetch    Safe = "after-refetch"     // read the current state first
	SafeAfterUserAction Safe = "after-user-action" // somebody must do something
	SafeChangedRequest  Safe = "changed-request"   // without Range, Expect, the large header, …
	SafeNewConnection   Safe = "new-connection"
)

// Retry says what the edge may do by itself. It is a permission, not a
// default, and never permits a second automatic attempt (RFC 9110 9.2.2).
type Retry string

// The permissions of Retry.
const (
	RetryNever              Retry = "never"
	RetryGetHeadOnce        Retry = "get-head-once"
	RetryOnceChanged        Retry = "once-changed"
	RetryOnceNewConnection  Retry = "once-new-connection"
	RetryOnceAfterHandshake Retry = "once-after-handshake"
	RetryHonourRetryAfter   Retry = "honour-retry-after"
	RetryByCause            Retry = "by-cause"
)

// Facts is what Signpost knows about one error code. The zero value describes
// nothing; get one from [Code.Facts]. Slices are shared: do not change them.
type Facts struct {
	Code       Code
	Name       string // reason phrase as registered, or the usual name
	Registered bool   // in the IANA registry
	Reference  string // RFC and section, or the product that invented it
	OwnerSteps []string
	Required   []string // headers that the RFC says MUST be sent with it
	Expected   []string // headers that help or SHOULD be sent
	Index      IndexEffect
	Safe       Safe
	Automatic  Retry
	Cache      string // Cache-Control that the edge sends with its page
	RestateTo  Code   // what the recommended map sends instead; 0: as it is
	Crawler    string // the policy on GET and HEAD, in words
	Note       string
}

// table is read-only after package initialisation.
var table = index(registered400, registered418, registered500, unofficial4xx, unofficial5xx)

func index(groups ...[]Facts) map[Code]Facts {
	m := make(map[Code]Facts, 80)
	for _, g := range groups {
		for _, f := range g {
			m[f.Code] = f
		}
	}
	return m
}

// Facts returns what is known about c. It is total: an unlisted 4xx has the
// facts of 400 and everything else that is unlisted those of 500, under its
// own number (RFC 9110 section 15).
func (c Code) Facts() Facts {
	if f, ok := table[c]; ok {
		return f
	}
	f := table[InternalServerError]
	if c.IsClientError() {
		f = table[BadRequest]
	}
	f.Code, f.Registered, f.Name = c, false, c.Reason()
	f.Reference = "RFC 9110 15 (unknown codes count as the x00 of their class)"
	return f
}

// Known reports whether c has an entry of its own.
func (c Code) Known() bool {
	_, ok := table[c]
	return ok
}

// Known lists every code that has facts, in ascending order.
func Known() []Code {
	codes := make([]Code, 0, len(table))
	for c := range table {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	return codes
}
