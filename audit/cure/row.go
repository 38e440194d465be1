package cure

import (
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/status"
)

// Written says how a cure stands in the configuration. The values are stable.
type Written string

// The ways to be written.
const (
	Live    Written = "live"    // in effect
	Report  Written = "report"  // a rule that only logs and counts until it is enforced
	Comment Written = "comment" // off: somebody has to decide
	Default Written = "default" // the edge does it without being told
	Hint    Written = "hint"    // only the site's own server can mend it
)

// row is an entry of the table: what the edge does about findings of some checks.
type row struct {
	ids     string     // of checks, divided by spaces
	only    status.Set // of the finding's answer; empty: any
	rich    bool       // only where the site made the page itself: the edge replaces others anyway
	edge    string     // what it does, for people
	written Written
	why     string    // why it is not live
	set     []setting // keys of the site
	rule    *shape    // a rule
	list    list      // rows of a list beside the configuration
	reveals string    // checks that find the address once the truth is told
}

// setting is a key of a site with its value, both as the configuration has
// them.
type setting struct {
	key, value string     // last_good.robots, 24h
	only       status.Set // of the finding's answer; empty: any
	enforced   bool       // only with the owner's word
	ids        string     // only for these checks; empty: all of the row
}

// list is a file beside the configuration.
type list string

const (
	moved  list = "moved"
	gone   list = "gone"
	routes list = "routes"
)

func names(ids, id string) bool { return slices.Contains(strings.Fields(ids), id) }

// covers reports that the row is about a finding.
func (r *row) covers(id string, code status.Code) bool {
	return names(r.ids, id) && (r.only.Empty() || r.only.Has(code))
}

// rowOf finds the row of a finding; nil: the edge does nothing about it.
func rowOf(f *audit.Finding) *row {
	for i := range table {
		if table[i].covers(f.ID, codeOf(f)) {
			return &table[i]
		}
	}
	return nil
}

// codeOf is the status of the answer that a finding is about; 0: none.
func codeOf(f *audit.Finding) status.Code {
	if f.Status == nil {
		return 0
	}
	return status.Code(*f.Status)
}

// Explanation is what the edge does about a check.
type Explanation struct {
	For     string  `json:"for"`     // statuses that it is about; empty: all
	Edge    string  `json:"edge"`    // in words
	Written Written `json:"written"` // into the configuration, for certain findings
	Why     string  `json:"why"`     // why a person decides, or why the edge cannot
	Reveals string  `json:"reveals"` // checks that find the address once the truth is told
}

// Explain says what the edge does about findings of a check; false for nothing.
// Checks whose answers differ get one explanation for each kind.
func Explain(id string) (all []Explanation) {
	for i := range table {
		if r := &table[i]; names(r.ids, id) {
			all = append(all, Explanation{For: r.only.String(), Edge: r.edge, Written: r.way(false), Why: r.why, Reveals: r.reveals})
		}
	}
	return all
}

// way is how a row is written for a certain finding.
func (r *row) way(enforce bool) Written {
	if r.written == Live && r.rule != nil && r.rule.corrects && !enforce {
		return Report
	}
	return r.written
}
