package rule

import (
	"fmt"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

var languageChecks = []Check{
	{
		ID: "redirect-geo", Group: "D", Severity: Warning, Unit: PerURL, Class: 4,
		Title: "A redirect chooses the language for the visitor",
		Why:   "Crawlers mostly ask without a language and from one country, and never find the other versions.",
		Fix:   "Offer the choice on the page, and name a version for everybody as hreflang x-default.",
		Docs:  []string{docLanguages},
		Find:  findLanguageRedirects,
	},
	{
		ID: "status-by-language", Group: "E", Severity: Warning, Unit: PerURL, Class: 2,
		Title: "The status depends on the language of the visitor",
		Why:   "Which language is wanted must not decide whether the page is there.",
		Fix:   "Answer the same status in each language.",
		Docs:  []string{docLanguages},
		Find:  eachVariants(differing(ByLanguage, notAcceptable)),
	},
}

func findLanguageRedirects(f *Facts) []Hit {
	return eachVariants(func(v Variants) *Hit {
		to, _ := crawl.Location(v.Plain[0])
		if to.Key == "" || f.choiceAt(to) {
			return nil
		}
		for _, x := range v.Plain[1:] {
			if again, _ := crawl.Location(x); again.Key != to.Key {
				return nil // it differs by itself
			}
		}
		for _, o := range v.Others {
			if o.By != ByLanguage || o.Again == nil {
				continue
			}
			first, _ := crawl.Location(o.First)
			again, _ := crawl.Location(o.Again)
			if first.Key != "" && first.Key == again.Key && first.Key != to.Key {
				return &Hit{Message: fmt.Sprintf("leads to %s, and with Accept-Language: %s to %s", to.PathQuery(), o.Name, first.PathQuery())}
			}
		}
		return nil
	})(f)
}

// choiceAt reports a page that names a version for everybody.
func (f *Facts) choiceAt(to crawl.Address) bool {
	o := f.Seen[to.Key]
	return o != nil && o.Default
}
