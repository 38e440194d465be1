package locale

// Have says what a page holds and what is known about the failed request, so
// that no step promises what is not there. The zero value is the page with the
// least on it, for a request that meant to change something.
type Have struct {
	Reference bool // a reference number is shown
	Wait      bool // a valid Retry-After is known, and the page shows it
	KeptText  bool // the visitor's text is shown
	Links     bool // a search or links are shown
	Quote     bool // the site's own sentence is shown
	ReadOnly  bool // the request only read: there is nothing to save and no typed text
	Final     bool // the same request cannot succeed later; tells the two forms of idempotency apart
}

// promise is the condition under which a step is true.
type promise struct {
	kept    func(Have) bool
	instead []step // what takes its place when the promise is not kept; may be empty
}

// promises lists the steps that point at something. Read-only.
var promises = map[step]promise{
	stepSendReference:  {kept: func(h Have) bool { return h.Reference }},
	stepSearchOrLinks:  {kept: func(h Have) bool { return h.Links }},
	stepWaitShown:      {kept: func(h Have) bool { return h.Wait }, instead: []step{stepFewMinutes}},
	stepWaitLockShown:  {kept: func(h Have) bool { return h.Wait }, instead: []step{stepWaitLock}},
	stepFixFailedBelow: {kept: func(h Have) bool { return h.Quote }, instead: []step{stepFixFailed}},
	stepKeepCopyBelow:  {kept: func(h Have) bool { return h.KeptText }, instead: []step{stepPressBack}},
	stepPressBack:      {kept: func(h Have) bool { return !h.ReadOnly }},
	stepKeepCopy:       {kept: func(h Have) bool { return !h.ReadOnly }},
}

// stepsFor words the steps that are true under have, in order.
func (l *Language) stepsFor(steps []step, have Have) []string {
	words := make([]string, 0, len(steps))
	for _, s := range steps {
		p, conditional := promises[s]
		if conditional && !p.kept(have) {
			words = append(words, l.stepsFor(p.instead, have)...)
			continue
		}
		words = append(words, l.steps[s])
	}
	return words
}
