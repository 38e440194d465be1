package rule

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/audit/robots"
)

// Bounds of the answer to the request for robots.txt.
const (
	robotsFresh  = 24 * time.Hour // how long Google keeps a copy
	robotsHops   = 5              // that a crawler must follow (RFC 9309 section 2.3.1.2)
	slowFirst    = 5 * time.Second
	slowWhole    = 10 * time.Second
	smallFile    = 16 << 10 // comes nearly with its header
	maxPlainText = 400      // of an error that is told as text
)

var robotsAnswerChecks = []Check{
	{
		ID: "robots-redirect", Group: "F", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "robots.txt is redirected",
		Why:   "Crawlers follow some redirects of robots.txt and take more for \"there is no file\".",
		Fix:   "Serve the file at its own address.",
		Docs:  []string{docRobots, docRFC9309},
		Find:  eachRobots(findMovedRobots),
	},
	{
		ID: "robots-body-status-conflict", Group: "F", Severity: Error, Unit: PerURL, Class: 1,
		Over:  []string{"robots-html"},
		Title: "robots.txt says \"not found\", and its status says something else",
		Why:   "Only the status counts: with a server error crawling stops, with 200 the text is taken for the rules.",
		Fix:   "Answer 404 when there is no file.",
		Docs:  []string{docStatus, docRobots},
		Find:  eachRobots(findContraryRobots),
	},
	{
		ID: "robots-content-type", Group: "F", Severity: Notice, Unit: PerURL, Class: 5,
		Title: "robots.txt is not sent as UTF-8 text",
		Why:   "Crawlers expect plain text in UTF-8 and ignore what they cannot read.",
		Fix:   "Send it as text/plain; charset=utf-8.",
		Docs:  []string{docRobots, docRFC9309},
		Find:  eachRobots(findMistypedRobots),
	},
	{
		ID: "robots-cache", Group: "F", Severity: Notice, Unit: PerURL, Class: 5,
		Title: "robots.txt may be kept for more than a day",
		Why:   "A change of the rules takes longer to reach crawlers than the day that they keep the file by themselves.",
		Fix:   "Let it be cached for 24 hours at most.",
		Docs:  []string{docRobots, docRFC9309},
		Find:  eachRobots(findKeptRobots),
	},
	{
		ID: "robots-slow", Group: "F", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "robots.txt is slow",
		Why:   "An answer that takes too long counts as none: crawlers then leave the whole site alone.",
		Fix:   "Serve it as a file, without asking the application.",
		Docs:  []string{docRobots},
		Find:  eachRobots(findSlowRobots),
	},
}

// findMovedRobots leaves alone an origin that is redirected as a whole: its
// robots.txt goes where its pages go.
func findMovedRobots(file *crawl.Robots, f *Facts) *Hit {
	if len(file.Hops) < 2 && !file.Last().Status.FollowsLocation() {
		return nil
	}
	last := file.Last()
	hit := &Hit{Message: fmt.Sprintf("is redirected to %s", last.Address.Raw)}
	switch {
	case last.Status.FollowsLocation() && len(file.Hops) > robotsHops:
		hit.Severity, hit.Message = Error, fmt.Sprintf("is redirected more than %d times", robotsHops)
	case last.Status.FollowsLocation():
		return nil // a Location that leads nowhere: there is no file
	case movesWhole(file, f):
		return nil
	case bareName(last.Address) != bareName(file.Hops[0].Address):
		hit.Severity, hit.Message = Error, fmt.Sprintf("is redirected to another host: %s", last.Address.Raw)
	}
	return hit
}

// movesWhole reports redirects that change the scheme or host alone, where the
// host is a twin of the first or the home page moves there too.
func movesWhole(file *crawl.Robots, f *Facts) bool {
	first, last := file.Hops[0].Address, file.Last().Address
	if first.PathQuery() != last.PathQuery() || first.Origin() == last.Origin() {
		return false
	}
	if bareName(first) == bareName(last) {
		return true
	}
	home := f.Site.Resource(file.Origin + "/")
	return home != nil && home.Moves() && home.To.Host == last.Host
}

// bareName is the name of a host without www.
func bareName(a crawl.Address) string { return strings.TrimPrefix(a.Hostname(), "www.") }

// plainAbsence finds texts that say in a few words that there is no file.
var plainAbsence = regexp.MustCompile(`(?i)\b(?:not found|no such (?:file|page|key|object)|does not exist|doesn't exist|could not be found|cannot be found|error 404|404 error)\b|\bNoSuchKey\b`)

