package rule

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// ErrorPage is what is kept of the body of an error answer.
type ErrorPage struct {
	Address  crawl.Address
	Exchange *crawl.Exchange
	Page     *crawl.Page // nil when the body is no HTML
	Class    problem.BodyClass
	Stock    string    // signature of the product whose stock text it is; empty otherwise
	Leak     string    // text that gives away the inside, or the name of a debug page; empty without one
	Missing  bool      // it says that something is missing
	HasList  bool      // there are steps, or a time to try again
	Probed   bool      // it answered a made-up name
	WayOut   bool      // a link home, to the parent section or the sitemap, or a search
	Paused   bool      // it tells of a pause of the site
	Markup   Markup    // of a page
	Says     string    // number or name of another status, by which title or heading call it
	Type     TypeFault // what is wrong with its Content-Type
	Problem  string    // what is wrong with its problem details
	Product  string    // name and version of a program in the body
	Referred bool      // of a server error: support can find it by a number
	Assets   []string  // of a server error: keys of what it loads from its own origin
}

// Status is the status of the answer.
func (e *ErrorPage) Status() status.Code { return e.Exchange.Status }

// Header is the header of the answer.
func (e *ErrorPage) Header() http.Header { return e.Exchange.Header }

// ofEdge reports an answer that Signpost's own edge wrote (RFC 9209 section 2).
// It never sends such a body with success, takes noindex off what is to come
// back, and gives a line of text to what a page loads.
func (e *ErrorPage) ofEdge() bool {
	for _, line := range e.Header().Values("Proxy-Status") {
		for member := range strings.SplitSeq(line, ",") {
			if name, _, _ := strings.Cut(member, ";"); strings.TrimSpace(name) == "signpost" {
				return true
			}
		}
	}
	return false
}

// scanned is how much of an error body is searched for leaks.
const scanned = 256 << 10

// ReadErrorPage takes the facts of an error answer while its body is there;
// nil for every other answer.
func ReadErrorPage(v crawl.Visit) *ErrorPage {
	x := v.Exchange
	if !x.Status.IsError() || x.Reason != "" {
		return nil
	}
	e := &ErrorPage{Address: x.Address, Exchange: x}
	body := x.Body[:min(len(x.Body), scanned)]
	class := classify(x, body)
	e.Class, e.Stock = class.Class, stock(class)
	e.Leak = leak(class, body, x.Address)
	e.Problem, e.Product = ProblemFault(x), namedProduct(body, x.Address)
	text := ""
	if v.Page != nil {
		kept := *v.Page
		kept.Links, kept.Unread, kept.Text = nil, nil, ""
		e.Page = &kept
		e.Missing = ReadsMissing(v.Page)
		e.HasList = v.Page.HasList || x.Header.Get("Retry-After") != ""
		e.WayOut = v.Page.HasSearch || leadsOn(v.Page.Links, x.Address)
		e.Paused = SaysMaintenance(v.Page)
		e.Markup = readMarkup(body, v.Page.Links)
		e.Says = otherStatus(v.Page, x.Address, x.Status)
		text = v.Page.Title + "\n" + v.Page.Text
	}
	if e.Stock == "" {
		e.Type = typeFault(x, body, e.Markup.Charset)
	}
	if x.Status.IsServerError() {
		e.Referred = isReferred(x, body, text)
		if v.Page != nil {
			e.Assets = ownAssets(v.Page.Links, x.Address)
		}
	}
	return e
}

// leadsOn reports a link to the home page, a parent section or the sitemap.
func leadsOn(links []crawl.Link, from crawl.Address) bool {
	for _, l := range links {
		if l.Role != crawl.RoleLink || l.Element != "a" && l.Element != "area" {
			continue
		}
		path := l.To.Path()
		switch {
		case strings.Contains(strings.ToLower(path), "sitemap"):
			return true
		case l.To.Hostname() == from.Hostname() && isAbove(path, from.Path()):
			return true
		}
	}
	return false
}

// homes are the paths under which sites keep their home page, by language too.
var homes = regexp.MustCompile(`^/([a-z]{2}(-[A-Za-z]{2,4})?/?)?(index\.\w+)?$`)

func isAbove(path, of string) bool {
	if homes.MatchString(path) {
		return true
	}
	dir := strings.TrimSuffix(path, "/")
	return dir != "" && path != of && strings.HasPrefix(of, dir+"/") && dir != strings.TrimSuffix(of, "/")
}

// classify asks the reader that the edge uses, about a body that was decoded
// by the crawler.
func classify(x *crawl.Exchange, body []byte) problem.Classification {
	header := http.Header{"Content-Type": x.Header["Content-Type"]}
	return problem.Classify(problem.Held{
		Status: x.Status, Header: header, Body: body, Complete: !x.Cut && len(body) == len(x.Body), Size: int64(len(x.Body)),
	})
}

// stock names the product whose stock page a body is.
func stock(c problem.Classification) string {
	switch {
	case c.Class != problem.Default:
		return ""
	case c.Signature == problem.ReasonPhrase:
		return "a server"
	}
	return c.Signature
}

// leaks are texts that belong into a log, also where they stand alone on a page
// that the edge lets pass. All are searched in linear time.
var leaks = []*regexp.Regexp{
	regexp.MustCompile(`Traceback \(most recent call last\)`),
	regexp.MustCompile(`\bat [\w$.]+\([\w$]+\.(?:java|kt|scala):\d+\)`),
	regexp.MustCompile(`\bat [^\n<(]{1,80} \((?:file://|node:|/|[A-Z]:\\)[^)\n]{1,200}:\d+:\d+\)`),
	regexp.MustCompile(`\bat [\w.<>]+\([^)\n]{0,200}\) in [A-Z]:\\[^:\n]{1,200}:line \d+`),
	regexp.MustCompile(`(?:Fatal error|Parse error|Warning)</b>:[^\n]{1,300}on line <b>\d+`),
	regexp.MustCompile(`Stack trace:\s*#0 `),
	regexp.MustCompile("\\.rb:\\d+:in [`']"),
	regexp.MustCompile(`goroutine \d+ \[running\]`),
	regexp.MustCompile(`SQLSTATE\[\w+\]|You have an error in your SQL syntax|ORA-\d{5}:|PG::\w+|psycopg2\.\w|sqlite3\.OperationalError`),
	regexp.MustCompile(`DEBUG = True|Action Controller: Exception caught|Whoops\\Exception|Werkzeug Debugger`),
	regexp.MustCompile(`(?:/var/www|/home/[\w.-]+|/usr/(?:local|share|lib)|/srv|/opt|[A-Z]:\\(?:inetpub|Users|Windows))[\w./\\-]+\.(?:php|py|rb|js|ts|java|cs|go|pl|jsp|aspx?)\b`),
}

const maxMatch = 200

// leak returns the text that gives the inside away, or the name of the debug
// page that the body is.
func leak(class problem.Classification, body []byte, asked crawl.Address) string {
	for _, pattern := range leaks {
		match := string(pattern.Find(body))
		if match != "" && !strings.Contains(asked.Raw, match) {
			return strings.ToValidUTF8(match[:min(len(match), maxMatch)], "")
		}
	}
	if class.Class == problem.Leak {
		return class.Signature
	}
	return ""
}
