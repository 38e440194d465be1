package rule

import (
	"fmt"
	"regexp"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// machineFile are the paths of files that only programs read. A page for people
// may be called feed, so a bare name is none of them.
var machineFile = regexp.MustCompile(`(?i)^/(?:ads|app-ads|robots)\.txt$|^/\.well-known/.*[^/]$|/(?:feed|rss|atom|sitemap[\w-]*)\.xml$|\.(?:rss|atom)$`)

var machineFileChecks = []Check{
	{
		ID: "challenge-on-machine-file", Group: "B", Severity: Error, Unit: PerURL, Class: 2, Over: []string{"robots-html"},
		Title: "A file for programs answers with a page",
		Why:   "Crawlers, feed readers and certificate authorities cannot pass a check for bots: they find no rules, no news and no proof.",
		Fix:   "Exempt these paths from the check, and answer 404 where there is no file.",
		Docs:  []string{docRobots},
		Find:  findPagesAtFiles,
	},
}

func findPagesAtFiles(f *Facts) []Hit {
	hits := eachAnswer(func(r *crawl.Resource) *Hit {
		if r.Page == nil || !plainOK.Has(r.Exchange.Status) || !machineFile.MatchString(r.Address.Path()) || pageEnding.MatchString(r.Address.Path()) {
			return nil
		}
		if o := f.Seen[r.Address.Key]; o != nil && o.Wall != "" {
			return &Hit{Match: o.Wall, Message: fmt.Sprintf("answers 200 with a wall against bots (%s)", o.Wall)}
		}
		return &Hit{Message: "answers 200 with HTML"}
	})(f)
	walls := eachRobots(func(file *crawl.Robots, _ *Facts) *Hit {
		x := *file.Last()
		if x.Body = file.Body; !x.Status.IsSuccess() || !x.IsHTML() {
			return nil
		}
		wall := wallOf(&x, crawl.ParsePage(&x))
		if wall == "" {
			return nil
		}
		return &Hit{Match: wall, Message: fmt.Sprintf("answers success with a wall against bots (%s)", wall)}
	})(f)
	return append(hits, walls...)
}
