package handlers

import (
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// describe words the problem as the owner's rule wants it.
func (v *Verdict) describe(p problem.Problem, o problem.DescribeOptions) problem.Document {
	switch {
	case v.page.Cause != "" && v.page.Cause != p.Cause:
		p.Cause, p.Retryable, p.Masked = v.page.Cause, false, false
		o.Origin = "" // the owner's word for it is closer to the visitor
	case v.page.Status != 0:
		p.Cause = ""
	}
	doc := problem.Describe(p, o)
	if len(v.with.Steps) > 0 {
		doc.Steps = doc.Lang.NamedSteps(v.with.Steps, locale.Have{
			Reference: doc.Reference != "", Wait: doc.RetryAfter > 0, Quote: doc.Quote != "", KeptText: o.KeptText,
		})
	}
	if v.with.Fields != nil && v.Format != HTML {
		keepFields(&doc, v.with.Fields)
	}
	return doc
}

// keepFields leaves only those extension members of a problem document that the
// rule names. The standard ones stay, and so does retryable, which programs may
// rely on.
func keepFields(d *problem.Document, names []string) {
	for _, member := range []struct {
		names string
		drop  func()
	}{
		{"request_id reference", func() { d.Reference, d.Instance = "", "" }},
		{"cause", func() { d.Cause, d.Origin = "", "" }},
		{"resource", func() { d.Resource = "" }},
		{"current_version", func() { d.CurrentVersion = "" }},
		{"your_version", func() { d.YourVersion = "" }},
		{"field", func() { d.Field = "" }},
		{"lock_owner", func() { d.LockOwner = "" }},
		{"retry_after", func() { d.RetryAfter = 0 }},
		{"steps", func() { d.Steps = nil }},
		{"upstream_status", func() { d.UpstreamStatus = 0 }},
		{"masked", func() { d.Masked = false }},
		{"errors", func() { d.Errors = nil }},
	} {
		kept := slices.ContainsFunc(strings.Fields(member.names), func(name string) bool { return slices.Contains(names, name) })
		if !kept {
			member.drop()
		}
	}
}

// rulePage renders the page for a person, with the words and the parts that the
// owner's rule names.
func (p *pages) rulePage(doc problem.Document, v *Verdict, o views.PageOptions) ([]byte, error) {
	o.Brand = p.brand
	if v.with.Show != nil {
		o.Brand = o.Brand.Showing(v.with.Show)
	}
	page := views.NewPage(doc, o)
	if v.page.Status != 0 {
		reword(&page, doc, v.page.Status)
	}
	return views.Render(page)
}

// dresses reports that the rule changes what a page shows.
func (v *Verdict) dresses() bool { return v.with.Show != nil || v.page.Status != 0 }

// reword gives a page the words of another status; its number stays.
func reword(page *views.Page, doc problem.Document, as status.Code) {
	words := doc.Lang.Status(as, locale.Have{Reference: doc.Reference != "", Wait: doc.RetryAfter > 0})
	page.Title = strings.Replace(page.Title, page.Heading, words.Heading, 1)
	page.Heading, page.Sentence = words.Heading, words.Sentence
	if page.Steps != nil {
		page.Steps = words.Steps
	}
}
