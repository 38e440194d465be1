package audit

import (
	"cmp"
	"slices"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// ErrorDesign is one design of an error page: all answers of one status whose
// pages say the same and may be cached for as long.
type ErrorDesign struct {
	Status     int               `json:"status"`
	Addresses  int               `json:"addresses"` // that show it
	Probed     int               `json:"probed"`    // of those, made-up names
	URL        string            `json:"url"`       // one of them; empty: all further designs together
	Type       string            `json:"content_type"`
	Bytes      int64             `json:"bytes"`
	Class      problem.BodyClass `json:"class"` // empty, default, bare, machine, leak, rich, opaque
	Title      string            `json:"title"`
	Headers    []NameValue       `json:"headers"`    // those that say how to treat the error
	Negotiated []VariedWith      `json:"negotiated"` // what other ways to ask got at one of the addresses
	Faults     []DesignFault     `json:"faults"`     // what checks found in it
}

// DesignFault is what one check found in a design. Fewer addresses than the
// design has: the others are right.
type DesignFault struct {
	ID        string `json:"id"`
	Addresses int    `json:"addresses"`
}

// NameValue is a field of an answer.
type NameValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// toldFields are the fields that a card of an error page shows.
var toldFields = []string{"Cache-Control", "Retry-After", "Allow", "Content-Language", "Vary", "X-Robots-Tag", "Age"}

// headerFaults are the checks of other groups that are about those fields.
var headerFaults = []string{"allow-header-missing", "auth-missing-challenge", "retry-after-invalid", "retry-after-missing-429", "retry-after-missing-503"}

// maxDesigns bounds the designs that a report tells apart.
const maxDesigns = 100

// designer sorts error pages by design.
type designer struct {
	designs []*ErrorDesign
	looks   []look // of the designs
	rest    ErrorDesign
	byURL   map[string]*ErrorDesign
}

// look is what the answers of one design have in common.
type look struct {
	class       problem.BodyClass
	kind, cache string // media type of what is no page; Cache-Control
	sketch      crawl.Sketch
}

func lookOf(e *rule.ErrorPage) look {
	out := look{class: e.Class, cache: e.Header().Get("Cache-Control")}
	if e.Page == nil {
		out.kind = e.Exchange.MediaType()
	} else {
		out.sketch = e.Page.Sketch
	}
	return out
}

func (l look) like(other look) bool {
	return l.class == other.class && l.kind == other.kind && l.cache == other.cache && l.sketch.Like(other.sketch)
}

// errorDesigns groups the error pages of a run, those of the site's own
// addresses first, then by status.
func errorDesigns(f *rule.Facts, findings []Finding) []ErrorDesign {
	d := designer{byURL: map[string]*ErrorDesign{}, rest: emptyDesign()}
	for _, e := range f.ErrorPages {
		d.take(e)
	}
	for _, v := range f.Variants {
		if design := d.byURL[v.Address.Raw]; design != nil && len(design.Negotiated) == 0 {
			ways, _ := varied([]rule.Variants{v})
			design.Negotiated = ways[0].Others
		}
	}
	for _, f := range findings {
		if design := d.byURL[f.URL]; design != nil && (f.Group == "C" || slices.Contains(headerFaults, f.ID)) {
			design.blame(f)
		}
	}
	return d.list()
}

func emptyDesign() ErrorDesign {
	return ErrorDesign{Headers: []NameValue{}, Negotiated: []VariedWith{}, Faults: []DesignFault{}}
}

// take adds one error page to its design.
func (d *designer) take(e *rule.ErrorPage) {
	one := d.find(e)
	if one == nil && len(d.designs) < maxDesigns {
		one = newDesign(e)
		d.designs, d.looks = append(d.designs, one), append(d.looks, lookOf(e))
	}
	if one == nil {
		one = &d.rest
	}
	one.Addresses++
	if e.Probed {
		one.Probed++
	}
	if one != &d.rest {
		d.byURL[e.Address.Raw] = one
	}
}

// blame notes a finding.
func (d *ErrorDesign) blame(f Finding) {
	i := slices.IndexFunc(d.Faults, func(known DesignFault) bool { return known.ID == f.ID })
	if i < 0 {
		i = len(d.Faults)
		d.Faults = append(d.Faults, DesignFault{ID: f.ID})
	}
	d.Faults[i].Addresses = min(d.Faults[i].Addresses+f.Count, d.Addresses)
}

// find gives the known design of an error page; nil for a new one.
func (d *designer) find(e *rule.ErrorPage) *ErrorDesign {
	l := lookOf(e)
	for i, known := range d.designs {
		if status.Code(known.Status).Is(e.Status()) && d.looks[i].like(l) {
			return known
		}
	}
	return nil
}

func newDesign(e *rule.ErrorPage) *ErrorDesign {
	one := emptyDesign()
	one.Status, one.URL, one.Type, one.Bytes, one.Class = int(e.Status()), e.Address.Raw, e.Exchange.MediaType(), e.Exchange.Size, e.Class
	if e.Page != nil {
		one.Title = e.Page.Title
	}
	for _, name := range toldFields {
		if value := e.Header().Get(name); value != "" {
			one.Headers = append(one.Headers, NameValue{name, value})
		}
	}
	return &one
}

func (d *designer) list() []ErrorDesign {
	out := make([]ErrorDesign, 0, len(d.designs)+1)
	for _, one := range d.designs {
		out = append(out, *one)
	}
	slices.SortStableFunc(out, func(a, b ErrorDesign) int {
		return cmp.Or(cmp.Compare(a.Status, b.Status), -cmp.Compare(a.Addresses, b.Addresses), cmp.Compare(a.URL, b.URL))
	})
	if d.rest.Addresses > 0 {
		out = append(out, d.rest)
	}
	return out
}
