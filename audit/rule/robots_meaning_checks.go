package rule

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/status"
)

// removing holds the answers by which an address leaves the index.
var removing = status.MustParseSet("301, 308, 404, 410")

var robotsMeaningChecks = []Check{
	{
		ID: "robots-group-override", Group: "F", Severity: Notice, Unit: PerURL, Class: 4,
		Title: "Rules for everybody do not bind a crawler with a group of its own",
		Why:   "A crawler reads the group that names it and no other, so it may fetch what the rules for everybody forbid.",
		Fix:   "Repeat the rules in its group.",
		Docs:  []string{docRobots, docRFC9309},
		Find:  findOverrides,
	},
	{
		ID: "robots-case-or-encoding", Group: "F", Severity: Notice, Unit: PerURL, Class: 4,
		Title: "A rule is written in another way than the addresses that it means",
		Why:   "Rules tell capital letters from small ones and one encoding from another, so this one forbids nothing.",
		Fix:   "Write the rule as the address is.",
		Docs:  []string{docRobots, docRFC9309},
		Find:  findMisspelled,
	},
	{
		ID: "robots-blocks-canonical-target", Group: "F", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "robots.txt forbids the canonical of pages",
		Why:   "Search engines cannot read the page that shall stand for the others.",
		Fix:   "Allow it.",
		Docs:  []string{docCanonical, docRobots}, Bucket: bucketBlocked,
		Find: func(f *Facts) []Hit {
			h := newHiddenTargets(f)
			for r := range f.Site.All() {
				if to, ok := canonicalOf(r, f); ok && to.Key != r.Address.Key {
					h.add(Named{r.Address, to}, "canonical", "a page names it as its canonical and robots.txt forbids it")
				}
			}
			return h.hits
		},
	},
	{
		ID: "robots-blocks-hreflang-target", Group: "F", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "robots.txt forbids a version in another language",
		Why:   "Search engines cannot read the version, nor that it belongs to the others.",
		Fix:   "Allow it.",
		Docs:  []string{docLanguages, docRobots}, Bucket: bucketBlocked,
		Find: func(f *Facts) []Hit {
			h := newHiddenTargets(f)
			for _, n := range f.Alternates {
				h.add(n, "hreflang", "a page names it as its version in another language and robots.txt forbids it")
			}
			return h.hits
		},
	},
	{
		ID: "robots-blocks-redirect-hop", Group: "F", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "robots.txt forbids where redirects lead",
		Why:   "Search engines stop on the way and never see the page at the end.",
		Fix:   "Allow it.",
		Docs:  []string{docRedirects, docRobots}, Bucket: bucketBlocked,
		Find: func(f *Facts) []Hit {
			h := newHiddenTargets(f)
			for _, n := range hiddenHops(f, h.gate) {
				h.add(n, "redirect", "a redirect leads there and robots.txt forbids it")
			}
			return h.hits
		},
	},
	{
		ID: "robots-blocks-error-fix", Group: "F", Severity: Notice, Unit: PerTemplate, Class: 4,
		Title: "robots.txt hides that a page has gone or moved",
		Why:   "Search engines never see the status, so they may keep the old address.",
		Fix:   "Allow the address until it has dropped out of the index.",
		Docs:  []string{docRobots, docStatus}, Bucket: bucketBlocked,
		Find: func(f *Facts) []Hit {
			return blocked(func(r *crawl.Resource, _ robots.Rule) bool {
				return f.settled(r) && wanted(r) && removing.Has(r.Exchange.Status)
			}, "says that it has gone or moved, and robots.txt keeps Google from reading that")(f)
		},
	},
}

// hiddenHops lists the first forbidden hop of every way of redirects that
// begins where Google may go.
func hiddenHops(f *Facts, g gate) []Named {
	var out []Named
	for r := range f.Site.All() {
		if !f.settled(r) || !wanted(r) || !r.Moves() {
			continue
		}
		if _, forbidden := g.forbids(r.Address); forbidden {
			continue
		}
		if to, ok := hiddenHop(f.Site.Chain(r), g); ok {
			out = append(out, Named{r.Address, to})
		}
	}
	return out
}

// hiddenHop is the first hop that is forbidden. Doors to what is private are
// closed on purpose.
func hiddenHop(c crawl.Chain, g gate) (crawl.Address, bool) {
	for _, hop := range c.Hops {
		if !hop.Moves() || isPrivatePlace(hop.To) {
			return crawl.Address{}, false
		}
		if _, forbidden := g.forbids(hop.To); forbidden {
			return hop.To, true
		}
	}
	return crawl.Address{}, false
}

// maxOverrides bounds the findings of one file.
const maxOverrides = 20

// findOverrides asks for each group that names crawlers whether what is
// forbidden to everybody is left open to them without a word. A group that
// allows or forbids everything is meant so.
func findOverrides(f *Facts) []Hit {
	var hits []Hit
	for _, file := range f.Site.Robots {
		rules := file.Answer.File()
		if rules == nil || rules.LooksLikeMarkup() {
			continue
		}
		general := samplesFor(file, "*")
		told := map[string]bool{}
		for _, group := range rules.Groups() {
			agent := group.Agents[0]
			if agent == "" || slices.Contains(group.Agents, "*") || told[strings.ToLower(agent)] || len(told) >= maxOverrides || decided(file, agent) {
				continue
			}
			open := openTo(file, agent, general)
			if len(open) == 0 {
				continue
			}
			told[strings.ToLower(agent)] = true
			hits = append(hits, aboutRobots(file, Hit{
				Discriminator: strings.ToLower(agent), Match: open[0],
				Message: fmt.Sprintf("line %d: the group of %s lacks %d of the rules for everybody, such as %q", group.Line, agent, len(open), open[0]),
			}))
		}
	}
	return hits
}

