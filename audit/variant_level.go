package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// VariantLevel says how many addresses are asked in every way: by another
// method, agent, Accept, language, encoding. The values are stable.
type VariantLevel string

// The levels.
const (
	VariantsOff    VariantLevel = "off"
	VariantsSample VariantLevel = "sample" // one of each kind of page, and errors
	VariantsAll    VariantLevel = "all"    // every page, up to maxVaried
)

// VariantLevels are all levels.
var VariantLevels = []string{string(VariantsOff), string(VariantsSample), string(VariantsAll)}

// maxVaried is how many addresses VariantsAll asks in every way.
const maxVaried = 1000

const withoutVariants = "left out: addresses are asked in one way only (--variants off)"

func (l VariantLevel) check() error {
	if l == "" || slices.Contains(VariantLevels, string(l)) {
		return nil
	}
	return fmt.Errorf("variants %q: use %s", l, strings.Join(VariantLevels, ", "))
}

// varied chooses what is asked in every way, and how much of it at most.
func (t *tester) varied(site *crawl.Site) (chosen []*crawl.Resource, most int) {
	pages, most := representatives, max(t.budget, leastVaried)/(len(variants)+repeats+6)
	if t.ways == VariantsAll {
		pages, most = everyPage, maxVaried
	}
	var errors, plain []*crawl.Resource
	together(func() { errors = errorSamples(site) }, func() { plain = pages(site) })
	return slices.Concat(movedSeeds(site), errors, plain), most
}

// everyPage lists the pages with success, by key, and no more than could be
// asked and counted as left out.
func everyPage(site *crawl.Site) (out []*crawl.Resource) {
	for r := range site.All() {
		if r.Page != nil && r.Exchange.Status.IsSuccess() && len(out) < 1<<20 {
			out = append(out, &crawl.Resource{Address: r.Address})
		}
	}
	return out
}