// findContraryRobots reads the title and the headings of a page, or a short
// text. Rules, and what comes with a status that fits, are not looked at.
func findContraryRobots(file *crawl.Robots, _ *Facts) *Hit {
	last := file.Last()
	rules := file.Answer.File()
	switch {
	case !last.Answered() || last.Reason != "" || len(file.Body) == 0:
		return nil
	case rules != nil && !rules.LooksLikeMarkup() && rules.Understood() > 0:
		return nil
	case rules == nil && !last.Status.IsServerError():
		return nil
	}
	said := saysAbsence(last, file.Body)
	if said == "" {
		return nil
	}
	return &Hit{Match: said, Message: fmt.Sprintf("answers %s and says %q", last.Status, said)}
}

// saysAbsence returns the words by which a body says that there is nothing.
func saysAbsence(x *crawl.Exchange, body []byte) string {
	shown := *x
	shown.Body = body[:min(len(body), maxHead)]
	if robots.Parse(shown.Body).LooksLikeMarkup() {
		page := crawl.ParsePage(&shown)
		for _, heading := range append([]string{page.Title}, page.H1...) {
			if plainAbsence.MatchString(heading) || missingPhrase(heading) != "" {
				return heading
			}
		}
		return ""
	}
	text := strings.TrimSpace(strings.ToValidUTF8(string(shown.Body), "�"))
	if len(text) > maxPlainText || !plainAbsence.MatchString(text) {
		return ""
	}
	return text[:min(len(text), maxMatch)]
}

func findMistypedRobots(file *crawl.Robots, _ *Facts) *Hit {
	rules := file.Answer.File()
	if rules == nil || rules.LooksLikeMarkup() || rules.Understood() == 0 {
		return nil
	}
	switch kind := file.Last().MediaType(); {
	case kind != "" && kind != "text/plain":
		return &Hit{Message: fmt.Sprintf("is sent as %s", kind)}
	case !utf8.Valid(file.Body) && !file.Last().Cut:
		return &Hit{Message: "holds bytes that are not UTF-8"}
	}
	return nil
}

func findKeptRobots(file *crawl.Robots, _ *Facts) *Hit {
	last := file.Last()
	if file.Answer.File() == nil || !last.Answered() {
		return nil
	}
	if age, err := strconv.Atoi(last.Header.Get("Age")); err == nil && time.Duration(age)*time.Second > robotsFresh {
		return &Hit{Message: fmt.Sprintf("is a copy that is %s old", inDays(time.Duration(age)*time.Second))}
	}
	if kept := lifetime(last); kept > robotsFresh {
		return &Hit{Message: fmt.Sprintf("may be kept for %s", inDays(kept))}
	}
	return nil
}

// lifetime is how long a crawler may keep an answer by its own fields (RFC 9111
// section 4.2.1); 0 when they do not say or forbid it.
func lifetime(x *crawl.Exchange) time.Duration {
	control := x.Header.Values("Cache-Control")
	switch {
	case hasDirective(control, "no-store"), hasDirective(control, "no-cache"):
		return 0
	case hasDirective(control, "max-age"):
		return directiveSeconds(control, "max-age")
	}
	until, err := http.ParseTime(x.Header.Get("Expires"))
	if err != nil {
		return 0
	}
	sent, err := http.ParseTime(x.Header.Get("Date"))
	if err != nil {
		sent = x.At
	}
	return until.Sub(sent)
}

func inDays(d time.Duration) string {
	if days := d.Hours() / 24; days >= 2 {
		return fmt.Sprintf("%.0f days", days)
	}
	return fmt.Sprintf("%.0f hours", d.Hours())
}

// findSlowRobots wants every answer to be slow: one may have met a busy moment.
func findSlowRobots(file *crawl.Robots, f *Facts) *Hit {
	last := file.Last()
	if !last.Answered() || !isSlow(last) {
		return nil
	}
	for _, look := range f.RobotsLooks[file.Origin] {
		if look.Exchange.Answered() && !isSlow(look.Exchange) {
			return nil
		}
	}
	return &Hit{Message: fmt.Sprintf("took %.1f seconds", last.Took.Seconds())}
}

// isSlow takes all of the time of a small file for that of its first byte.
func isSlow(x *crawl.Exchange) bool {
	return x.Took > slowWhole || x.Took > slowFirst && x.Size <= smallFile
}
