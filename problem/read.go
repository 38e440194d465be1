package problem

import (
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// Read finds out what went wrong in an exchange. It is a pure function without
// network, clock or configuration, looks at 64 KiB of the decoded body at most,
// takes time linear in them, and never fails: what it does not understand it
// leaves empty.
//
// Every answer gets the best sentence, the field errors and the reference of
// its body. The cause of a conflict is looked for in every answer with status
// 409, 412, 423, 424 and 428, and there it is [Unknown] when nothing decides.
// Behind 400, 403, 405, 422, 449, 500 and a success it is looked for only if
// the method is unsafe, only in shapes and codes that say so themselves, and it
// stays empty when none does; so it does under all other statuses. Codes count
// behind a success only where the body denies it ("success": false).
func Read(x Exchange) Problem { return (*Recogniser)(nil).Read(x) }

// read puts together what was found.
func (r *reading) read() Problem {
	x := r.x
	p := Problem{
		Status:    x.Status,
		Summary:   r.sentence,
		Title:     r.title(),
		Errors:    fieldErrors(&r.tree),
		Reference: reference(x.Header, &r.tree),
	}
	d, ran := r.decide()
	if !ran {
		p.Confidence = ByNone
		return p
	}
	p.Cause, p.Confidence, p.Rule, p.RunnerUp = d.cause, d.confidence, d.rule, d.runnerUp
	p.Soft = x.Status.IsSuccess()
	p.Masked = d.cause != Unknown && !namesConflict.Has(x.Status)
	p.CurrentVersion, p.YourVersion = r.versions(d)
	p.Resource = r.resource(d)
	p.Field = r.field()
	p.LockOwner = r.lockOwner()
	p.Retryable = r.retryable(d)
	p.UpstreamSteps = upstreamSteps(&r.tree)
	return p
}

// The statuses under which a cause is looked for, and those that name a
// conflict themselves.
var (
	alwaysRead    = status.MustParseSet("409,412,423,424,428")
	maskedRead    = status.MustParseSet("400,403,405,422,449,500")
	namesConflict = status.MustParseSet("409,412,423,428")
)

// reading is an answer taken apart.
type reading struct {
	x         Exchange
	kind      Kind
	tree      tree    // of JSON and XML
	page      webPage // of HTML
	tokens    []token
	sentence  string
	speech    speech
	effective status.Code // the inner status of a WebDAV multistatus, else the status
}

// takeApart decodes, sniffs and walks a body.
func takeApart(x Exchange) *reading {
	r := &reading{x: x, kind: KindEmpty, effective: x.Status}
	body, err := Decode(x.Header.Get("Content-Encoding"), x.Body)
	if err != nil {
		r.kind = KindOpaque
	} else if len(body) > 0 {
		r.walk(toText(body, x.Header.Get("Content-Type")))
	}
	r.tokens = tokensOf(x.Header, &r.tree)
	r.speech = listen(r.sentence)
	return r
}

// walk reads text as what it looks like; what does not parse is text.
func (r *reading) walk(text string) {
	text = trimStart(text)
	r.kind, r.tree = sniffText(text)
	switch r.kind {
	case KindJSON:
		r.walkQuoted()
		r.sentence = bestSentence(&r.tree)
	case KindXML:
		var ok bool
		if r.tree, ok = parseXML(text); ok {
			r.sentence = bestSentence(&r.tree)
			r.effective = innerStatus(&r.tree, r.x.Status)
			return
		}
		r.readPage(text)
	case KindHTML:
		r.readPage(text)
	case KindText:
		if s := cleanSentence(text); isSentence(s) {
			r.sentence = s
		}
	}
}

// walkQuoted walks JSON inside JSON strings, as Azure Resource Manager and
// message queues nest it, once.
func (r *reading) walkQuoted() {
	for i := range len(r.tree.nodes) {
		n := r.tree.nodes[i]
		if n.typ != isString || len(n.value) < 2 {
			continue
		}
		first, last := n.value[0], n.value[len(n.value)-1]
		if first == '{' && last == '}' || first == '[' && last == ']' {
			parseQuoted(&r.tree, i)
		}
	}
}

func (r *reading) readPage(text string) {
	r.kind = KindHTML
	r.page = parseHTML(text)
	r.sentence = r.page.sentence()
}

// sentence returns what a page says: its notice, else its first paragraph, else
// its heading. A first paragraph of boilerplate means that it says nothing.
func (p webPage) sentence() string {
	if s := cleanSentence(p.notice); isSentence(s) {
		if p.container == "mediawiki" {
			s = firstSentence(s)
		}
		return s
	}
	if s := cleanSentence(p.paragraph); s != "" {
		if isBoilerplate(s) {
			return ""
		}
		if isSentence(s) {
			return s
		}
	}
	if s := cleanSentence(p.heading); hasWords(s) && isSentence(s) {
		return s
	}
	const shortPage = 300
	beside := strings.TrimPrefix(p.visible, p.heading) // WebOb writes under a heading without a p
	if s := cleanSentence(beside); p.paragraph == "" && (p.heading == "" || isReasonPhrase(p.heading) && hasWords(s)) && len(s) <= shortPage && isSentence(s) {
		return s
	}
	return ""
}

func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i >= 0 {
		return s[:i+1]
	}
	return s
}

// title returns the short name that a body gives itself.
func (r *reading) title() string {
	title := r.page.title
	if v, ok := r.tree.get([]string{"title"}); ok {
		title = v
	} else if v, ok := r.tree.get([]string{"problem", "title"}); ok {
		title = v
	}
	if title = cleanSentence(title); isSentence(title) {
		return title
	}
	return ""
}

// innerStatus returns the first error in a WebDAV multistatus that is its own
// reason: 424 only means that another one failed (RFC 4918 11.4).
func innerStatus(t *tree, outer status.Code) status.Code {
	if len(t.nodes) == 0 || t.nodes[0].key != "multistatus" {
		return outer
	}
	for _, n := range t.nodes {
		if n.key != "status" {
			continue
		}
		_, rest, _ := strings.Cut(n.value, " ")
		word, _, _ := strings.Cut(rest, " ")
		if c, err := status.Parse(word); err == nil && c.IsError() && namesConflict.Has(c) {
			return c
		}
	}
	return outer
}

// isUnsafe reports a method that changes things (RFC 9110 9.2.1).
func isUnsafe(method string) bool {
	switch strings.ToUpper(method) {
	case "", "GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "PROPFIND", "REPORT", "SEARCH":
		return false
	}
	return true
}
