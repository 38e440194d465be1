package rule

// Skipped is a check that did not run, and why.
type Skipped struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
	Count  int    `json:"count"` // addresses that it would have been about; 0 where that is unknown
}

// Reasons of checks that this version never runs.
const (
	needsContent = "needs the comparison of page texts, which this version does not make"
)

// NotBuilt lists the checks of the reference's first group, and those that a
// reader would miss beside them, that this version cannot run.
func NotBuilt() []Skipped {
	return []Skipped{
		{ID: "login-wall-200", Reason: needsContent},
	}
}
