package audit

import (
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// Signature is what tells the answer of a finding apart from others, in the
// terms in which a rule of the edge can ask for it.
type Signature struct {
	Titles []string          `json:"titles"`     // of the page; a star stands for what differs from answer to answer
	Shared bool              `json:"shared"`     // answers of this status that nothing is said against look so too
	MadeUp bool              `json:"made_up"`    // the address is not the site's: its name was drawn at random
	Type   string            `json:"media_type"` // of the answer, without parameters
	Body   problem.BodyClass `json:"body"`       // of an error; empty where it is not known
	Sketch Sketch            `json:"sketch"`     // of the page's text
}

// Sketch is a fingerprint that similar texts share. The zero Sketch is that of
// no text.
type Sketch struct {
	Bits  uint64 `json:"bits,string"` // SimHash of the text
	Head  uint64 `json:"head,string"` // hash of title and headings
	Words int    `json:"words"`
}

// shown is one page under an address.
type shown struct {
	exchange *crawl.Exchange
	page     *crawl.Page // nil when it is no HTML
	class    problem.BodyClass
	name     string // made up, and part of the address; empty when it is no probe
	probed   bool   // the address is made up
}

// sign fills in the signatures of findings.
func sign(findings []Finding, f *rule.Facts) {
	album := newAlbum(f)
	open := map[string][]*Signature{} // of successes, by title
	accused := map[string]bool{}
	for i := range findings {
		s := album.of(&findings[i])
		findings[i].Signature = s
		if findings[i].Group == softGroup {
			accused[findings[i].URL] = true
		}
		if s == nil || findings[i].StatusFinal == nil {
			continue
		}
		if code := status.Code(*findings[i].StatusFinal); !code.IsSuccess() {
			s.Shared = code.IsError() && hasFine(f, &findings[i], code)
			continue
		}
		for _, title := range s.Titles {
			open[strings.ToLower(title)] = append(open[strings.ToLower(title)], s)
		}
	}
	if len(open) > 0 {
		markShared(open, accused, f)
	}
}

// hasFine reports an error page of the same status and title that the check says
// nothing against.
func hasFine(f *rule.Facts, finding *Finding, code status.Code) bool {
	s := finding.Signature
	if s.Body == "" {
		return false
	}
	for _, e := range f.ErrorPages {
		if e.Page == nil || !e.Status().Is(code) || e.Address.Raw == finding.URL || slices.Contains(finding.Examples, e.Address.Raw) {
			continue
		}
		alike := e.Page.Sketch.Like(crawl.Sketch{Bits: s.Sketch.Bits, Head: s.Sketch.Head, Words: s.Sketch.Words})
		if !alike && (len(s.Titles) == 0 || slices.Contains(s.Titles, e.Page.Title)) {
			return true
		}
	}
	return false
}

// softGroup is the letter of the checks for errors told as success.
const softGroup = "B"

// markShared looks through all pages for those with a title that is held
// against others.
func markShared(open map[string][]*Signature, accused map[string]bool, f *rule.Facts) {
	var patterns []string
	for title := range open {
		if strings.Contains(title, "*") {
			patterns = append(patterns, title)
		}
	}
	for r := range f.Site.All() {
		if r.Page == nil || !r.Exchange.Status.IsSuccess() || accused[r.Address.Raw] {
			continue
		}
		title := strings.ToLower(r.Page.Title)
		for _, s := range open[title] {
			s.Shared = true
		}
		for _, p := range patterns {
			if fits(p, title) {
				for _, s := range open[p] {
					s.Shared = true
				}
			}
		}
	}
}

// fits reports a text that begins and ends as a pattern with one star does.
func fits(pattern, text string) bool {
	before, after, _ := strings.Cut(pattern, "*")
	return len(text) >= len(before)+len(after) && strings.HasPrefix(text, before) && strings.HasSuffix(text, after)
}

// probeSpot is a place where made-up names were tried.
type probeSpot struct{ origin, template string }

// album finds the pages that were asked beside the crawl, by address.
type album struct {
	facts  *rule.Facts
	spots  map[string]probeSpot  // by the address of a made-up name
	probes map[probeSpot][]shown // answers with success, in place
	pages  map[string]shown      // all others
}

func newAlbum(f *rule.Facts) album {
	a := album{facts: f, spots: map[string]probeSpot{}, probes: map[probeSpot][]shown{}, pages: map[string]shown{}}
	for _, t := range f.Trials {
		a.pages[t.Asked.Raw] = shown{exchange: t.Final(), page: t.Page}
	}
	for _, e := range f.ErrorPages {
		a.pages[e.Address.Raw] = shown{exchange: e.Exchange, page: e.Page, class: e.Class, probed: e.Probed}
	}
	for _, p := range f.Probes {
		at := probeSpot{p.Asked[0].First().Address.Origin(), p.Template}
		a.spots[p.Asked[0].First().Address.Raw] = at
		for _, asked := range p.Asked {
			if last := asked.Final(); last.Status.IsSuccess() && last.Size > 0 && asked.InPlace() {
				a.probes[at] = append(a.probes[at], shown{exchange: last, page: asked.Page, name: asked.Name})
			}
		}
	}
	return a
}

// of is the signature of what a finding is about; nil where no answer is known.
func (a album) of(f *Finding) *Signature {
	if probes := a.probes[a.spots[f.URL]]; len(probes) > 0 {
		return signatureOf(probes)
	}
	if one, ok := a.pages[f.URL]; ok {
		return signatureOf([]shown{one})
	}
	address, err := crawl.ParseAddress(f.URL)
	if err != nil {
		return nil
	}
	r := a.facts.Site.Resource(address.Key)
	if r == nil || r.Exchange == nil || !r.Exchange.Answered() {
		return nil
	}
	return signatureOf([]shown{{exchange: r.Exchange, page: r.Page}})
}

func signatureOf(pages []shown) *Signature {
	first := pages[0]
	s := &Signature{Titles: []string{}, Type: first.exchange.MediaType(), Body: first.class, MadeUp: first.probed || first.name != ""}
	if first.page != nil {
		k := first.page.Sketch
		s.Sketch = Sketch{k.Bits, k.Head, k.Words}
	}
	for _, p := range pages {
		title := titleOf(p)
		if title == "" {
			s.Titles = []string{} // one of them cannot be told apart
			return s
		}
		if !slices.Contains(s.Titles, title) {
			s.Titles = append(s.Titles, title)
		}
	}
	slices.Sort(s.Titles)
	return s
}

// maxTitle is how much of a title a pattern has.
const maxTitle = 150

// titleOf is the title of a page as a pattern: a made-up name becomes a star,
// and so does what is too long to matter. Empty when the rest says nothing.
func titleOf(p shown) string {
	if p.page == nil {
		return ""
	}
	title := strings.ToValidUTF8(strings.ReplaceAll(p.page.Title, "*", "?"), "?")
	before, after, named := title, "", false
	if p.name != "" {
		if before, after, named = strings.Cut(title, p.name); !named {
			before, after, named = cutFold(title, p.name)
		}
	}
	if runes := []rune(before); len(runes) > maxTitle {
		before, after, named = string(runes[:maxTitle]), "", true
	}
	if !named {
		return title
	}
	if len([]rune(after)) > maxTitle {
		after = ""
	}
	if len(strings.Fields(before+" "+after)) == 0 {
		return ""
	}
	return before + "*" + strings.ReplaceAll(after, p.name, "*")
}

// cutFold cuts around a name in whatever case a site repeats it.
func cutFold(title, name string) (before, after string, found bool) {
	lower := strings.ToLower(title)
	if at := strings.Index(lower, name); at >= 0 && len(lower) == len(title) {
		return title[:at], title[at+len(name):], true
	}
	return title, "", false
}
