package audit

// Comparison is how a report stands to an earlier one. Findings of the later
// report carry their state themselves.
type Comparison struct {
	Run              string           `json:"run"` // id of the earlier run
	Started          string           `json:"started"`
	CatalogueVersion int              `json:"catalogue_version"`
	By               string           `json:"by"` // instance or group
	New              int              `json:"new"`
	Persisting       int              `json:"persisting"`
	Fixed            []Finding        `json:"fixed"`
	Unreached        []Finding        `json:"unreached"`
	NewRules         []string         `json:"new_rules"` // checks that the earlier catalogue did not have
	Templates        []TemplateChange `json:"templates"` // whose statuses changed
}

// TemplateChange is a kind of page whose answers changed in number or class.
type TemplateChange struct {
	Template string         `json:"template"`
	Before   map[string]int `json:"before"` // addresses by class
	After    map[string]int `json:"after"`
}

// Ignored is a finding that the owner has accepted.
type Ignored struct {
	Finding
	Because string `json:"because"`
	Until   string `json:"until"` // a date; empty: for good
}

// IgnoreUse is an ignore and what it did.
type IgnoreUse struct {
	Rule    string `json:"rule"`
	Path    string `json:"path"`
	Because string `json:"because"`
	Until   string `json:"until"`
	Expired bool   `json:"expired"` // it does nothing any more
	Count   int    `json:"count"`   // findings that it keeps out, or would if it had not expired
}
