package rule

import (
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// Facts is everything that the checks may look at. It is read-only for them.
type Facts struct {
	Site        *crawl.Site
	Verdicts    map[string]Verdict         // of addresses that were asked again, by key
	ErrorPages  []*ErrorPage               // seen while crawling or by probes, by address
	Probes      []Probe                    // pairs of made-up names, by template and shape
	Maintenance map[string]bool            // pages that tell of a pause, by key
	Hosts       []crawl.HostStats          // by name
	Robots      map[string]RobotsVerdict   // robots.txt files that were asked again, by origin
	RobotsLooks map[string][]RobotsLook    // further answers with robots.txt, by origin
	RobotsTwins []*crawl.Robots            // of the same hosts with or without www or TLS, beside those of the Site
	Limits      []Limit                    // that ended the run early
	Seen        map[string]*Observation    // what bodies told, by key
	Trials      []Trial                    // addresses that were asked beside the crawl
	Variants    []Variants                 // addresses that were asked in other ways
	Sitemaps    map[string]bool            // named files that failed again, by key
	Alternates  []Named                    // versions in other languages that pages name
	Paging      []Named                    // pages before and after, of lists
	Externals   []External                 // addresses of other sites, by key
	Crowd       *Crowd                     // pages that were asked all at once; nil: none were
	Unverified  int                        // addresses that may hold pages, about which nothing can be said
	Recovered   map[string]*crawl.Exchange // good answers past a cache that shows an error, by key
	Earlier     *Past                      // what the run before remembered; nil: there was none
	Began       time.Time                  // when the run began
}

// Whole reports that the crawl saw all of the site. Without that, neither a
// share of its pages nor the absence of a link proves anything.
func (f *Facts) Whole() bool { return len(f.Limits) == 0 && f.Unverified == 0 }

// Named is an address that a page names in its markup for a purpose.
type Named struct {
	Page, To crawl.Address
}

// TrialKind says why an address was asked beside the crawl.
type TrialKind string

// The kinds of trials.
const (
	TrialCanonical TrialKind = "canonical"  // Of names Asked as its canonical
	TrialAlternate TrialKind = "hreflang"   // Of names Asked as its version in another language
	TrialPaging    TrialKind = "paging"     // Of names Asked as the page before or after it
	TrialErrorURL  TrialKind = "error-url"  // a well-known place of error pages
	TrialSlash     TrialKind = "slash"      // Of with the slash at its end changed
	TrialHTTP      TrialKind = "http"       // Of without encryption
	TrialTwin      TrialKind = "www"        // Of with or without www
	TrialPage      TrialKind = "page-param" // Of, a page behind the last of its list
	TrialSuffix    TrialKind = "suffix"     // a made-up name behind Of
	TrialCase      TrialKind = "case"       // Of with the case of one letter changed
	TrialEcho      TrialKind = "echo"       // a made-up name that would be markup
	TrialAPI       TrialKind = "api"        // a made-up name beside Of, which answers JSON
	TrialOrder     TrialKind = "order"      // Of with its parameters in another order
	TrialPost      TrialKind = "post"       // Of by POST with an empty body, while it pauses
)

// Trial is one address that was asked beside the crawl, with its redirects.
type Trial struct {
	Kind      TrialKind
	Of, Asked crawl.Address
	Hops      []*crawl.Exchange // at least one
	Page      *crawl.Page       // of the last hop; nil when that is no HTML
	Again     *crawl.Exchange   // answer to the second question; nil when none was due
	Echo      bool              // both answers show the made-up name as markup
}

// First is the answer to the address itself.
func (t Trial) First() *crawl.Exchange { return t.Hops[0] }

// Final is the answer at the end of the redirects.
func (t Trial) Final() *crawl.Exchange { return t.Hops[len(t.Hops)-1] }

// Sure reports that the second answer was of the class of the first.
func (t Trial) Sure() bool {
	return t.Again != nil && t.Again.Answered() && t.Again.Status.Class() == t.First().Status.Class()
}

// Dimension says in what a variant of a request differs.
type Dimension string

// The dimensions.
const (
	ByMethod    Dimension = "method"
	ByAgent     Dimension = "agent"
	ByAccept    Dimension = "accept"
	ByLanguage  Dimension = "language"
	ByEncoding  Dimension = "encoding"
	ByCookie    Dimension = "cookie"    // the cookies of the plain answer were sent back
	ByProtocol  Dimension = "protocol"  // HTTP/1.1, where the plain answer came by HTTP/2
	ByCondition Dimension = "condition" // the validators of the plain answer were sent back
	ByNonsense  Dimension = "nonsense"  // a validator that nobody gave out was sent
	ByOrigin    Dimension = "origin"    // as a program of another site asks
	ByStale     Dimension = "stale"     // as ByCondition, after a plain answer with another body
	ByUnsafe    Dimension = "unsafe"    // a method that may change something, with an empty body, or OPTIONS
	ByFamily    Dimension = "family"    // by IPv4 and by IPv6, over HTTP/1.1
)

// Variants are the answers of one address to requests that differ in one thing.
// The plain request was sent before and after all others.
type Variants struct {
	Address crawl.Address
	Plain   []*crawl.Exchange // at least two
	Page    *crawl.Page       // of the first plain answer
	Last    *crawl.Page       // of the last one
	Texts   []float64         // likeness of the text of the last plain answer to that of the first; empty where it was not compared
	Others  []Variant
}

// Variant is one answer. Where it was of another class than the plain ones, it
// was asked for again.
type Variant struct {
	By    Dimension
	Name  string
	First *crawl.Exchange
	Page  *crawl.Page
	Again *crawl.Exchange // nil when the first answer raised no doubt

	PageAgain *crawl.Page // of Again
	Texts     []float64   // likeness of its texts to that of the plain answer, by agent; empty where they were not compared
	Wall      string      // bot wall that the first answer is of, by agent
	Problem   string      // what is wrong with the problem details of First
}

// Steady reports that the plain request got one and the same class each time.
func (v Variants) Steady() bool {
	for _, x := range v.Plain {
		if !x.Answered() || x.Unanswered() != "" || x.Status.Class() != v.Plain[0].Status.Class() {
			return false
		}
	}
	return true
}

// Differs reports that a variant got another class than the plain request, and
// got it again when it was asked again.
func (v Variants) Differs(o Variant) bool {
	return v.Steady() && differs(v.Plain[0], o.First) && o.Again != nil && differs(v.Plain[0], o.Again)
}

func differs(a, b *crawl.Exchange) bool {
	return b.Answered() && a.Status.Class() != b.Status.Class()
}

// Verdict is what asking a second time showed.
type Verdict struct {
	Second *crawl.Exchange
	Agrees bool // the second answer is of the same class
	Agents bool // a browser and a search crawler get the same answer; false when not asked
	Asked  bool // the other agents were asked
}

// Limit is a bound that stopped part of a run.
type Limit struct {
	Name    string // urls, depth, time, sitemaps
	Value   string
	Left    int  // addresses that were left out, as far as they are known
	Default bool // nobody asked for it
}

// RobotsVerdict is what asking for a robots.txt again showed.
type RobotsVerdict struct {
	Agrees bool
}

// RobotsLook is one more answer to the request for a robots.txt.
type RobotsLook struct {
	Agent    string // who asked; empty for the crawler itself
	Exchange *crawl.Exchange
	Meaning  string // of its body, by [RobotsMeaning]
}

// Probe is what the two made-up names of one shape got.
type Probe struct {
	Template string // of the place where the names were tried
	Shape    string // such as "{random}.html"
	Child    bool   // the name stands below a page that exists
	Query    bool   // the name is the value of a parameter
	Asked    [2]ProbeAnswer
}

// ProbeAnswer is the way of one made-up name: its answer, the redirects that
// were followed, the page at the end.
type ProbeAnswer struct {
	Name        string
	InQuery     bool              // the name is the value of a parameter
	Hops        []*crawl.Exchange // at least one
	Page        *crawl.Page       // of the last hop; nil when that is no HTML
	Maintenance bool              // the page tells of a pause
}

// First is the answer to the made-up address itself.
func (p ProbeAnswer) First() *crawl.Exchange { return p.Hops[0] }

// Final is the answer at the end of the redirects.
func (p ProbeAnswer) Final() *crawl.Exchange { return p.Hops[len(p.Hops)-1] }

// InPlace reports an end whose address still holds the made-up name: nothing
// but a slash, a scheme or a host was mended on the way.
func (p ProbeAnswer) InPlace() bool {
	at := p.Final().Address
	if p.InQuery {
		return at.Path() == p.First().Address.Path() && strings.Contains(at.PathQuery(), p.Name)
	}
	return strings.Contains(at.Path(), p.Name)
}

// settled reports that the answer of an address is what it is: nobody doubts
// it, or a second answer agreed, and a browser gets it too where that was asked.
func (f *Facts) settled(r *crawl.Resource) bool {
	if r.Exchange == nil {
		return false
	}
	v, doubted := f.Verdicts[r.Address.Key]
	return !doubted && !r.Exchange.Broken() || v.Agrees && (!v.Asked || v.Agents)
}

// wanted reports an address that a person or a search engine is led to: by a
// link, a sitemap or the user. The target of a redirect alone is not.
func wanted(r *crawl.Resource) bool {
	return r.HasRole(crawl.RoleLink) || r.HasRole(crawl.RoleSitemap) || r.HasRole(crawl.RoleSeed)
}

// eachAnswer makes a check of a function that looks at one settled answer that
// somebody is led to.
func eachAnswer(find func(*crawl.Resource) *Hit) func(*Facts) []Hit {
	return func(f *Facts) []Hit {
		var hits []Hit
		for r := range f.Site.All() {
			if !f.settled(r) || !wanted(r) {
				continue
			}
			if hit := find(r); hit != nil {
				hits = append(hits, about(r, *hit))
			}
		}
		return hits
	}
}

// about fills in what a hit at an address always says.
func about(r *crawl.Resource, h Hit) Hit {
	h.Address = r.Address
	if h.First == nil {
		h.First = r.Exchange
	}
	return h
}
