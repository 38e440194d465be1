package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
	"github.com/seed-3913a1bb/signpost/status"
)

// accidents are refusals of robots.txt that are seldom meant; 404 and 410 say
// that there is no file, which is fine (RFC 9309 section 2.3.1.3).
var accidents = status.MustParseSet("4xx, !404, !410, !429")

const (
	largeRobots = 100 << 10
	manyRules   = 2048
	longRule    = 1024
)

var robotsFileChecks = []Check{
	{
		ID: "robots-4xx", Group: "F", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "robots.txt is refused",
		Why:   "Crawlers take it for \"there is no file\" and fetch everything; mostly that is an accident.",
		Fix:   "Serve the file with 200, or a plain 404.",
		Docs:  []string{docRobots, docRFC9309},
		Find: eachRobots(func(file *crawl.Robots, _ *Facts) *Hit {
			if last := file.Last(); last.Answered() && accidents.Has(last.Status) {
				return &Hit{Message: fmt.Sprintf("answers %s %s", last.Status, last.Status.Reason())}
			}
			return nil
		}),
	},
	{
		ID: "robots-too-large", Group: "F", Severity: Error, Unit: PerURL, Class: 4,
		Title: "robots.txt is too large",
		Why:   "Crawlers read the first 500 KiB; rules behind them do not count.",
		Fix:   "Shorten the file.",
		Docs:  []string{docRobots},
		Find:  eachRobots(findLargeRobots),
	},
	{
		ID: "robots-syntax", Group: "F", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A line of robots.txt does not mean what it seems to",
		Why:   "Crawlers ignore the line, or read it as something else.",
		Fix:   "Correct the line that is named.",
		Docs:  []string{docRobots, docRFC9309},
		Find:  findSyntax,
	},
	{
		ID: "robots-blocks-resources", Group: "F", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "robots.txt forbids what pages need",
		Why:   "Search engines render pages without these styles, scripts and pictures.",
		Fix:   "Allow them.",
		Docs:  []string{docScripts, docRobots}, Bucket: bucketBlocked,
		Find: blocked(func(r *crawl.Resource, _ robots.Rule) bool {
			return r.HasRole(crawl.RoleStyle) || r.HasRole(crawl.RoleScript) || r.HasRole(crawl.RoleImage)
		}, "pages load it and robots.txt forbids it"),
	},
	{
		ID: "robots-blocks-sitemap-url", Group: "F", Severity: Warning, Unit: PerTemplate, Class: 4,
		Title: "A sitemap lists what robots.txt forbids",
		Why:   "The one asks to fetch the page and the other forbids it.",
		Fix:   "Allow the page, or take it out of the sitemap.",
		Docs:  []string{docSitemaps, docIndexing}, Bucket: bucketBlocked,
		Find: blocked(func(r *crawl.Resource, by robots.Rule) bool { return r.Listed && !namesOne(by) }, "is listed in a sitemap and robots.txt forbids it"),
	},
	{
		ID: "robots-sitemap-line", Group: "F", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A Sitemap line of robots.txt leads nowhere",
		Why:   "Search engines do not find the sitemap.",
		Fix:   "Name the absolute address of a file that answers 200, once.",
		Docs:  []string{docSitemaps, docRobots},
		Find:  findSitemapLines,
	},
	{
		ID: "noindex-blocked", Group: "G", Severity: Error, Unit: PerURL, Class: 3,
		Title: "A page says noindex where nobody may read it",
		Why:   "robots.txt forbids the page, so search engines never see its noindex and may list the bare address.",
		Fix:   "Allow the page until it has dropped out of the index.",
		Docs:  []string{docBlock}, Bucket: bucketBlocked,
		Find: findHiddenNoindex,
	},
}

func findLargeRobots(file *crawl.Robots, _ *Facts) *Hit {
	rules := file.Answer.File()
	switch {
	case rules == nil || rules.LooksLikeMarkup():
		return nil
	case file.Answer.Cut():
		lost := 0
		for line := range robots.Parse(file.Body).Lines() {
			if line.Kind.IsRule() && line.Offset >= robots.MaxBody {
				lost++
			}
		}
		return &Hit{Message: fmt.Sprintf("is larger than 500 KiB: %d rules behind them do not count", lost)}
	case rules.Size() > largeRobots:
		return &Hit{Severity: Notice, Message: fmt.Sprintf("has %d KiB", rules.Size()>>10)}
	case rules.RuleCount() > manyRules:
		return &Hit{Severity: Notice, Message: fmt.Sprintf("has %d rules; Yandex reads %d", rules.RuleCount(), manyRules)}
	}
	for line := range rules.Lines() {
		if line.Kind.IsRule() && len(line.Value) > longRule {
			return &Hit{Severity: Notice, Message: fmt.Sprintf("line %d has a rule of %d characters; Yandex reads %d", line.Number, len(line.Value), longRule)}
		}
	}
	return nil
}

const maxSyntax = 20 // findings of one file

