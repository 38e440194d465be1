package rule

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// condition is a When, checked and in the form that is quick to evaluate. Empty
// parts are true.
type condition struct {
	codes     status.Set
	own       bool // matches own errors
	upstream  bool // matches answers of the site's servers
	methods   []string
	hosts     []Glob
	paths     []Glob
	response  []field
	types     []Glob
	size      sizes
	hasSize   bool
	clients   []string
	request   []field
	networks  []netip.Prefix
	bodies    []string
	titles    []Glob
	causes    []string
	any       []condition
	needsBody bool     // some part of it, or of any, can look at the body
	asks      []string // request fields that it depends on
}

// field is a condition on one header field.
type field struct {
	name   string // canonical
	values []Glob
}

func (f *field) in(h http.Header) bool {
	lines := h[f.name]
	for i := range f.values {
		for _, line := range lines {
			if f.values[i].Match(line) {
				return true
			}
		}
	}
	return false
}

// look is one evaluation: the exchange, and what was read of it so far.
type look struct {
	*Exchange
	path   string // normalised
	body   Body
	looked bool
	asked  bool // a part that depends on who asks was evaluated
}

// see returns the body, which is looked at once.
func (l *look) see() (*Body, bool) {
	if l.Body == nil {
		return nil, false
	}
	if !l.looked {
		l.body, l.looked = l.Exchange.Body(), true
	}
	return &l.body, true
}

// holds evaluates the cheap parts first, then what depends on who asks, and the
// body last.
func (c *condition) holds(l *look) bool {
	return c.byAnswer(l) && c.byClient(l) && c.byBody(l) && c.byAny(l)
}

func (c *condition) byAnswer(l *look) bool {
	return c.codes.Has(l.Status) &&
		(l.Own && c.own || !l.Own && c.upstream) &&
		oneOf(c.methods, l.Method) &&
		matches(c.hosts, l.Host) &&
		matches(c.paths, l.path) &&
		all(c.response, l.Response) &&
		(len(c.types) == 0 || matches(c.types, mediaType(l.Response)))
}

func (c *condition) byClient(l *look) bool {
	if len(c.clients) == 0 && len(c.request) == 0 && len(c.networks) == 0 {
		return true
	}
	l.asked = true
	return oneOf(c.clients, l.Client) && all(c.request, l.Request) && c.inNetwork(l.Network)
}

func (c *condition) inNetwork(a netip.Addr) bool {
	if len(c.networks) == 0 {
		return true
	}
	a = a.Unmap().WithZone("")
	return slices.ContainsFunc(c.networks, func(p netip.Prefix) bool { return p.Contains(a) })
}

func (c *condition) byBody(l *look) bool {
	if c.hasSize && !c.bySize(l) {
		return false
	}
	if len(c.bodies) == 0 && len(c.titles) == 0 && len(c.causes) == 0 {
		return true
	}
	b, ok := l.see()
	return ok &&
		(len(c.bodies) == 0 || c.ofClass(b.Class, l.Response)) &&
		matches(c.titles, b.Title) &&
		oneOf(c.causes, b.Cause)
}

// bySize believes an announced length; only without one it looks.
func (c *condition) bySize(l *look) bool {
	if l.Size >= 0 {
		return c.size.holds(l.Size, true)
	}
	b, ok := l.see()
	return ok && c.size.holds(b.Size, b.Complete)
}

// problemDocument is the class of bodies that are a problem document: a part of
// the class machine, told by the media type (RFC 9457 section 3).
const problemDocument = "problem"

func (c *condition) ofClass(class problem.BodyClass, h http.Header) bool {
	return slices.Contains(c.bodies, string(class)) ||
		class == problem.Machine && slices.Contains(c.bodies, problemDocument) && isProblemType(mediaType(h))
}

func (c *condition) byAny(l *look) bool {
	if len(c.any) == 0 {
		return true
	}
	for i := range c.any {
		if c.any[i].holds(l) {
			return true
		}
	}
	return false
}

func isProblemType(t string) bool {
	return strings.EqualFold(t, problem.MediaTypeJSON) || strings.EqualFold(t, problem.MediaTypeXML)
}

// mediaType is the type of the answer, without parameters.
func mediaType(h http.Header) string {
	lines := h["Content-Type"]
	if len(lines) == 0 {
		return ""
	}
	t, _, _ := strings.Cut(lines[0], ";")
	return strings.Trim(t, " \t")
}

// oneOf reports that the list is empty or holds the word.
func oneOf(list []string, word string) bool { return len(list) == 0 || slices.Contains(list, word) }

// matches reports that the list is empty or one of its patterns fits.
func matches(globs []Glob, text string) bool {
	for i := range globs {
		if globs[i].Match(text) {
			return true
		}
	}
	return len(globs) == 0
}

// all reports that every field condition holds.
func all(fields []field, h http.Header) bool {
	for i := range fields {
		if !fields[i].in(h) {
			return false
		}
	}
	return true
}

// touches lists the statuses under which the condition can hold at all.
func (c *condition) touches() status.Set {
	if len(c.any) == 0 {
		return c.codes
	}
	var inner status.Set
	for i := range c.any {
		inner = union(inner, c.any[i].touches())
	}
	return only(inner, c.codes.Has)
}

// meetsOwn reports a condition that an error of the edge itself can meet.
func (c *condition) meetsOwn() bool {
	return c.own && (len(c.any) == 0 || slices.ContainsFunc(c.any, func(sub condition) bool { return sub.meetsOwn() }))
}

// byNetwork reports a condition on the client's address.
func (c *condition) byNetwork() bool {
	return len(c.networks) > 0 || slices.ContainsFunc(c.any, func(sub condition) bool { return sub.byNetwork() })
}

// takesAll reports a condition that looks at nothing but status, method, host
// and who asks.
func (c *condition) takesAll() bool {
	if len(c.paths)+len(c.response)+len(c.types)+len(c.bodies)+len(c.titles)+len(c.causes) > 0 || c.hasSize {
		return false
	}
	return len(c.any) == 0 || slices.ContainsFunc(c.any, func(sub condition) bool { return sub.takesAll() })
}
