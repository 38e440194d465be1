package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
)

// eachRobots makes a check of a function that looks at one robots.txt.
func eachRobots(find func(*crawl.Robots, *Facts) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		var hits []Hit
		for _, file := range f.Site.Robots {
			if hit := find(file, f); hit != nil {
				hits = append(hits, aboutRobots(file, *hit))
			}
		}
		return hits
	}
}

func aboutRobots(file *crawl.Robots, h Hit) Hit {
	h.Address, h.First, h.Final = file.Hops[0].Address, file.Hops[0], file.Last()
	if h.Template == "" {
		h.Template = "/robots.txt"
	}
	return h
}

var robotsChecks = []Check{
	{
		ID: "robots-5xx", Group: "F", Severity: Error, Unit: PerURL, Class: 1,
		Title:  "robots.txt cannot be had",
		Why:    "While robots.txt answers 429, a server error or nothing, search engines stop crawling the whole host, then use an old copy.",
		Fix:    "Answer 200 with the file, or 404 when there is none. The edge can serve the last good copy.",
		Docs:   []string{docRobots, docRFC9309},
		Bucket: bucketBlocked,
		Find: eachRobots(func(file *crawl.Robots, f *Facts) *Hit {
			last := file.Last()
			if !file.Unreachable() || last.Reason.HidesHost() || last.Reason != "" && !last.Reason.IsFailure() || !f.Robots[file.Origin].Agrees {
				return nil
			}
			return &Hit{Message: fmt.Sprintf("answered %s, and again on every repeat", outcome(last))}
		}),
	},
	{
		ID: "robots-html", Group: "F", Severity: Error, Unit: PerURL, Class: 1,
		Title: "robots.txt is a web page",
		Why:   "Crawlers find no rules in it, so everything may be crawled, whatever was meant.",
		Fix:   "Serve the file as plain text, or a real 404.",
		Docs:  []string{docRobots},
		Find: eachRobots(func(file *crawl.Robots, _ *Facts) *Hit {
			rules := file.Answer.File()
			switch {
			case rules == nil:
				return nil
			case rules.LooksLikeMarkup():
				return &Hit{Message: "answers success with HTML in place of rules"}
			case rules.Understood() == 0 && hasWords(rules):
				return &Hit{Message: "answers success, and no line of it is a rule"}
			}
			return nil
		}),
	},
	{
		ID: "robots-disallow-all", Group: "F", Severity: Error, Unit: PerURL, Class: 1,
		Title:  "robots.txt forbids the whole site",
		Why:    "Search engines fetch no page of the host.",
		Fix:    "Take the rule off in production. To keep a page out of the index, allow it and send noindex.",
		Docs:   []string{docRobots},
		Bucket: bucketBlocked,
		Find:   eachRobots(findDisallowAll),
	},
	{
		ID: "robots-ambiguous", Group: "F", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "Crawlers read robots.txt in more than one way",
		Why:   "Some crawlers fetch these pages and others do not.",
		Fix:   "Rewrite the rules so that all readers agree; both answers are shown.",
		Docs:  []string{docRobots, docRFC9309},
		Find:  findAmbiguous,
	},
}

// findDisallowAll asks the matcher about the home page and a page that no rule
// can name, for everybody and for Google: what forbids both forbids the site.
func findDisallowAll(file *crawl.Robots, _ *Facts) *Hit {
	if file.Answer.File() == nil {
		return nil
	}
	for _, agent := range []string{"Googlebot", "anybody"} {
		home := file.Answer.Decide(agent, file.Origin+"/")
		deep := file.Answer.Decide(agent, file.Origin+"/9d1f0c/7b")
		if home.Allowed || deep.Allowed {
			continue
		}
		hit := &Hit{
			Match: lineOf(home.Rule), Discriminator: strings.ToLower(lineOf(home.Rule)),
			Message: fmt.Sprintf("%q forbids the site to %s", lineOf(home.Rule), agent),
		}
		if crawl.AllLoopback([]crawl.Address{file.Hops[0].Address}) {
			hit.Severity = Notice // meant, on a machine for tests
		}
		return hit
	}
	return nil
}

// hasWords reports a line that is neither empty nor a comment.
func hasWords(f *robots.File) bool {
	for line := range f.Lines() {
		if line.Kind != robots.Blank && line.Kind != robots.Comment {
			return true
		}
	}
	return false
}

// dispute is one pair of rules that readers weigh differently.
type dispute struct {
	origin, rules, why string
	tie                bool
}

// findAmbiguous asks both readers about every address that a link or a sitemap
// names, and reports each pair of rules once.
func findAmbiguous(f *Facts) []Hit {
	at := map[dispute]int{}
	var hits []Hit
	for _, file := range f.Site.Robots {
		if file.Answer.File() == nil {
			continue
		}
		second := robots.NewSecondReader(file.Answer, file.Body)
		for r := range f.Site.All() {
			if r.Address.Origin() != file.Origin {
				continue
			}
			d, decision, ok := disputed(file, second, r.Address)
			if !ok {
				continue
			}
			i, known := at[d]
			if !known {
				i = len(hits)
				at[d] = i
				hits = append(hits, aboutRobots(file, Hit{
					Severity: severityOf(d), Discriminator: d.rules,
					Match: lineOf(decision.Rule), Message: explainDispute(d, decision, r.Address),
				}))
			}
			hits[i].Count++
			hits[i].Examples = addExample(hits[i].Examples, r.Address.Raw)
		}
	}
	return hits
}

func disputed(file *crawl.Robots, second *robots.SecondReader, a crawl.Address) (dispute, robots.Decision, bool) {
	const everybody = "Googlebot"
	decision := file.Answer.Decide(everybody, a.Raw)
	opinion := second.Opinion(everybody, a.Raw)
	if !decision.Tied() && !(opinion.Asked && opinion.Disagrees) {
		return dispute{}, decision, false
	}
	d := dispute{
		origin: file.Origin, tie: decision.Tied(),
		rules: lineOf(decision.Rule) + " | " + lineOf(decision.Rival), why: string(opinion.Why),
	}
	return d, decision, true
}

func severityOf(d dispute) Severity {
	if d.tie {
		return Warning
	}
	return Notice
}

func lineOf(r robots.Rule) string { return strings.ToValidUTF8(r.Text, "�") }

func explainDispute(d dispute, decision robots.Decision, a crawl.Address) string {
	answer := "forbids"
	if decision.Allowed {
		answer = "allows"
	}
	if d.tie {
		return fmt.Sprintf("%q and %q match %s equally well: RFC 9309 %s it, other readers may not agree",
			lineOf(decision.Rule), lineOf(decision.Rival), a.PathQuery(), answer)
	}
	return fmt.Sprintf("RFC 9309 %s %s, an older reader decides otherwise: %s",
		answer, a.PathQuery(), robots.Difference(d.why).Sentence())
}
