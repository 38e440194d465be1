package cure

import "github.com/seed-3913a1bb/signpost/status"

// Reasons why something is not live.
const (
	needsRoutes  = "the edge cannot tell real addresses from others by a list in this version"
	needsHold    = "the edge cannot look for the mark of a framework in this version"
	needsFold    = "the edge cannot fold redirects to an error page into a 404 in this version"
	needsTarget  = "which page replaced the address is a guess; look at the list first"
	needsProof   = "whether the page is gone for good is the owner's to say"
	needsWindow  = "when the pause begins and ends is the owner's to say"
	needsWall    = "a wall against robots belongs to whoever runs it"
	needsCopies  = "copies of pages cost memory and may be old"
	needsClients = "programs may count on the number that is sent now"
	needsDesign  = "the site has designed the page itself"
	needsAPI     = "which addresses belong to programs is the owner's to say"
	onlyOrigin   = "only the site's own server knows what belongs in the answer"
)

const (
	html      = "text/html"
	ownDesign = "error-page-title error-page-h1 error-page-navigation error-page-resolution error-page-needs-js error-template-foreign"
	missing   = "link-4xx sitemap-url-4xx canonical-to-4xx redirect-to-error hreflang-to-non-200"
)

var (
	conflicts   = status.MustParseSet("409,412,423")
	unknowable  = status.MustParseSet("409,412")
	reading     = []string{"GET", "HEAD"}
	softByTitle = &shape{corrects: true, parts: []part{asFound, reads, asHTML, below, titled}, send: "404"}
	richPage    = &shape{parts: []part{asFound, reads, asHTML, ofRich, designed}, page: "auto"}
)