func findSyntax(f *Facts) []Hit {
	var hits []Hit
	for _, file := range f.Site.Robots {
		rules := file.Answer.File()
		if rules == nil || rules.LooksLikeMarkup() || rules.Understood() == 0 {
			continue
		}
		told := map[string]bool{}
		for line := range rules.Lines() {
			wrong, severity := mistake(line)
			text := strings.ToValidUTF8(line.Text[:min(len(line.Text), maxMatch)], "�")
			if wrong == "" || told[text] || len(told) >= maxSyntax {
				continue
			}
			told[text] = true
			hits = append(hits, aboutRobots(file, Hit{
				Severity: severity, Discriminator: strings.ToLower(text), Match: text,
				Message: fmt.Sprintf("line %d: %s", line.Number, wrong),
			}))
		}
	}
	return hits
}

// mistake says what is wrong with a line; empty when nothing is.
func mistake(line robots.Line) (string, Severity) {
	switch {
	case line.HasControl() && line.Kind != robots.Comment:
		return "it holds a control character", Warning
	case line.Orphan && line.Kind.IsRule():
		return "the rule stands before any User-agent line and has no effect", Warning
	case line.Kind == robots.Malformed:
		return "it is no key with a value", Warning
	case line.NoColon:
		return "the colon is missing", Warning
	case line.Misspelt:
		return fmt.Sprintf("the key %q is misspelt", line.Key), Warning
	case line.Kind.IsRule() && strings.Contains(line.Value, "://"):
		return "the value is a whole address; only its path counts", Warning
	case line.Kind.IsRule() && line.Value != "" && !strings.HasPrefix(line.Value, "/") && !strings.HasPrefix(line.Value, "*"):
		return "the value starts with neither / nor *", Warning
	case line.Kind == robots.Unknown, line.Kind == robots.Extension:
		return fmt.Sprintf("the key %q is not in the standard, and Google ignores it", line.Key), Notice
	case line.Kind == robots.CrawlDelay:
		return "Google ignores Crawl-delay", Notice
	}
	return "", ""
}

// blocked finds addresses that Google may not fetch, grouped by the rule.
func blocked(wants func(*crawl.Resource, robots.Rule) bool, says string) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		gate := newGate(f)
		var g grouped
		for r := range f.Site.All() {
			by, forbidden := gate.forbids(r.Address)
			if !forbidden || !wants(r, by) {
				continue
			}
			rule := lineOf(by)
			g.add(r, rule, Hit{Discriminator: strings.ToLower(rule), Match: rule, Message: fmt.Sprintf("%s (%s)", says, rule)})
		}
		return g.hits
	}
}

// forbidsAll reports a file with a finding of its own: the whole site is closed.
func forbidsAll(file *crawl.Robots) bool {
	return !file.Answer.Decide("Googlebot", file.Origin+"/").Allowed
}

func robotsByOrigin(f *Facts) map[string]*crawl.Robots {
	out := map[string]*crawl.Robots{}
	for _, file := range f.Site.Robots {
		if file.Answer.File() != nil {
			out[file.Origin] = file
		}
	}
	return out
}

func findSitemapLines(f *Facts) []Hit {
	var hits []Hit
	for _, file := range f.Site.Robots {
		rules := file.Answer.File()
		if rules == nil || rules.LooksLikeMarkup() {
			continue
		}
		told := map[string]bool{}
		for _, line := range rules.Sitemaps() {
			value := strings.TrimSpace(line.Value)
			wrong := sitemapLine(value, file, f)
			if told[value] {
				wrong = "it is named twice"
			}
			told[value] = true
			if wrong != "" {
				hits = append(hits, aboutRobots(file, Hit{
					Discriminator: strings.ToLower(lineOf(robots.Rule{Text: line.Text})), Match: value,
					Message: fmt.Sprintf("line %d: %s", line.Number, wrong),
				}))
			}
		}
	}
	return hits
}

// sitemapLine says what is wrong with the address; a file that answers an error
// has a finding of its own, and another site's file is that site's matter.
func sitemapLine(value string, file *crawl.Robots, f *Facts) string {
	a, err := crawl.ParseAddress(value)
	if err != nil || !strings.Contains(value, "://") {
		return fmt.Sprintf("%q is no absolute address", value)
	}
	if f.Site.Scope.Has(a) && a.Scheme == "http" && strings.HasPrefix(file.Origin, "https:") {
		return fmt.Sprintf("%s is not https, as the site is", value)
	}
	at := slices.IndexFunc(f.Site.Sitemaps, func(s *crawl.Sitemap) bool { return s.Address.Key == a.Key })
	if at < 0 {
		return ""
	}
	if x := f.Site.Sitemaps[at].Exchange; x != nil && x.Answered() && (x.Status.IsClientError() || x.Status.IsServerError()) && x.Unanswered() == "" {
		return fmt.Sprintf("%s answers %s", value, x.Status)
	}
	return ""
}

// findHiddenNoindex looks at answers to addresses that were asked for all the
// same: their rule is meant for Google alone.
func findHiddenNoindex(f *Facts) []Hit {
	byOrigin := robotsByOrigin(f)
	return eachAnswer(func(r *crawl.Resource) *Hit {
		file := byOrigin[r.Address.Origin()]
		if file == nil || r.Page == nil || !r.Page.NoIndex() || !plainOK.Has(r.Exchange.Status) {
			return nil
		}
		d := file.Answer.Decide("Googlebot", r.Address.Raw)
		if d.Allowed || d.Policy != robots.ByRules || forbidsAll(file) {
			return nil
		}
		return &Hit{Match: lineOf(d.Rule), Message: fmt.Sprintf("says noindex, and %q keeps Google from reading it", lineOf(d.Rule))}
	})(f)
}
