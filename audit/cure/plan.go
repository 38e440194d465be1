package cure

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit"
	"github.com/seed-3913a1bb/signpost/audit/rule"
)

// Options say how findings are written. The zero Options is the careful one.
type Options struct {
	// Enforce is the owner's word that rules may change the status of a success
	// now, instead of only reporting what they would do.
	Enforce bool
}

// Plan is what the edge can do about the findings of a report. It is immutable.
type Plan struct {
	version, run string
	again        string // day of the next check
	main         string // host that the lists belong to
	hosts        []*host
	outcomes     []Outcome
	moves        []move
	gone         []string
	routes       []string
	known        []known
}

// Outcome is what becomes of one finding.
type Outcome struct {
	ID          string          `json:"id"`
	Fingerprint string          `json:"fingerprint"`
	Host        string          `json:"host"`
	URL         string          `json:"url"`
	Confidence  rule.Confidence `json:"confidence"`
	Because     string          `json:"because"`
	Edge        string          `json:"edge"`    // what the edge does; empty: nothing
	Key         string          `json:"key"`     // of the setting, or the name of the rule; empty: none
	State       Written         `json:"state"`   // empty: the edge has nothing for it
	Why         string          `json:"why"`     // why it is off
	Reveals     string          `json:"reveals"` // what the next audit calls the address where this was cured; empty: nothing
}

// host is what is written for one host.
type host struct {
	name, upstream string
	items          []*item
	byKey          map[string]*item
	used           map[string]bool // names of rules
}

// item is a setting or a rule, with the findings that ask for it.
type item struct {
	order      int // of its row
	state      Written
	why        string
	key, value string    // of a setting
	rule       *ruleText // or a rule
	findings   []*audit.Finding
}

// checkAgain is how long rules are good without a new look.
const checkAgain = 3 // months

// New reads the findings of a report. The order of findings does not count.
func New(r *audit.Report, o Options) *Plan {
	p := &Plan{version: r.Tool.Version, run: r.Run.ID, again: r.Run.Started.AddDate(0, checkAgain, 0).Format(time.DateOnly)}
	known := newAtlas(r)
	p.main = known.host
	for _, f := range sorted(r.Findings) {
		p.outcomes = append(p.outcomes, p.take(r, f, known, o))
	}
	if len(p.hosts) == 0 {
		p.hostOf(r, firstAddress(r))
	}
	slices.SortFunc(p.hosts, func(a, b *host) int { return cmp.Compare(a.name, b.name) })
	for _, h := range p.hosts {
		h.arrange()
	}
	p.routes, p.known = known.routes(), sketches(r.Findings)
	return p
}

// IsEmpty reports that the edge has nothing to be told.
func (p *Plan) IsEmpty() bool {
	return !slices.ContainsFunc(p.hosts, func(h *host) bool { return len(h.items) > 0 })
}

func firstAddress(r *audit.Report) string {
	if len(r.Run.Seeds) > 0 {
		return r.Run.Seeds[0]
	}
	return ""
}

// sorted brings findings into one order, whatever order the report has.
func sorted(findings []audit.Finding) []*audit.Finding {
	out := make([]*audit.Finding, len(findings))
	for i := range findings {
		out[i] = &findings[i]
	}
	slices.SortStableFunc(out, func(a, b *audit.Finding) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.URL, b.URL), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	return out
}

// take decides about one finding and notes what is to be written for it.
func (p *Plan) take(r *audit.Report, f *audit.Finding, known *atlas, o Options) Outcome {
	h := p.hostOf(r, f.URL)
	out := Outcome{ID: f.ID, Fingerprint: f.Fingerprint, Host: h.name, URL: f.URL, Confidence: f.Confidence, Because: oneLine(f.Message)}
	row := rowOf(f)
	if row == nil || f.Confidence == rule.Unsure {
		return out
	}
	out.Edge, out.State, out.Why, out.Reveals = row.edge, row.way(o.Enforce), row.why, row.reveals
	switch {
	case row.rich && !isRich(f):
		out.State, out.Why = Default, ""
		return out
	case out.State == Default || out.State == Hint:
		return out
	case f.Confidence != rule.Certain && out.State != Comment:
		out.State, out.Why = Comment, "it is likely, and not certain"
	}
	p.settings(h, row, f, &out, o)
	p.rule(h, row, f, &out)
	p.list(row, f, &out, known)
	return out
}

