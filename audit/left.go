package audit

import (
	"cmp"
	"maps"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// Reasons of checks that did not run, or not everywhere.
const (
	notApplicable = "not-applicable"
	notAsked      = "is asked only with --unsafe-probes"
	notAtOnce     = "needs several requests at a time, which are sent to a site of one's own"
	noEarlier     = "needs an earlier run of this site in the store, or --baseline"
	twoVantages   = "needs the reports of two places: signpost compare A B --as-vantage"
	noBudget      = "no budget left for further requests"
	limitedRate   = "the site limits the rate of requests"
	cutShort      = notApplicable + ": it needs the whole site, and the crawl was cut short"
	partUnknown   = notApplicable + ": it needs the whole site, and part of it is unverified"
)

// trialChecks are the checks that need the trials of a kind.
var trialChecks = map[rule.TrialKind][]string{
	rule.TrialErrorURL:  {"error-url-200"},
	rule.TrialSlash:     {"trailing-slash"},
	rule.TrialHTTP:      {"http-to-https"},
	rule.TrialTwin:      {"www-apex"},
	rule.TrialPage:      {"soft404-page-param"},
	rule.TrialSuffix:    {"path-suffix-accepted"},
	rule.TrialCase:      {"case-insensitive-200"},
	rule.TrialEcho:      {"error-reflects-input"},
	rule.TrialCanonical: {"canonical-to-4xx", "canonical-to-5xx", "canonical-to-noindex", "canonical-to-redirect"},
	rule.TrialAlternate: {"hreflang-to-non-200", "hreflang-to-noindex", "hreflang-to-redirect"},
	rule.TrialPaging:    {"pagination-broken"},
	rule.TrialOrder:     {"status-by-query-order"},
}

// perhaps are the kinds of trials for which a site may give no cause.
var perhaps = []rule.TrialKind{rule.TrialSlash, rule.TrialHTTP, rule.TrialTwin, rule.TrialPage, rule.TrialOrder, rule.TrialSuffix, rule.TrialCase}

// variantChecks need an address to be asked in several ways.
var variantChecks = []string{
	"304-changed", "304-with-body", "conditional-412-on-get", "conditional-always-304", "conditional-ignored", "content-by-user-agent", "etag-on-error", "etag-unstable",
	"auth-by-method", "etag-weak-mismatch-encoding", "last-modified-now", "noindex-by-user-agent", "error-cors-lost", "error-head-body", "error-negotiation-api", "error-vary-missing", "head-get-mismatch",
	"status-by-accept", "status-by-cookie", "status-by-encoding", "status-by-language", "status-by-protocol", "status-by-user-agent",
}

// pastChecks need what an earlier run remembered.
var pastChecks = []string{"fallback-text-200", "gone-vs-not-found", "maintenance-too-long", "noindex-after-error", "redirect-permanent-flaps"}

// Checks of a share or an absence. Of noindex-sitewide that is the part that
// counts pages: a home page that says noindex is enough by itself.
var (
	wholeChecks = []string{"noindex-sitewide", "orphan-page"}
	uncutChecks = []string{"homepage-as-404"}
	pageRoles   = []crawl.Role{crawl.RoleLink, crawl.RoleSeed, crawl.RoleSitemap, crawl.RoleTarget, crawl.RoleMedia}
)

// leaveParts notes the checks that need the whole site, when it was not seen.
func leaveParts(left []rule.Skipped, f *rule.Facts) []rule.Skipped {
	t := tester{left: left}
	if f.Earlier.Len() == 0 {
		t.leave(pastChecks, noEarlier, 0)
	}
	t.leave([]string{"status-by-vantage"}, twoVantages, 0)
	if len(f.Limits) > 0 {
		t.leave(slices.Concat(uncutChecks, wholeChecks), cutShort, 0)
	}
	if n := f.Site.FragmentsLeft; n > 0 {
		t.leave([]string{"broken-fragment"}, "there are too many of them", n)
	}
	if f.Unverified > 0 {
		t.leave(wholeChecks, partUnknown, f.Unverified)
	}
	return t.left
}

// unknownPages counts the addresses that may hold pages and about which nothing
// can be said, and pages that answered only the second time: their links were
// not read. A stylesheet that nobody may fetch hides no link.
func unknownPages(f *rule.Facts) (n int) {
	for r := range f.Site.All() {
		if r.Exchange != nil && slices.ContainsFunc(pageRoles, r.HasRole) && (doubtful(f, r) != "" || cameBack(f, r)) {
			n++
		}
	}
	return n
}

// cameBack reports an address that failed while the site was crawled, and not
// when it was asked again.
func cameBack(f *rule.Facts, r *crawl.Resource) bool {
	second := f.Verdicts[r.Address.Key].Second
	return r.Exchange.Broken() && second != nil && second.Answered() && second.Status.IsSuccess()
}

// leave notes that checks were not made at some addresses.
func (t *tester) leave(ids []string, reason string, count int) {
	for _, id := range ids {
		at := slices.IndexFunc(t.left, func(s rule.Skipped) bool { return s.ID == id && s.Reason == reason })
		if at < 0 {
			t.left = append(t.left, rule.Skipped{ID: id, Reason: reason})
			at = len(t.left) - 1
		}
		t.left[at].Count += count
	}
}

// leaveTrials notes the trials that were cut off, and the kinds for which the
// site gave no cause.
func (t *tester) leaveTrials(asked, cut []rule.Trial, reason string) {
	planned := map[rule.TrialKind]int{}
	for _, one := range cut {
		planned[one.Kind]++
	}
	for _, kind := range slices.SortedFunc(maps.Keys(planned), func(a, b rule.TrialKind) int { return cmp.Compare(a, b) }) {
		t.leave(trialChecks[kind], reason, planned[kind])
	}
	for _, one := range asked {
		planned[one.Kind]++
	}
	for _, kind := range perhaps {
		if planned[kind] == 0 {
			t.leave(trialChecks[kind], notApplicable, 0)
		}
	}
}
