package rule

// Conflict is what is done for a visitor whose change met another one. It stands
// for a whole site, or in a rule, where it takes the place of the site's. The
// zero Conflict shows the page and gives nothing back.
type Conflict struct {
	KeepForm  bool     // show a visitor's own form back
	Show      []string // names of fields that are shown at once, also those that only read like secrets
	Hide      []string // names of fields that are never shown; it wins over Show
	Compare   bool     // read the current form with the visitor's cookies and show both
	Overwrite bool     // offer "save mine anyway", under If-Match with the current strong ETag
	TokenFree bool     // no field of the forms is good for one use only, so a form may be sent again as it was
	Sessions  bool     // keep the form also on 403, 419 and 440 of an expired session
	Report    bool     // a conflict behind another status is only recorded: it gets no conflict page
}
