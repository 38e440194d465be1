package rule

// Skipped is a check that did not run, and why.
type Skipped struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
	Count  int    `json:"count"` // addresses that it would have been about; 0 where that is unknown
}

// Reasons of checks that this version never runs.
const (
	needsFragments = "needs the ids within pages, which this version does not keep"
	needsContent   = "needs the comparison of page texts, which this version does not make"
	needsOutside   = "links to other sites are not asked by this version"
)

// NotBuilt lists the checks of the reference's first group, and those that a
// reader would miss beside them, that this version cannot run.
func NotBuilt() []Skipped {
	return []Skipped{
		{ID: "broken-fragment", Reason: needsFragments},
		{ID: "external-broken", Reason: needsOutside},
		{ID: "login-wall-200", Reason: needsContent},
	}
}