func (p *Plan) settings(h *host, row *row, f *audit.Finding, out *Outcome, o Options) {
	for _, s := range row.set {
		if s.enforced && !o.Enforce || !s.only.Empty() && !s.only.Has(codeOf(f)) || s.ids != "" && !names(s.ids, f.ID) {
			continue
		}
		value := s.value
		if find, ok := found[value]; ok {
			value = find(f)
		}
		out.Key = cmp.Or(out.Key, s.key+": "+value)
		h.add(item{order: orderOf(row), state: out.State, why: out.Why, key: s.key, value: value}, f)
	}
}

func (p *Plan) rule(h *host, row *row, f *audit.Finding, out *Outcome) {
	if row.rule == nil {
		return
	}
	built, reason := row.rule.build(f)
	if reason != "" && out.State != Comment {
		out.State, out.Why = Comment, reason
	}
	if built == nil {
		return
	}
	if row.rule.corrects {
		built.Mode = map[Written]string{Report: "report", Live: "enforce", Comment: "report"}[out.State]
	}
	it := h.add(item{order: orderOf(row), state: out.State, why: out.Why, rule: built}, f)
	out.Key = cmp.Or(out.Key, string(it.rule.Name))
}

// hostOf is the site that an address belongs to. Its server is the address that
// was audited: that of a seed before any other.
func (p *Plan) hostOf(r *audit.Report, address string) *host {
	name, origin := split(address)
	for _, h := range p.hosts {
		if h.name == name {
			return h
		}
	}
	for _, seed := range slices.Concat(r.Run.Seeds, r.Site.Origins) {
		if n, o := split(seed); n == name && o != "" {
			origin = o
			break
		}
	}
	h := &host{name: name, upstream: origin, byKey: map[string]*item{}, used: map[string]bool{}}
	p.hosts = append(p.hosts, h)
	return h
}

// split returns the host without its port, and the origin.
func split(address string) (name, origin string) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "*", "http://127.0.0.1:3000"
	}
	name = strings.ToLower(u.Hostname())
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	return name, u.Scheme + "://" + u.Host
}

// add joins what would be written twice.
func (h *host) add(it item, f *audit.Finding) *item {
	key := string(it.state) + " " + it.key + " " + it.value
	if it.rule != nil {
		key = string(it.state) + " " + it.rule.mark() + " " + it.why
	}
	for it.rule != nil && h.byKey[key].isFull() {
		key += "+"
	}
	old := h.byKey[key]
	if old == nil {
		old = &it
		h.byKey[key], h.items = old, append(h.items, old)
		if it.rule != nil {
			it.rule.Name = text(h.nameFor(f, it.rule))
		}
	} else if it.rule != nil {
		old.rule.When.merge(&it.rule.When)
	}
	old.findings = append(old.findings, f)
	return old
}

// arrange orders what is written by the table, live before off.
func (h *host) arrange() {
	for _, it := range h.items {
		if it.rule != nil {
			slices.Sort(it.rule.When.Path)
		}
	}
	slices.SortStableFunc(h.items, func(a, b *item) int {
		return cmp.Or(cmp.Compare(a.off(), b.off()), cmp.Compare(a.order, b.order))
	})
}

// isFull reports a rule that takes no more addresses.
func (it *item) isFull() bool { return it != nil && len(it.rule.When.Path) >= mostPaths }

func (it *item) off() int {
	if it.state == Comment {
		return 1
	}
	return 0
}

func orderOf(r *row) int {
	return slices.IndexFunc(table, func(other row) bool { return other.ids == r.ids && other.edge == r.edge })
}

func isRich(f *audit.Finding) bool { return f.Signature != nil && f.Signature.Body == "rich" }
