package gate

import (
	"net/http"
	"net/netip"
)

// Visit is one request on its way through the gates. Request, Client and Path
// make it ready. It belongs to the goroutine that serves the request.
type Visit struct {
	Request *http.Request
	Client  netip.Addr // as far as the edge trusts it; the zero Addr is not known
	Path    string     // normalised, as the owner's globs see it

	// Reported names the limits and guards in report mode that would have acted,
	// for the log. Gates fill it in.
	Reported []string

	fields []field
	store  [4]field // room for the usual number of fields
	leave  func()
}

// field is one line of a header that a gate adds to an answer.
type field struct {
	name  string // canonical
	value string
	alone bool // left out where the answer has the field already
}

// NewVisit returns a visit that no gate has seen.
func NewVisit(r *http.Request, client netip.Addr, path string) *Visit {
	return &Visit{Request: r, Client: client, Path: path}
}

// Apply adds what the gates have to say to the header of an answer, whoever
// made it. List fields are appended to, so that the site's own members stay.
func (v *Visit) Apply(h http.Header) {
	for _, f := range v.fields {
		if f.alone && len(h[f.name]) > 0 {
			continue
		}
		h[f.name] = append(h[f.name], f.value)
	}
}

// Leave ends the visit: what gates hold for it is free again. It is called once
// the answer is written, also after a refusal and a panic. More calls do
// nothing.
func (v *Visit) Leave() {
	if leave := v.leave; leave != nil {
		v.leave = nil
		leave()
	}
}

// onLeave registers what Leave does, the last first.
func (v *Visit) onLeave(f func()) {
	before := v.leave
	v.leave = func() {
		f()
		if before != nil {
			before()
		}
	}
}

func (v *Visit) add(f field) {
	if v.fields == nil {
		v.fields = v.store[:0]
	}
	v.fields = append(v.fields, f)
}
