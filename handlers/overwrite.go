package handlers

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/seed-3913a1bb/signpost/handlers/form"
	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/views"
)

// overwritable are the causes for which another version may be replaced.
var overwritable = map[problem.Cause]bool{problem.EditConflict: true, problem.PreconditionFailed: true}

// overwriting is the offer to save the visitor's version all the same; nil where
// one of its conditions does not hold (conflict.md section 12).
func (s *site) overwriting(c composition, sent *form.Form, now current) *views.Resubmission {
	policy := c.ex.conflictPolicy()
	if !policy.Overwrite || !sent.Complete() || !overwritable[c.problem.Cause] || c.ex.in.Method != http.MethodPost {
		return nil
	}
	index := slices.Index(s.conflicts, policy)
	etag := cmp.Or(now.etag, c.ex.confirming, strongTag(c.header))
	if etag == "" || index < 0 {
		return nil
	}
	asked := permit{intent: intentReplace, policy: index, etag: etag}
	if c.ex.confirming == "" {
		asked.intent = intentConfirm
	}
	return s.offer(c, asked)
}

// repeatable are the causes under which the very same form can succeed later.
var repeatable = map[problem.Cause]bool{problem.Locked: true, problem.ConcurrentOperation: true, problem.Idempotency: true}

// repeating is the offer to send the form as it was; nil where one of its
// conditions does not hold (conflict.md section 10.10). What was withheld would
// be missing in it, and only the owner knows that no field is good for one use.
func (s *site) repeating(c composition, sent *form.Form) *views.Resubmission {
	policy := c.ex.conflictPolicy()
	index := slices.Index(s.conflicts, policy)
	waits := c.problem.Retryable && repeatable[c.problem.Cause]
	if !policy.TokenFree || !waits || !sent.Complete() || c.ex.in.Method != http.MethodPost || index < 0 {
		return nil
	}
	return s.offer(c, permit{intent: intentRepeat, policy: index})
}

// offer is the form with a permit in its address; nil for an address that a page
// must not name.
func (s *site) offer(c composition, p permit) *views.Resubmission {
	r := c.ex.in
	address := r.URL.RequestURI()
	if !views.SameSite(address) {
		return nil
	}
	p.ticket = s.tickets.Issue(p.purpose(address), sessionOf(r))
	join := "?"
	if r.URL.RawQuery != "" {
		join = "&"
	}
	words, lang := intentWords[p.intent], s.language(r, c.header)
	return &views.Resubmission{
		Action:    address + join + ticketParameter + "=" + p.String(),
		Multipart: mediaType(r.Header.Get("Content-Type")) == "multipart/form-data",
		Label:     lang.Label(words.label), Note: lang.Label(words.note), Question: lang.Label(words.question),
	}
}

// intentWords are the words on and beside a button. Only the page of the last step
// has a question.
var intentWords = map[intent]struct{ label, note, question locale.Label }{
	intentConfirm: {label: locale.LabelSaveMine, note: locale.LabelSaveMineNote},
	intentReplace: {label: locale.LabelReplace, note: locale.LabelReplaceNote, question: locale.LabelReplaceAsk},
	intentRepeat:  {label: locale.LabelTryAgain, note: locale.LabelRepeatNote},
}
