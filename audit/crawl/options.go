package crawl

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// DefaultMaxDepth is how many clicks from a seed are followed.
const DefaultMaxDepth = 20

// Options configures a Crawler. The zero value of every field but Seeds has a
// default.
type Options struct {
	Seeds        []Address              // where to begin; at least one
	Scope        *Scope                 // nil: DomainScope of the seeds
	DropParams   ParamFilter            // taken out of every address but the seeds
	Sitemaps     []Address              // instead of those that robots.txt names; nil: those
	NoFollow     bool                   // links of pages are not followed
	IgnoreRobots bool                   // robots.txt decides nothing
	AllowPrivate bool                   // links may lead to private addresses
	AllowAddr    []netip.Prefix         // links may lead there, even to what is never public
	Header       map[string]http.Header // further fields of requests, by host
	MaxURLs      int                    // distinct addresses asked, sub-resources included; 0: no limit
	PerTemplate  int                    // addresses asked of one kind; 0: no limit
	Template     func(Address) string   // the kind of an address; nil: PerTemplate is no limit
	MaxDepth     int                    // clicks from a seed; 0: 20
	MaxRedirects int                    // hops that are followed; 0: 10. One more is asked as proof
	MaxBody      int64                  // decoded bytes read of a body; 0: 10 MiB
	Timeout      time.Duration          // of a whole answer; 0: 60 s
	Concurrency  int                    // requests in flight over all hosts; 0: 64
	ConfirmAfter time.Duration          // unit of waiting before a failure is asked again
	Pace         *Pace                  // nil: OwnPace when all seeds are loopback, else ForeignPace
	UserAgent    string                 // sent with each request; empty: "Signpost"
	RobotsToken  string                 // empty: "Signpost"
	TLS          *tls.Config            // nil: the system's trust
	Visit        func(Visit)            // called for each answer while its body is there, from many goroutines; nil: nobody looks
	Note         func(Visit) []byte     // like Visit; what it returns is kept with the answer; nil: nothing
	Recall       func([]byte)           // is given each Note of a run that is continued, by New; nil: nobody wants them
	Journal      Journal                // nil: in memory, and the run cannot be continued
	// Scratch is the folder for a temporary file, which a large site needs;
	// empty: that of the system.
	Scratch string

	// Earlier is the journal of an earlier run of the site. Pages that have not
	// changed since then are not read again. Nil: none.
	Earlier Journal
	// HeldResources is up to how many addresses the Site is held in memory, above
	// it is read from the Journal; 0: 20,000.
	HeldResources int
	Paused        func(HostPause) // called when a host asks for a pause; nil: nobody looks
	Progress      func(Progress)  // called after each answer, from many goroutines; nil: nobody looks
	Log           *slog.Logger    // nil: discard
}

// Visit is an answer with its body and all facts of its page.
type Visit struct {
	Exchange *Exchange
	Page     *Page // nil when the answer is no HTML
}

// HostPause is a host that asked for a pause.
type HostPause struct {
	Host    string
	Until   time.Time
	Reason  Reason // RateLimited or Unavailable
	GivenUp bool   // it asked for more waiting than the run allows
}

// Progress is how far a run is.
type Progress struct {
	Pages, Requests, Waiting, Broken, Unverified int

	Known, Done int // addresses that were ever found, and those of them that were asked
}

func (o *Options) setDefaults() {
	o.MaxDepth = orDefault(o.MaxDepth, DefaultMaxDepth)
	o.MaxRedirects = orDefault(o.MaxRedirects, 10)
	o.MaxBody = orDefault(o.MaxBody, 10<<20)
	o.Timeout = orDefault(o.Timeout, 60*time.Second)
	o.Concurrency = orDefault(o.Concurrency, 64)
	o.UserAgent = orDefault(o.UserAgent, "Signpost")
	o.RobotsToken = orDefault(o.RobotsToken, "Signpost")
	o.Visit = orFunc(o.Visit)
	o.Progress = orFunc(o.Progress)
	o.Paused = orFunc(o.Paused)
	o.Recall = orFunc(o.Recall)
	if o.Note == nil {
		o.Note = func(Visit) []byte { return nil }
	}
	o.HeldResources = orDefault(o.HeldResources, heldResources)
	if o.Journal == nil {
		o.Journal = &memoryJournal{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Scope == nil {
		o.Scope = new(DomainScope(o.Seeds))
	}
	if o.Pace == nil {
		pace := ForeignPace(o.ConfirmAfter)
		if AllLoopback(o.Seeds) {
			pace = OwnPace(o.ConfirmAfter)
		}
		o.Pace = &pace
	}
}

func orDefault[T comparable](value, standard T) T {
	var zero T
	if value == zero {
		return standard
	}
	return value
}

func orFunc[T any](f func(T)) func(T) {
	if f == nil {
		return func(T) {}
	}
	return f
}

// Validate reports what cannot work.
func (o *Options) Validate() error {
	if len(o.Seeds) == 0 {
		return errors.New("crawl: no address to begin with")
	}
	return nil
}

// AllLoopback reports that every address is on this machine, as far as it can
// be told without a look-up.
func AllLoopback(addresses []Address) bool {
	for _, a := range addresses {
		name := a.Hostname()
		ip, err := netip.ParseAddr(strings.Trim(name, "[]"))
		if !(err == nil && ip.IsLoopback()) && name != "localhost" && !strings.HasSuffix(name, ".localhost") {
			return false
		}
	}
	return len(addresses) > 0
}
