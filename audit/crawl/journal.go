package crawl

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"time"
)

// Journal keeps what a run learns, one record a step, in the order of arrival.
// Package audit/store has one on disk, which makes a run resumable; a Crawler
// without one keeps its records in memory. It is safe for concurrent use.
type Journal interface {
	// Append keeps a record and says where. When it returns, the record
	// survives the death of the process.
	Append(record []byte) (at int64, err error)
	// Read returns the record at a place that Append or Replay named.
	Read(at int64) ([]byte, error)
	// Replay gives out all records so far, in their order.
	// They are good until the next one comes.
	Replay(each func(at int64, record []byte) error) error
}

// memoryJournal forgets with the process.
type memoryJournal struct {
	mu      sync.RWMutex
	records [][]byte
}

func (m *memoryJournal) Append(record []byte) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.records = append(m.records, slices.Clone(record))
	return int64(len(m.records) - 1), nil
}

func (m *memoryJournal) Read(at int64) ([]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if at < 0 || at >= int64(len(m.records)) {
		return nil, errors.New("no such record")
	}
	return m.records[at], nil
}

func (m *memoryJournal) Replay(each func(int64, []byte) error) error {
	for at, record := range m.records {
		if err := each(int64(at), record); err != nil {
			return err
		}
	}
	return nil
}

// step is one record: what a document answered and to where it leads.
type step struct {
	Head     stepHead
	From     string        // the document, as asked; empty for the user
	Answer   *answer       // nil: links alone
	Edges    []edge        // to addresses of the site
	Released bool          // these links were kept back until now
	Outside  []outsideEdge // to other sites
	Held     []Link        // kept back: only nofollow links lead here
	Sitemap  *sitemapNote
	Robots   *robotsNote
	Pause    *pause
	Asked    *asked
	Note     []byte // of Options.Note
}

// stepHead is the part that tells which addresses are new. They have
// consecutive ids.
type stepHead struct {
	First uint32
	New   []named
}

type named struct {
	Raw string
	Key string // empty: the same
}

// address takes apart what was put together from a parsed address.
func (n named) address() Address {
	a := Address{Raw: n.Raw, Key: orDefault(n.Key, n.Raw)}
	rest := ""
	a.Scheme, rest, _ = strings.Cut(n.Raw, "://")
	a.Host, _, _ = strings.Cut(rest, "/")
	return a
}

// answer is what one address answered.
type answer struct {
	ID       uint32
	Depth    int
	Hops     int
	Failed   bool // of its host
	Exchange *Exchange
	Page     *Page
	To       Address
	Fault    string
}

// robotsNote is a robots.txt as it was got.
type robotsNote struct {
	Origin      string
	Hops, Tries []*Exchange
	Body        []byte
	Outside     bool // of another site
}

// sitemapNote is a sitemap file as it was got.
type sitemapNote struct {
	File  Sitemap
	Fault string
	Below []string // files that an index names
}

// pause is what a host asked for.
type pause struct {
	Host   string
	Until  time.Time
	Waited time.Duration
	Parked bool

	Pauses, Refusals, Slow int // until now
	Unhelpful              *Exchange
}

// edge is one link of a document to an address of the site.
type edge struct {
	To            uint32
	Role          Role
	Element, Attr string
	Written, Text string
	Fragments     []string // ids within the target
	NoFollow      bool
	Order         int
	Depth, Hops   int
	Follow        bool
	Queued        bool // the address waits from now on
	Counts        bool // towards the limit of addresses
}

func (s *step) bytes() []byte {
	c := coder{out: make([]byte, 0, 2048)}
	s.code(&c)
	return c.out
}

// answerStart is the part of a step that tells of its answer alone.
type answerStart struct{ Answer *answer }

func (s *answerStart) code(c *coder) {
	var before step
	c.skipped(before.codeStart)
	pointer(c, &s.Answer, (*answer).code)
}

// skipAnswer passes over an answer.
func (s *step) skipAnswer(c *coder) {
	var a answer
	a.code(c)
}
