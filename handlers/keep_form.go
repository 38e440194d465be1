package handlers

import (
	"cmp"
	"io"
	"net/http"

	"github.com/seed-3913a1bb/signpost/handlers/form"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/views"
)

// setConflicts lists what may be done about a conflict: what the site says, and
// after it each rule that says something else.
func (s *site) setConflicts() {
	s.conflicts = []*rule.Conflict{&s.conflict.Conflict}
	s.policy.rules().EachConflict(func(c *rule.Conflict) { s.conflicts = append(s.conflicts, c) })
	for _, c := range s.conflicts {
		s.keepsForms = s.keepsForms || c.KeepForm
	}
}

// keep reads along with the form of a visitor of the site's own pages, while it
// goes to the site's server. What was kept is forgotten with the exchange.
func (s *site) keep(r *http.Request, ex *exchange) {
	if s.keepsForms && s.carriesForm(r) && form.SameOrigin(r, s.origin(r)) {
		ex.kept, ex.in = s.forms.Keep(r), r
	}
}

// maxUnsent is how much is read of a form that goes nowhere, so that it is kept.
const maxUnsent = 1 << 20

// origin is that of the address which the visitor asked for.
func (s *site) origin(r *http.Request) string { return s.trust.Scheme(r) + "://" + r.Host }

// keptForm is the visitor's form as the page shows it; nil where none was kept
// or the answer shows none.
func (s *site) keptForm(c composition) *views.KeptForm {
	if c.ex.kept == nil {
		return nil
	}
	if !c.givesBack() {
		c.ex.kept.Release()
		return nil
	}
	if c.refusal != nil { // nobody else has read it
		_, _ = io.Copy(io.Discard, io.LimitReader(c.ex.in.Body, maxUnsent))
	}
	policy := c.ex.conflictPolicy()
	sent := c.ex.kept.Form(namesOf(policy))
	shown := showForm(&sent)
	s.noteForm(c.ex, &sent)
	now := s.compareForm(c, shown, &sent)
	shown.Again = cmp.Or(s.overwriting(c, &sent, now), s.repeating(c, &sent))
	return shown
}

func namesOf(p *rule.Conflict) form.Names { return form.Names{Show: p.Show, Hide: p.Hide} }

// showForm puts a form into the shape that a page shows.
func showForm(sent *form.Form) *views.KeptForm {
	k := &views.KeptForm{Withheld: sent.Withheld, NotWhole: sent.Cut || sent.Dropped > 0}
	for _, f := range sent.Fields {
		k.Fields = append(k.Fields, views.KeptField{
			Name: f.Name, Value: f.Value, Typed: f.Typed, Covered: f.Masked, Cut: f.Cut,
		})
	}
	for _, f := range sent.Files {
		k.Files = append(k.Files, f.Name+" ("+sizeWords(f.Size)+")")
	}
	return k
}

// noteForm counts what is given back: how much, and never what.
func (s *site) noteForm(ex *exchange, sent *form.Form) {
	ex.record.FormFields = len(sent.Fields)
	for _, f := range sent.Fields {
		ex.record.FormBytes += int64(len(f.Name) + len(f.Value))
	}
}

// setKept sets the fields of a page that gives a form back (conflict.md section
// 10.6): nobody stores it, frames it or learns its address.
func setKept(r *replacement, h http.Header) {
	if !r.kept {
		return
	}
	h.Set("Cache-Control", "no-store, private")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Content-Security-Policy", r.csp)
	h.Del("Content-Security-Policy-Report-Only")
}

// openCurrent is where a visitor finds the current version; beside a kept form,
// where nothing names it, that is the page that held the form.
func (s *site) openCurrent(c composition) string {
	if target := currentVersion(c); target != "" || c.kept == nil {
		return target
	}
	return s.formPage(c.ex.in).RequestURI()
}
