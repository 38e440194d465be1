package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/status"
)

// Sets of statuses with a check of their own; link-4xx leaves them out.
var (
	conflict     = status.MustParseSet("409")
	locked       = status.MustParseSet("423")
	precondition = status.MustParseSet("412, 428")
	early        = status.MustParseSet("425")
	badRequest   = status.MustParseSet("400")
	payOrLegal   = status.MustParseSet("402, 451")
	headersLimit = status.MustParseSet("431")
	notAllowed   = status.MustParseSet("405")
	gone         = status.MustParseSet("410")
	forbidden    = status.MustParseSet("403")
)

// onStatus finds addresses whose own answer is in a set.
func onStatus(set status.Set, says string) func(*Facts) []Hit {
	return eachAnswer(func(r *crawl.Resource) *Hit {
		if !set.Has(r.Exchange.Status) {
			return nil
		}
		return &Hit{Message: fmt.Sprintf("a plain GET answers %s %s: %s", r.Exchange.Status, r.Exchange.Status.Reason(), says)}
	})
}

var notFoundLink = []string{"link-4xx"}

var statusChecks = []Check{
	{
		ID: "status-409-on-get", Group: "A", Severity: Error, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title:  "A page answers 409 Conflict",
		Why:    "Search engines take any 4xx as \"there is no content here\" and drop the page. A GET changes nothing, so it should meet no conflict.",
		Fix:    "Answer the current representation with 200. While something holds a lock: 503 with Retry-After. If there is nothing: 404 or 410. Keep 409 for writes.",
		Docs:   []string{docStatus, docMethods},
		Bucket: bucketOther4xx,
		Find:   onStatus(conflict, "search engines drop the page"),
	},
	{
		ID: "status-423-on-get", Group: "A", Severity: Error, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title:  "A page answers 423 Locked",
		Why:    "A WebDAV lock concerns writes. A reader who is refused, and a search engine, lose the page.",
		Fix:    "Serve the page and lock only the writes.",
		Docs:   []string{docLocked, docStatus},
		Bucket: bucketOther4xx,
		Find:   onStatus(locked, "a lock should stop writes, not readers"),
	},
	{
		ID: "status-412-428-on-get", Group: "A", Severity: Error, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title:  "A page demands or refuses a precondition that was never sent",
		Why:    "Crawlers and browsers send no preconditions on a first visit, so nobody can read the page.",
		Fix:    "Demand preconditions for unsafe methods only.",
		Docs:   []string{docCondition, docRequired},
		Bucket: bucketOther4xx,
		Find:   onStatus(precondition, "the request carried no If-… field"),
	},
	{
		ID: "status-425-on-get", Group: "A", Severity: Warning, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title: "A page answers 425 Too Early again after a full handshake",
		Why:   "425 asks to repeat the request after the handshake; the repeat must be accepted.",
		Fix:   "Accept the request once the handshake is complete.",
		Docs:  []string{docEarly},
		Find:  onStatus(early, "the repeat on a new connection got it too"),
	},
	{
		ID: "status-400-on-clean-get", Group: "A", Severity: Warning, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title:  "A well-formed address answers 400 Bad Request",
		Why:    "The address is valid and the request ordinary; a router or firewall rule is too strict. The page is dropped from the index.",
		Fix:    "Repair that rule. If the address is unknown, answer 404.",
		Docs:   []string{docStatus},
		Bucket: bucketOther4xx,
		Find:   onStatus(badRequest, "the address is well-formed"),
	},
	{
		ID: "status-402-451", Group: "A", Severity: Notice, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title: "A linked page answers 402 or 451",
		Why:   "The page is out of the index as long as this lasts; noindex is needless.",
		Fix:   "For 451, name who demands it in a Link field with rel=\"blocked-by\".",
		Docs:  []string{docLegal},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if !payOrLegal.Has(r.Exchange.Status) {
				return nil
			}
			named := "no Link field names who demands it"
			if strings.Contains(r.Exchange.Header.Get("Link"), "blocked-by") {
				named = "a Link field names who demands it"
			}
			return &Hit{Message: fmt.Sprintf("answers %s; %s", r.Exchange.Status, named)}
		}),
	},
	{
		ID: "status-431", Group: "A", Severity: Warning, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title: "An ordinary request is refused for the size of its headers",
		Why:   "The request had less than 2 KB of headers. Visitors with a few cookies will be refused too.",
		Fix:   "Raise the limit for request headers to at least 8 KB.",
		Docs:  []string{docHeaders},
		Find:  onStatus(headersLimit, "the headers of the request were small"),
	},
	{
		ID: "method-405-on-get", Group: "A", Severity: Error, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title:  "A linked page does not allow GET",
		Why:    "Nobody can open the link, and search engines drop it.",
		Fix:    "Allow GET and HEAD, or take the link out.",
		Docs:   []string{docStatus, docAllow},
		Bucket: bucketOther4xx,
		Find:   onStatus(notAllowed, "nobody can open the link"),
	},
	{
		ID: "link-410", Group: "A", Severity: Notice, Unit: PerURL, Class: 3, Over: notFoundLink,
		Title: "A link leads to a page that is gone for good",
		Why:   "410 says that the page was removed on purpose; the link was forgotten.",
		Fix:   "Take the link out.",
		Docs:  []string{docStatus}, Bucket: bucketNotFound,
		Find: linked(gone),
	},
}
