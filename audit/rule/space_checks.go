package rule

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

var spaceChecks = []Check{
	{
		ID: "crawl-trap-session", Group: "J", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "Addresses carry a session",
		Why:   "Each visit of a crawler gets new addresses for the same pages.",
		Fix:   "Keep the session in a cookie.",
		Docs:  []string{docBudget},
		Find:  findSessions,
	},
	{
		ID: "crawl-trap-path-repeat", Group: "J", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "Paths that repeat themselves",
		Why:   "Relative links that build on each other make addresses without end.",
		Fix:   "Use links from the root, and answer 404 for paths that do not exist.",
		Docs:  []string{docBudget},
		Find:  findRepeats,
	},
	{
		ID: "infinite-space", Group: "J", Severity: Error, Unit: PerTemplate, Class: 2,
		Title: "Pages of one kind never end",
		Why:   "Each page leads to more than one new page of the same kind: crawlers lose themselves in it.",
		Fix:   "Take out the link that makes them.",
		Docs:  []string{docBudget},
		Find:  findEndless,
	},
	{
		ID: "pagination-broken", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A page of a list is broken",
		Why:   "What only the further pages name is not found.",
		Fix:   "Repair the page; behind the last one answer 404 and do not link it.",
		Docs:  []string{docPaging},
		Find: eachAnswer(func(r *crawl.Resource) *Hit {
			if !r.Exchange.Broken() {
				return nil
			}
			for _, s := range r.Sources {
				if s.Element == "link" && s.Attr == "href" && paged.MatchString(r.Address.Raw) {
					return &Hit{Message: fmt.Sprintf("a list goes on here and it answers %s", outcome(r.Exchange))}
				}
				if pageDigits.MatchString(strings.TrimSpace(s.Text)) && paged.MatchString(r.Address.Raw) {
					return &Hit{Message: fmt.Sprintf("a list goes on here and it answers %s", outcome(r.Exchange))}
				}
			}
			return nil
		}),
	},
}

var (
	paged      = regexp.MustCompile(`(?i)(?:[?&](?:page|p|pg|paged|start|offset)=|/page[/-])\d{1,6}\b`)
	pageDigits = regexp.MustCompile(`^\d{1,5}$`)
	session    = regexp.MustCompile(`(?i)(?:[?&;](?:phpsessid|jsessionid|sid|sessionid|session_id|aspsessionid\w*|cfid|cftoken)=)([A-Za-z0-9_-]{16,})`)
)

// sessions is how many values of one session field prove that it changes.
const sessions = 3

func findSessions(f *Facts) []Hit {
	values := map[string]map[string]bool{}
	var g grouped
	for r := range f.Site.All() {
		m := session.FindStringSubmatchIndex(r.Address.Raw)
		if m == nil || r.Exchange == nil {
			continue
		}
		field := strings.ToLower(strings.Trim(r.Address.Raw[m[0]:m[2]], "?&;="))
		if values[field] == nil {
			values[field] = map[string]bool{}
		}
		values[field][r.Address.Raw[m[2]:m[3]]] = true
		g.add(r, field, Hit{Discriminator: field, Match: field, Message: fmt.Sprintf("addresses carry %s, each with another value", field)})
	}
	var hits []Hit
	for _, h := range g.hits {
		if len(values[h.Discriminator]) >= sessions {
			hits = append(hits, h)
		}
	}
	return hits
}

const (
	repeated       = 3
	repeatedNumber = 4 // a date may have three of one
	tooDeep        = 12
)

func findRepeats(f *Facts) []Hit {
	var g grouped
	for r := range f.Site.All() {
		if r.Exchange == nil || !r.Exchange.Status.IsSuccess() || r.Page == nil || r.Exchange.Reason != "" {
			continue
		}
		segments := strings.Split(strings.Trim(r.Address.Path(), "/"), "/")
		counts := map[string]int{}
		most := ""
		for _, s := range segments {
			if counts[s]++; s != "" && counts[s] > counts[most] {
				most = s
			}
		}
		switch {
		case counts[most] >= repeated && len(segments) >= 4 && (counts[most] >= repeatedNumber || !pageDigits.MatchString(most)):
			g.add(r, r.Address.Origin()+"/"+segments[0], Hit{Message: fmt.Sprintf("%q stands %d times in the path", most, counts[most])})
		case len(segments) > tooDeep:
			g.add(r, r.Address.Origin()+"/"+segments[0], Hit{Message: fmt.Sprintf("the path has %d segments", len(segments))})
		}
	}
	return g.hits
}

// fetchedBefore is how many pages of one kind must be known before it is said
// to have no end.
const fetchedBefore = 1000

// findEndless compares what was found of one kind of address with what was
// asked: a kind of which more is left than was asked, after a thousand pages.
func findEndless(f *Facts) []Hit {
	type space struct {
		asked, left int
		first       *crawl.Resource
	}
	spaces := map[string]*space{}
	var order []string
	for r := range f.Site.All() {
		name := r.Address.Origin() + Template(r.Address)
		if !strings.ContainsAny(name, "{?") {
			continue
		}
		s := spaces[name]
		if s == nil {
			s = &space{}
			spaces[name] = s
			order = append(order, name)
		}
		switch {
		case r.Exchange == nil:
			s.left++
		case r.Page != nil && r.Exchange.Status.IsSuccess():
			s.asked++
			if s.first == nil {
				kept := *r
				s.first = &kept
			}
		}
	}
	var hits []Hit
	for _, name := range order {
		s := spaces[name]
		if s.first == nil || s.asked < fetchedBefore || s.left <= s.asked || len(f.Limits) == 0 {
			continue
		}
		hits = append(hits, about(s.first, Hit{Count: s.asked + s.left, Message: fmt.Sprintf("%d pages like this were asked and led to %d more", s.asked, s.left)}))
	}
	return hits
}
