package rule

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/status"
)

// wallRefusals are what a wall answers to those who only call themselves a
// search engine.
var wallRefusals = status.MustParseSet("401, 403")

var robotsSteadyChecks = []Check{
	{
		ID: "robots-flap", Group: "F", Severity: Error, Unit: PerURL, Class: 1,
		Title: "robots.txt is now this, now that",
		Why:   "Which pages are crawled depends on the moment or on the name of the crawler.",
		Fix:   "Serve one file, the same to everybody.",
		Docs:  []string{docRobots},
		Find:  eachRobots(findFlappingRobots),
	},
	{
		ID: "robots-per-host-diff", Group: "F", Severity: Notice, Unit: PerURL, Class: 4,
		Title: "The names of a host have different rules",
		Why:   "robots.txt counts for one scheme and host alone, so crawlers find other rules with http or www.",
		Fix:   "Serve one file, or redirect the other names.",
		Docs:  []string{docRobots},
		Find:  findDifferingTwins,
	},
}

// RobotsMeaning is a digest of the lines of a robots.txt that count: neither
// comments nor blank lines, in any case of the keys.
func RobotsMeaning(body []byte) string {
	sum := sha256.New()
	for line := range robots.Parse(body).Lines() {
		if line.Kind.Understood() || line.Kind == robots.CrawlDelay {
			fmt.Fprintf(sum, "%s %q\n", line.Kind, line.Value)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// robotsOutcome is what an answer comes to; empty when it proves nothing.
func robotsOutcome(x *crawl.Exchange, meaning string) string {
	switch {
	case !x.Answered() || x.Reason != "" || pause.Has(x.Status):
		return ""
	case x.Status.IsSuccess():
		return meaning
	case x.Status.IsError():
		return x.Status.Class()
	}
	return ""
}

// findFlappingRobots wants each of two outcomes twice: by the same words at
// different times, or by different names of who asks.
func findFlappingRobots(file *crawl.Robots, f *Facts) *Hit {
	looks := f.RobotsLooks[file.Origin]
	plain := map[string]int{}
	for _, x := range file.Tries {
		meaning := ""
		if x == file.Last() {
			meaning = RobotsMeaning(file.Body)
		}
		plain[robotsOutcome(x, meaning)]++
	}
	named := map[string][]RobotsLook{}
	for _, look := range looks {
		if look.Agent == "" {
			plain[robotsOutcome(look.Exchange, look.Meaning)]++
		} else {
			named[look.Agent] = append(named[look.Agent], look)
		}
	}
	delete(plain, "")
	if often(plain) > 1 {
		return &Hit{Message: fmt.Sprintf("gave %d different answers to the same request", len(plain))}
	}
	if len(plain) != 1 {
		return nil
	}
	for _, agent := range slices.Sorted(maps.Keys(named)) {
		if hit := differsFor(agent, named[agent], plain); hit != nil {
			return hit
		}
	}
	return nil
}

// often counts the outcomes that were seen twice or more.
func often(seen map[string]int) (n int) {
	for _, times := range seen {
		if times > 1 {
			n++
		}
	}
	return n
}

func differsFor(agent string, looks []RobotsLook, plain map[string]int) *Hit {
	first := robotsOutcome(looks[0].Exchange, looks[0].Meaning)
	if len(looks) < 2 || first == "" || plain[first] > 0 {
		return nil
	}
	for _, look := range looks[1:] {
		if robotsOutcome(look.Exchange, look.Meaning) != first {
			return nil
		}
	}
	x := looks[0].Exchange
	hit := &Hit{Discriminator: "agent", Message: fmt.Sprintf("%s gets another answer: %s", agent, x.Status)}
	if x.Status.IsSuccess() {
		hit.Message = fmt.Sprintf("%s gets other rules", agent)
	}
	if wallRefusals.Has(x.Status) {
		hit.Severity, hit.Confidence = Warning, Likely
	}
	return hit
}

// findDifferingTwins compares the files of one name with and without www and
// TLS. What is redirected to its twin serves nothing of its own.
func findDifferingTwins(f *Facts) []Hit {
	first := map[string]*crawl.Robots{}
	var hits []Hit
	for _, file := range slices.Concat(f.Site.Robots, f.RobotsTwins) {
		at := file.Hops[0].Address
		if !crawl.IsPublicName(at.Hostname()) || at.Host != at.Hostname() || file.Unreachable() || len(file.Hops) > 1 || movesAway(at, f) {
			continue
		}
		other := first[bareName(at)]
		if other == nil {
			first[bareName(at)] = file
			continue
		}
		if twinMeaning(file) != twinMeaning(other) {
			hits = append(hits, aboutRobots(file, Hit{
				Discriminator: strings.ToLower(other.Origin), Message: fmt.Sprintf("differs from the file of %s", other.Origin),
			}))
		}
	}
	return hits
}

// twinMeaning leaves out the Sitemap lines, which name each host by itself.
func twinMeaning(file *crawl.Robots) string {
	var kept strings.Builder
	if file.Answer.File() == nil {
		return ""
	}
	for line := range file.Answer.File().Lines() {
		if line.Kind.IsRule() || line.Kind == robots.UserAgent {
			fmt.Fprintf(&kept, "%s: %s\n", line.Kind, line.Value)
		}
	}
	return kept.String()
}

// movesAway reports an origin whose home page is at another one.
func movesAway(a crawl.Address, f *Facts) bool {
	for _, t := range f.Trials {
		if t.Asked.Origin() == a.Origin() && t.Final().Address.Origin() != a.Origin() {
			return true
		}
	}
	home := f.Site.Resource(a.Origin() + "/")
	return home != nil && home.Moves() && home.To.Origin() != a.Origin()
}
