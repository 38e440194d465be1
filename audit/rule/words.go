package rule

import "slices"

// errorWords are all words by which a title says that it is of an error page.
var errorWords = func() []string {
	words := slices.Concat(genericErrors, plainHeadings)
	for _, p := range phrases {
		words = append(words, p.notFound...)
		words = append(words, p.maintenance...)
	}
	for _, a := range absences {
		words = append(words, a.predicates...)
	}
	return words
}()
