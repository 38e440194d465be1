package rule

import (
	"cmp"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// Version of the catalogue; it grows with each change of ids or meanings.
const Version = 1

// Severity says how much a finding hurts. The values are stable.
type Severity string

// The severities, worst first.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Notice  Severity = "notice"
)

// Rank orders severities, worst first: 0 for Error, 3 for an unknown one.
func (s Severity) Rank() int {
	for i, known := range []Severity{Error, Warning, Notice} {
		if s == known {
			return i
		}
	}
	return 3
}

// Confidence says how sure a finding is. The values are stable.
type Confidence string

// The confidences. Unsure findings never reach a report.
const (
	Certain Confidence = "certain" // a fact of the protocol, seen twice where that is due
	Likely  Confidence = "likely"  // a judgement above its threshold
	Unsure  Confidence = "unsure"  // one signal, or the confirmation could not run
)

// Unit says what one finding stands for.
type Unit string

// The units.
const (
	PerURL       Unit = "url"        // one address
	PerTemplate  Unit = "template"   // all addresses of one shape
	PerSite      Unit = "site"       // the site as a whole
	PerErrorPage Unit = "error-page" // one design of an error page
)

// Check is one entry of the catalogue.
type Check struct {
	ID       string
	Group    string // letter
	Severity Severity
	Unit     Unit
	Title    string // what it finds, in a few words
	Why      string // why it matters
	Fix      string // how to mend it
	Docs     []string
	Bucket   string   // name of the report in Google's Search Console; may be empty
	Over     []string // ids that say the same of an address less exactly, and give way
	OverAll  []string // ids that give way on the whole site when this one finds anything
	Class    int      // order of usefulness, 1 (whole site at risk) to 5 (for people)
	Find     func(*Facts) []Hit
}

// Hit is what a check found.
type Hit struct {
	Severity      Severity   // when it deviates from the check's own
	Confidence    Confidence // empty: Certain
	Address       crawl.Address
	First, Final  *crawl.Exchange // answer to Address and the one at the end of its redirects; nil where no single answer is meant
	Template      string          // empty: that of Address
	Count         int             // addresses that it stands for; 0 counts as 1
	Examples      []string        // some of them
	Sources       []crawl.Source  // when they are not those of the Address
	SourcesTotal  int             // when there are more than Sources
	Discriminator string          // tells apart findings of one check at one address
	Match         string          // text that gave it away
	Message       string          // one sentence with the facts
}

// All returns the catalogue by group, in each with the most useful checks first.
func All() []Check {
	var all []Check
	for _, family := range [][]Check{
		statusChecks, linkChecks, refusalChecks, headerChecks, retryChecks, shapeChecks, maintenanceChecks, networkChecks, softChecks,
		errorPageChecks, errorCacheChecks, redirectChecks, flapChecks, robotsChecks, sitemapChecks, resourceChecks, runChecks,
		contentChecks, trialChecks, headChecks, variantChecks, moveChecks, robotsFileChecks, sitemapFileChecks, spaceChecks,
		pagingChecks, languageChecks, visitChecks, outsideChecks, errorFormatChecks, errorHeaderChecks, errorStructureChecks,
		robotsAnswerChecks, robotsMeaningChecks, robotsSteadyChecks, sitemapAnswerChecks, agentChecks, crowdChecks, hrefChecks,
		orderChecks, transportChecks, trapChecks, unsafeChecks, validatorChecks, fragmentChecks, signalChecks, targetChecks, pastChecks,
		machineFileChecks, oddStatusChecks, twinChecks,
	} {
		all = append(all, family...)
	}
	slices.SortStableFunc(all, func(a, b Check) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Class, b.Class))
	})
	return all
}

// Lookup returns the check with an id.
func Lookup(id string) (Check, bool) {
	for _, c := range All() {
		if c.ID == id {
			return c, true
		}
	}
	return Check{}, false
}
