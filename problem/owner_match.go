package problem

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Read is the function Read with the owner's rules before the built-in ones.
func (c *Recogniser) Read(x Exchange) Problem {
	r := takeApart(x)
	if c != nil {
		for i := range c.rules {
			if rule := &c.rules[i]; rule.fits(r) {
				return rule.read(r)
			}
		}
	}
	return r.read()
}

func (o *ownerRule) fits(r *reading) bool {
	m := &o.Match
	return m.Status.Has(r.x.Status) &&
		(len(m.Method) == 0 || slices.ContainsFunc(m.Method, func(s string) bool { return strings.EqualFold(s, r.x.Method) })) &&
		(m.Path == nil || m.Path(r.x.Path)) &&
		o.fitsHeader(r.x.Header) && o.fitsJSON(&r.tree) &&
		(o.text == nil || o.text.MatchString(r.spoken()))
}

func (o *ownerRule) fitsHeader(h http.Header) bool {
	for name, re := range o.header {
		if !slices.ContainsFunc(h.Values(name), re.MatchString) {
			return false
		}
	}
	return true
}

func (o *ownerRule) fitsJSON(t *tree) bool {
	for pointer, re := range o.json {
		value, ok := t.at(pointer)
		if !ok || !re.MatchString(value) {
			return false
		}
	}
	return true
}

// spoken is what the text of a rule is compared with.
func (r *reading) spoken() string {
	if r.kind == KindHTML {
		return r.page.visible
	}
	return r.sentence
}

// read tells what the built-in rules found, with the owner's words over theirs.
func (o *ownerRule) read(r *reading) Problem {
	p := r.read()
	if p.Cause != o.Cause && p.Cause != Unknown {
		p.RunnerUp = p.Cause
	}
	p.Cause, p.Confidence, p.Rule = o.Cause, ByRule, o.Name
	p.Soft = r.x.Status.IsSuccess()
	p.Masked = o.Cause != Unknown && !namesConflict.Has(r.x.Status)
	p.Retryable = o.Retryable
	for _, f := range []struct {
		pointer string
		to      *string
	}{
		{o.Message, &p.Summary},
		{o.CurrentVersion, &p.CurrentVersion},
		{o.YourVersion, &p.YourVersion},
		{o.Resource, &p.Resource},
		{o.Owner, &p.LockOwner},
		{o.Field, &p.Field},
	} {
		if value, ok := r.tree.at(f.pointer); ok && f.pointer != "" {
			*f.to = value
		}
	}
	if o.Say != "" {
		p.Summary = o.Say
	}
	if len(o.Steps) > 0 {
		p.UpstreamSteps = o.Steps
	}
	return p
}

// at returns the scalar that a JSON pointer leads to (RFC 6901).
func (t *tree) at(pointer string) (string, bool) {
	if len(t.nodes) == 0 {
		return "", false
	}
	at := 0
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		var ok bool
		if at, ok = t.step(at, unescapePointer.Replace(part)); !ok {
			return "", false
		}
	}
	n := t.nodes[at]
	return n.value, n.typ == isString || n.typ == isNumber
}

var unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")

// step returns the member or the item of a node.
func (t *tree) step(at int, part string) (int, bool) {
	item := 0
	for i := at + 1; i < len(t.nodes) && t.nodes[i].depth > t.nodes[at].depth; i++ {
		n := t.nodes[i]
		if n.parent != at || n.quoted {
			continue
		}
		switch {
		case t.nodes[at].typ == isObject && n.name == part:
			return i, true
		case t.nodes[at].typ == isArray && strconv.Itoa(item) == part:
			return i, true
		}
		item++
	}
	return 0, false
}