// table says what of the edge mends which finding, and how it is written. The
// first row that covers a finding counts. Checks that stand nowhere here have
// no cure at the edge.
var table = []row{
	{
		ids:  "soft404-probe soft404-similar soft404-phrase soft404-title-null",
		edge: "a rule on the title of the page sends 404", written: Live, rule: softByTitle, reveals: missing,
	},
	{ids: "soft404-spa content-at-404", edge: "a list of the routes: 404 for all others", written: Comment, why: needsRoutes, list: routes},
	{ids: "soft404-framework-marker", edge: "the head of the page is held for the framework's mark: 404", written: Comment, why: needsHold, set: []setting{{key: "fingerprint", value: "next"}}},
	{ids: "soft404-probe-redirect redirect-to-error-page", edge: "redirects to the error page are folded into a 404", written: Comment, why: needsFold, set: []setting{{key: "fold", value: foundTarget}}},
	{ids: "redirect-to-home-mass", edge: "`moved` for addresses that have a successor, `gone` for the rest", written: Comment, why: needsTarget, list: moved},
	{
		ids: "soft404-page-param soft404-empty-listing", edge: "a rule on the title of the page sends 404", written: Comment,
		why: "full and empty pages of a list may have one title", rule: softByTitle, reveals: missing,
	},
	{
		ids: "error-url-200", edge: "a rule on the exact addresses sends 404", written: Live,
		rule: &shape{corrects: true, parts: []part{asFound, reads, asHTML, exactly}, send: "404"}, reveals: missing,
	},
	{ids: "soft409", edge: "nothing: the application's page stays", written: Hint, why: "the page should say noindex and no-store"},
	{
		ids: "soft5xx-signature", edge: "a rule on the title of the failure sends 503", written: Live,
		rule: &shape{corrects: true, parts: []part{asFound, reads, asHTML, titled}, send: "503"},
	},
	{
		ids: "maintenance-with-200 maintenance-wrong-status maintenance-too-long", edge: "`maintenance` answers 503 with Retry-After",
		written: Comment, why: needsWindow, set: []setting{{key: "maintenance.enabled", value: "true"}, {key: "maintenance.retry_after", value: "1h"}},
	},
	{
		ids: "challenge-2xx challenge-noindex", edge: "a rule on the title of the wall sends 503 and keeps its body", written: Comment,
		why: needsWall, rule: &shape{corrects: true, parts: []part{asFound, reads, asHTML, titled}, send: "503", wait: "120s"},
	},
	{
		ids:  "challenge-on-machine-file robots-5xx robots-html robots-flap robots-slow",
		edge: "`last_good` answers with the newest good copy, from the first one that the edge sees", written: Live,
		set: []setting{
			{key: "last_good.robots", value: "24h", ids: "robots-5xx robots-flap robots-slow robots-html"},
			{key: "last_good.robots_html", value: "true", ids: "robots-html challenge-on-machine-file"},
			{key: "last_good.sitemaps", value: "24h", ids: "challenge-on-machine-file"},
		},
	},
	{ids: "robots-content-type robots-4xx", edge: "nothing: the answer stays", written: Hint, why: onlyOrigin},
	{
		ids: "status-409-on-get status-423-on-get status-412-428-on-get", only: conflicts,
		edge: "`protect_reads`: the newest good copy, else 503 with Retry-After while the conflict passes", written: Live,
		set: []setting{{key: "protect_reads", value: "true"}, {key: "reads.causes", value: "all", only: unknowable, enforced: true}},
	},
	{ids: "status-412-428-on-get status-425-on-get method-405-on-get", edge: "nothing: the answer stays", written: Hint, why: onlyOrigin},
	{ids: "link-4xx redirect-to-error log-404-top", edge: "`moved` leads on to the nearest known address", written: Comment, why: needsTarget, list: moved},
	{ids: "link-410 gone-vs-not-found", edge: "`gone` answers 410", written: Comment, why: needsProof, list: gone},
	{
		ids: "retry-after-missing-429 retry-after-missing-503 retry-after-invalid", edge: "a rule adds Retry-After", written: Live,
		rule: &shape{parts: []part{asFound, reads, exactly, noProgram}, page: "auto", wait: "30s"},
	},
	{
		ids: "maintenance status-500-burst gateway-502-504", edge: "`last_good.if_error` answers with the newest good copy", written: Comment,
		why: needsCopies, set: []setting{{key: "last_good.if_error", value: "24h"}},
	},
	{
		ids: "non-standard-status status-418-420 status-out-of-range", edge: "`status.map` sends the number that everybody knows", written: Comment,
		why: needsClients, set: []setting{{key: "status.map", value: "recommended"}},
	},
	{ids: "auth-missing-challenge allow-header-missing", edge: "nothing: the edge never invents the field", written: Hint, why: onlyOrigin},
	{
		ids:  "error-page-bare error-body-empty " + ownDesign, // a rule would come before protect_reads
		only: conflicts, edge: "`protect_reads`: the newest good copy, else 503 with the edge's page while the conflict passes", written: Live,
		set: []setting{{key: "protect_reads", value: "true"}, {key: "reads.causes", value: "all", only: unknowable, enforced: true}},
	},
	{
		ids:  "error-page-bare error-body-empty " + ownDesign,
		rich: true, edge: "people get the edge's page; a page that the site designed itself needs a rule", written: Live, rule: richPage,
	},
	{ids: "error-stack-trace error-reflects-input", edge: "`leaks: replace`: people get the edge's page", written: Live, set: []setting{{key: "leaks", value: "replace"}}},
	{
		ids: "error-version-leak", edge: "`headers.hide` takes the fields off", written: Live,
		set: []setting{{key: "headers.hide", value: "[Server, X-Powered-By, X-AspNet-Version, X-AspNetMvc-Version, \"X-Debug-*\", X-Runtime, X-SourceMap]"}},
	},
	{
		ids:  "error-page-canonical-home error-page-analytics-status error-meta-refresh error-page-index-directive",
		rich: true, edge: "people get the edge's page, which has none of it; a page that the site designed itself needs a rule", written: Comment,
		why: needsDesign, rule: richPage,
	},
	{
		ids:  "error-cacheable-5xx error-cdn-cache-directive error-long-cached-404 error-cached-after-recovery",
		edge: "`cache.guard: all` sets what caches may do with errors", written: Live,
		set: []setting{{key: "cache.guard", value: "all"}, {key: `cache."404"`, value: `"public, max-age=60"`}},
	},
	{ids: "noindex-after-error", edge: "`cache.guard: all`; empty the caches in front as well", written: Live, set: []setting{{key: "cache.guard", value: "all"}}},
	{ids: "error-vary-missing", edge: "the edge says in Vary what its answers depend on", written: Default},
	{ids: "error-cors-lost", edge: "`cors: mirror` repeats what the site allowed", written: Live, set: []setting{{key: "cors", value: "mirror"}}},
	{ids: "error-hsts-csp-missing", edge: "the edge keeps the security fields on answers that it replaces", written: Default},
	{ids: "error-negotiation-html", edge: "people get a page in place of what was written for programs", written: Default},
	{
		ids: "error-negotiation-api error-machine-endpoint-html error-json-not-problem", edge: "`api` lists addresses that never get HTML",
		written: Comment, why: needsAPI, set: []setting{{key: "api", value: foundPlace}},
		rule: &shape{parts: []part{asFound, below, ofNothing}, page: "problem"},
	},
	{
		ids: "redirect-chain redirect-temporary-permanent http-to-https www-apex trailing-slash double-slash index-file-duplicate " +
			"case-insensitive-200",
		edge: "`moved` leads to the last address at once, where the site answers 404", written: Comment, why: needsTarget, list: moved,
	},
	{ids: "redirect-relative-wrong redirect-downgrade", edge: "Location would be written for the canonical host", written: Comment, why: "the edge passes redirects as they are in this version", set: []setting{{key: "canonical", value: foundOrigin}}},
	{
		ids: "resource-html-fallback", edge: "a rule on the ending of files with HTML in them sends 404", written: Live,
		rule: &shape{corrects: true, parts: []part{asFound, reads, asHTML, ending}, send: "404"}, reveals: "broken-script broken-style broken-image broken-media",
	},
	{
		ids: "conditional-unsupported conditional-ignored conditional-always-304 conditional-412-on-get etag-unstable " +
			"etag-weak-mismatch-encoding etag-on-error 304-with-body 304-to-unconditional 304-changed",
		edge: "nothing: the edge never invents a validator", written: Hint, why: onlyOrigin,
	},
	{ids: "proxy-shadow", edge: "nothing: mend the route", written: Hint, why: onlyOrigin},
}
