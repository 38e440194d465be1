package views

import (
	"time"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
)

// factsFor lists what is known about a clash.
func factsFor(lang *locale.Language, d problem.Document) []Fact {
	return facts(lang, []row{
		{locale.LabelResource, d.Resource, true},
		{locale.LabelField, d.Field, true},
		{locale.LabelCurrentVersion, d.CurrentVersion, true},
		{locale.LabelYourVersion, d.YourVersion, true},
		{locale.LabelLockOwner, d.LockOwner, false},
	})
}

// supportFor lists what a person would be asked for.
func supportFor(lang *locale.Language, d problem.Document, o PageOptions) []Fact {
	if o.Guide {
		return nil
	}
	shown := o.Brand.looks().shown
	if !shown.requestID {
		d.Reference = ""
	}
	if !shown.time {
		o.Time = time.Time{}
	}
	return facts(lang, []row{
		{locale.LabelReference, d.Reference, true},
		{locale.LabelTime, clock(o.Time), true},
		{locale.LabelStatus, d.Status.String(), true},
	})
}

// clock writes a time so that support finds it in a log, whatever the language.
func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}

// row is a Fact without its words.
type row struct {
	name  locale.Label
	value string
	code  bool
}

func facts(lang *locale.Language, rows []row) []Fact {
	var known []Fact
	for _, r := range rows {
		if value := fit(r.value, limitFact); value != "" {
			known = append(known, Fact{Name: lang.Label(r.name), Value: value, Code: r.code})
		}
	}
	return known
}