// sample is a path that a rule is about.
type sample struct{ path, rule string }

// samplesFor makes a path for each Disallow of the groups of a token that
// forbids it.
func samplesFor(file *crawl.Robots, token string) []sample {
	var out []sample
	for _, group := range file.Answer.File().Groups() {
		if !slices.Contains(group.Agents, token) {
			continue
		}
		for _, r := range group.Rules {
			path := strings.ReplaceAll(strings.TrimSuffix(r.Pattern, "$"), "*", "x")
			if !r.Allow && strings.HasPrefix(path, "/") && !file.Answer.Decide("anybody", file.Origin+path).Allowed {
				out = append(out, sample{path, lineOf(r)})
			}
		}
	}
	return out
}

// decided reports a group that says of the whole site what its crawlers may do,
// or that has no line but its name.
func decided(file *crawl.Robots, agent string) bool {
	home := file.Answer.Decide(agent, file.Origin+"/")
	if !home.Allowed || home.Rule.Line > 0 {
		return true
	}
	says := false
	for _, group := range file.Answer.File().Groups() {
		if slices.ContainsFunc(group.Agents, func(a string) bool { return strings.EqualFold(a, agent) }) {
			says = says || len(group.Rules) > 0 || group.CrawlDelay > 0
		}
	}
	return !says
}

// openTo lists the rules whose path no rule of the agent's own decides.
func openTo(file *crawl.Robots, agent string, general []sample) []string {
	var out []string
	for _, s := range general {
		if d := file.Answer.Decide(agent, file.Origin+s.path); d.Allowed && d.Rule.Line == 0 {
			out = append(out, s.rule)
		}
	}
	return out
}

// folded is a robots.txt whose rules were made alike in case and encoding.
type folded struct {
	file   *robots.File
	rules  []robots.Rule // by line, from the third on
	useful map[int]bool  // rules that decide about an address as they are
}

// maxFolded bounds the rules that are compared.
const maxFolded = 2048

func foldRules(file *crawl.Robots) *folded {
	f := &folded{useful: map[int]bool{}}
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, group := range file.Answer.File().Groups() {
		for _, r := range group.Rules {
			if len(f.rules) >= maxFolded || r.Implied {
				continue
			}
			key := "Disallow: "
			if r.Allow {
				key = "Allow: "
			}
			f.rules = append(f.rules, r)
			b.WriteString(key + strings.Join(strings.Fields(fold(r.Pattern)), "+") + "\n")
		}
	}
	f.file = robots.Parse([]byte(b.String()))
	return f
}

// fold makes an address or a rule alike in case and encoding: unescaped twice,
// Latin-1 read as such, in small letters.
func fold(s string) string {
	for range 2 {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
	}
	if !utf8.ValidString(s) {
		wide := make([]rune, 0, len(s))
		for i := range len(s) {
			wide = append(wide, rune(s[i]))
		}
		s = string(wide)
	}
	return strings.NewReplacer(" ", "+", "#", "%23", "\n", "+", "\r", "+").Replace(strings.ToLower(s))
}

// findMisspelled looks for addresses that no rule is about and that a rule
// would forbid if it were written in their way. The rule is about no address
// as it stands.
func findMisspelled(f *Facts) []Hit {
	var hits []Hit
	for _, file := range f.Site.Robots {
		rules := file.Answer.File()
		if rules == nil || rules.LooksLikeMarkup() || forbidsAll(file) {
			continue
		}
		like := foldRules(file)
		found := map[int]crawl.Address{}
		for r := range f.Site.All() {
			if r.Address.Origin() == file.Origin {
				like.look(file, r.Address, found)
			}
		}
		for i, r := range like.rules {
			a, ok := found[i]
			if !ok || like.useful[r.Line] {
				continue
			}
			hits = append(hits, aboutRobots(file, Hit{
				Discriminator: strings.ToLower(lineOf(r)), Match: lineOf(r), Examples: []string{a.Raw},
				Message: fmt.Sprintf("line %d: %q does not match %s, which differs in case or encoding alone", r.Line, lineOf(r), a.PathQuery()),
			}))
		}
	}
	return hits
}

// look asks about one address as it is and made alike.
func (f *folded) look(file *crawl.Robots, a crawl.Address, found map[int]crawl.Address) {
	d := file.Answer.Decide("Googlebot", a.Raw)
	if d.Rule.Line > 0 {
		f.useful[d.Rule.Line] = true
		return
	}
	d = f.file.Decide("anybody", a.Origin()+fold(a.PathQuery()))
	if i := d.Rule.Line - 2; i >= 0 && i < len(f.rules) && !d.Allowed && !f.rules[i].Matches(a.Raw) {
		if _, known := found[i]; !known {
			found[i] = a
		}
	}
}
