package audit

import (
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// Finding is one thing that a check found.
type Finding struct {
	ID               string          `json:"id"`
	Group            string          `json:"group"`
	Severity         rule.Severity   `json:"severity"`
	SeverityDefault  rule.Severity   `json:"severity_default"`
	Confidence       rule.Confidence `json:"confidence"`
	URL              string          `json:"url"`
	FinalURL         *string         `json:"final_url"`
	Status           *int            `json:"status"`       // 0: no answer, see reason; null: no single answer is meant
	StatusFinal      *int            `json:"status_final"` // at the end of the redirects
	Reason           crawl.Reason    `json:"reason"`
	Template         string          `json:"template"`
	Count            int             `json:"count"`
	Examples         []string        `json:"examples"`
	Sources          []Source        `json:"sources"`
	SourcesTotal     int             `json:"sources_total"`
	Evidence         []Evidence      `json:"evidence"`
	Message          string          `json:"message"`
	Why              string          `json:"why"`
	Fix              string          `json:"fix"`
	Docs             []string        `json:"docs"`
	Bucket           string          `json:"gsc_bucket"`
	FirstSeen        time.Time       `json:"first_seen"`
	LastSeen         time.Time       `json:"last_seen"`
	Runs             int             `json:"runs"`
	State            FindingState    `json:"state"`
	NewRule          bool            `json:"new_rule"` // the baseline was made before the check existed
	Fingerprint      string          `json:"fingerprint"`
	GroupFingerprint string          `json:"group_fingerprint"`
	EdgeRule         *string         `json:"edge_rule"` // what of the edge mends it; null: nothing does
	Signature        *Signature      `json:"signature"` // null where no page is known

	class int // order of usefulness of its check
}

// FindingState says how a finding stands to the baseline. The values are stable.
type FindingState string

// The states. Without a baseline every finding is new.
const (
	StateNew        FindingState = "new"
	StatePersisting FindingState = "persisting"
	StateFixed      FindingState = "fixed"     // asked again, and not found
	StateUnreached  FindingState = "unreached" // not asked this time: nothing is known
)

// Source is a place where an address was found. Selector finds the element in
// the page.
type Source struct {
	Page     *string `json:"page"`
	Selector *string `json:"selector"`
	Element  string  `json:"element"`
	Attr     *string `json:"attr"`
	Text     *string `json:"text"`
	Line     *int    `json:"line"`
}

// Evidence is an exchange that proves a finding.
type Evidence struct {
	Kind     string    `json:"kind"` // first, second, final, probe
	Request  []string  `json:"request"`
	Response []string  `json:"response"`
	Match    *string   `json:"match"`
	Probe    *string   `json:"probe"`
	At       time.Time `json:"at"`
}
