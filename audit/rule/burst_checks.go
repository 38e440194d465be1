package rule

import (
	"fmt"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

const (
	leastAlike    = 5  // pages of one template that tell something of it
	leastSiblings = 20 // pages of one folder that count as one template
)

// kindTally counts the answers of pages of one kind.
type kindTally struct {
	name        string
	siblings    string // the kind of all that stands beside them
	all, failed int
	first       *crawl.Resource // that failed
	examples    []string
}

func (k *kindTally) count(r *crawl.Resource) {
	k.all++
	if !anyServerError.Has(r.Exchange.Status) {
		return
	}
	k.failed++
	if k.first == nil {
		k.first = r
	}
	k.examples = addExample(k.examples, r.Address.Raw)
}

// add takes up the figures of a kind that is too small to tell anything.
func (k *kindTally) add(small *kindTally) {
	k.all += small.all
	k.failed += small.failed
	if k.first == nil {
		k.first = small.first
	}
	for _, url := range small.examples {
		k.examples = addExample(k.examples, url)
	}
}

// hit is a share of failures above a fifth.
func (k *kindTally) hit(least int) (Hit, bool) {
	if k.all < least || 5*k.failed <= k.all {
		return Hit{}, false
	}
	return about(k.first, Hit{
		Template: k.name, Count: k.failed, Examples: k.examples,
		Message: fmt.Sprintf("%d of %d pages like %s answer a server error", k.failed, k.all, k.name),
	}), true
}

// findBursts counts server errors by template. Names that stand for nothing but
// themselves, such as those of articles, count together with those beside them.
func findBursts(f *Facts) []Hit {
	var hits []Hit
	var kinds, families kindList
	for r := range f.Site.All() {
		if f.settled(r) && wanted(r) && r.Exchange.Answered() {
			kinds.of(Template(r.Address), siblingsOf(r.Address)).count(r)
		}
	}
	for _, k := range kinds.list {
		if k.all < leastAlike {
			families.of(k.siblings, "").add(k)
		} else if hit, found := k.hit(leastAlike); found {
			hits = append(hits, hit)
		}
	}
	for _, k := range families.list {
		if hit, found := k.hit(leastSiblings); found {
			hits = append(hits, hit)
		}
	}
	return hits
}

// siblingsOf is the template of an address with its name left open.
func siblingsOf(a crawl.Address) string {
	dir := dirPath(a)
	return PathTemplate(dir) + "{s}" + extension.FindString(strings.TrimPrefix(a.Path(), dir))
}

// kindList keeps kinds in the order in which they were met. The zero kindList is
// empty.
type kindList struct {
	list   []*kindTally
	byName map[string]*kindTally
}

func (l *kindList) of(name, siblings string) *kindTally {
	if k := l.byName[name]; k != nil {
		return k
	}
	if l.byName == nil {
		l.byName = map[string]*kindTally{}
	}
	k := &kindTally{name: name, siblings: siblings}
	l.list, l.byName[name] = append(l.list, k), k
	return k
}
