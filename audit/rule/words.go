package rule

import "strings"

// errorWords are all words by which a title says that it is of an error page.
var errorWords = func() []string {
	words := genericErrors
	for _, p := range phrases {
		words = append(words, p.notFound...)
		words = append(words, p.maintenance...)
	}
	return words
}()

// saysMaintenance reports a text that tells of a pause, in any language.
func saysMaintenance(text string) bool {
	text = strings.ToLower(text)
	for _, p := range phrases {
		for _, words := range p.maintenance {
			if strings.Contains(text, words) {
				return true
			}
		}
	}
	return false
}
