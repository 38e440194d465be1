package rule

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var pagingChecks = []Check{
	{
		ID: "pagination-broken", Group: "G", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A page of a list is broken",
		Why:   "What only the further pages name is not found.",
		Fix:   "Repair the page; behind the last one answer 404 and do not link it.",
		Docs:  []string{docPaging},
		Find:  findBrokenPaging,
	},
}

var (
	paged      = regexp.MustCompile(`(?i)(?:[?&](?:page|p|pg|paged|start|offset)=|/page[/-])\d{1,6}\b`)
	pageDigits = regexp.MustCompile(`^\d{1,5}$`)
)

// findBrokenPaging takes what pages name as the page before or after, and links
// that are a number and lead to an address with one.
func findBrokenPaging(f *Facts) []Hit {
	told := map[string]bool{}
	hits := eachAnswer(func(r *crawl.Resource) *Hit {
		if !r.Exchange.Broken() || !paged.MatchString(r.Address.Raw) {
			return nil
		}
		for _, s := range r.Sources {
			if pageDigits.MatchString(strings.TrimSpace(s.Text)) {
				told[r.Address.Key] = true
				return &Hit{Message: fmt.Sprintf("a list goes on here and it answers %s", outcome(r.Exchange))}
			}
		}
		return nil
	})(f)
	trials := f.trialsAt()
	for _, n := range f.Paging {
		e, known := f.lead(n.To, trials)
		if !known || !e.final.Broken() || told[n.To.Key] || !isPaging(n, f) {
			continue
		}
		told[n.To.Key] = true
		hits = append(hits, Hit{
			Address: n.To, First: e.first, Final: e.final,
			Sources: []crawl.Source{{Page: n.Page.Raw, Role: crawl.RoleLink, Element: "link", Attr: "rel", Written: n.To.Raw}},
			Message: fmt.Sprintf("a list goes on here and it answers %s", outcome(e.final)),
		})
	}
	return hits
}

// isPaging tells the pages of a list from the chapters of a book, which name the
// next one too: a chapter has no number of a page, and its table of contents
// leads to it as well.
func isPaging(n Named, f *Facts) bool {
	if paged.MatchString(n.To.Raw) {
		return true
	}
	r := f.Site.Resource(n.To.Key)
	return r == nil || !slices.ContainsFunc(r.Sources, func(s crawl.Source) bool { return s.Page != n.Page.Raw })
}

// pagingWords are how the rel attributes begin that name such a page.
var pagingWords = newFinder([]string{"rel=next", `rel="next`, "rel='next", "rel=prev", `rel="prev`, "rel='prev"})

var pagingRelations = []string{"next", "prev", "previous"}

const (
	maxPaging    = 4    // targets of one page
	maxPagingTag = 1000 // bytes on each side of the word
)

// pagingOf lists the addresses that a page names as the one before or after it.
// Only the tags around the words are read: an expression over the whole body
// took a quarter of the crawl of a large documentation.
func pagingOf(body []byte) (out []string) {
	for at := range places(pagingWords, body) {
		z := html.NewTokenizer(bytes.NewReader(tagAround(body, at)))
		if kind := z.Next(); kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		t := z.Token()
		if t.DataAtom != atom.A && t.DataAtom != atom.Link || !slices.ContainsFunc(strings.Fields(attribute(t, "rel")), isPagingRelation) {
			continue
		}
		if href := strings.TrimSpace(attribute(t, "href")); href != "" && !strings.HasPrefix(href, "#") {
			out = append(out, href)
		}
		if len(out) >= maxPaging {
			break
		}
	}
	return out
}

func isPagingRelation(word string) bool {
	return slices.Contains(pagingRelations, strings.ToLower(word))
}

// tagAround is the tag in which a place stands, as far as it is bounded.
func tagAround(body []byte, at int) []byte {
	from := max(0, at-maxPagingTag)
	start := bytes.LastIndexByte(body[from:at], '<')
	if start < 0 {
		return nil
	}
	tag := body[from+start : min(len(body), at+maxPagingTag)]
	end := bytes.IndexByte(tag, '>')
	switch {
	case end < 0:
		return tag
	case from+start+end < at:
		return nil // the place is behind it
	}
	return tag[:end+1]
}
