package views

import (
	"slices"
	"sync"
	"time"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// maxShapes bounds what a Prepared keeps. A shape takes about 12 KiB with all
// its codings, so that one brand holds at most 6 MiB; an ordinary site needs a
// few dozen. Nothing is thrown away for a newcomer: who makes up requests can
// neither make the edge compress again and again nor push out the pages that
// are asked for.
const maxShapes = 512

// Prepared keeps the pages of one brand ready: each kind of page is rendered and
// compressed once, when it is needed first, and a request only fills in what is
// its own (the reference, the time, the wait, the quotation, the facts and the
// links to versions). Sites with the same brand share one. The zero value is not
// usable; a Prepared is safe for concurrent use.
type Prepared struct {
	brand  Brand
	mu     sync.RWMutex
	shapes map[shapeKey]*shape
}

// Prepare returns the pages of a brand, none of them made yet.
func Prepare(b Brand) *Prepared { return &Prepared{brand: b, shapes: map[shapeKey]*shape{}} }

// Page returns the page for a document in a content coding: decoded, it is byte
// by byte what Render makes of NewPage, with the brand of p whatever the options
// say. ok is false for a page that cannot be prepared, because words of its own
// go into it (steps of the upstream, a field in the heading, what a visitor typed) or because it must
// make room: then it is to be rendered.
func (p *Prepared) Page(d problem.Document, o PageOptions, c Coding) (page []byte, ok bool) {
	o.Brand = p.brand
	if d.Lang == nil {
		d.Lang = locale.English()
	}
	if !preparable(d) || o.Kept != nil {
		return nil, false
	}
	v := valuesOf(d, o)
	s := p.shape(keyOf(d, o, v), d, o)
	if s == nil || !s.fits(d, v) {
		return nil, false
	}
	return s.page(v, c)
}

// preparable refuses documents whose heading holds a word of the upstream.
func preparable(d problem.Document) bool {
	return d.Status.IsError() && (d.Cause != problem.AlreadyExists || d.Field == "")
}

// shape finds a shape, or makes it; nil when it cannot be made or kept.
func (p *Prepared) shape(key shapeKey, d problem.Document, o PageOptions) *shape {
	p.mu.RLock()
	s, known := p.shapes[key]
	full := len(p.shapes) >= maxShapes
	p.mu.RUnlock()
	if known || full {
		return s
	}
	s = newShape(d, o)
	if s == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other, known := p.shapes[key]; known {
		return other
	}
	p.shapes[key] = s
	return s
}

// shapeKey is all that decides about a page but the values that are filled in.
type shapeKey struct {
	lang   *locale.Language
	status status.Code
	cause  problem.Cause
	origin string
	filled [holeCount]bool

	unsafe, guide, retryable, worded, quoted, referenced bool
}

func keyOf(d problem.Document, o PageOptions, v values) shapeKey {
	k := shapeKey{
		lang: d.Lang, status: d.Status, cause: d.Cause, origin: d.Origin,
		unsafe: o.Unsafe, guide: o.Guide, retryable: d.Retryable,
		worded: d.Sentence != "", quoted: d.Quote != "", referenced: d.Reference != "",
	}
	for i, value := range v {
		k.filled[i] = value != ""
	}
	return k
}

// hole is a place in a page that a request fills in.
type hole uint8

const (
	holeWait hole = iota
	holeCurrent
	holeBack
	holeQuote
	holeResource
	holeField
	holeCurrentVersion
	holeYourVersion
	holeLockOwner
	holeReference
	holeTime
	holeCount
)

// values are what a request fills in, as NewPage shows it and not yet escaped;
// what is empty has no place on the page.
type values [holeCount]string

func valuesOf(d problem.Document, o PageOptions) values {
	shown := o.Brand.looks().shown
	v := values{
		holeResource: fit(d.Resource, limitFact), holeField: fit(d.Field, limitFact),
		holeCurrentVersion: fit(d.CurrentVersion, limitFact), holeYourVersion: fit(d.YourVersion, limitFact),
		holeLockOwner: fit(d.LockOwner, limitFact),
	}
	if d.RetryAfter > 0 {
		v[holeWait] = d.WithEnd(d.Lang.Wait(time.Duration(min(d.RetryAfter, maxWait)) * time.Second))
	}
	if SameSite(o.Current) {
		v[holeCurrent] = o.Current
	}
	if SameSite(o.Back) {
		v[holeBack] = o.Back
	}
	if shown.quote && !d.Status.IsServerError() {
		v[holeQuote] = fit(d.Quote, limitQuote)
	}
	if shown.requestID && !o.Guide {
		v[holeReference] = fit(d.Reference, limitFact)
	}
	if shown.time && !o.Guide {
		v[holeTime] = clock(o.Time)
	}
	return v
}

// fits reports whether the page of the document has this shape: its words are
// those that the catalogue gives, and it does not quote what the page says
// itself.
func (s *shape) fits(d problem.Document, v values) bool {
	return d.Title == s.words.Title && d.Sentence == s.words.Sentence && slices.Equal(d.Steps, s.words.Steps) &&
		(v[holeQuote] == "" || d.Quote != s.sentence)
}
