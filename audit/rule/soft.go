package rule

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// Soft are the signs that a page with success means "not found". One strong
// sign and another one of any kind are needed.
type Soft struct {
	Strong, Weak []string
}

var (
	errorNames = strings.Split("error404|error-404|page-404|not-found|error-page|page-not-found|http-404|template-404", "|")
	bodyClass  = regexp.MustCompile(`(?i)<(?:body|html|main|article|section|div)[^>]{0,200}\b(?:class|id)\s*=\s*["']?(?:[^"'>]{0,300}\s)?(?:` + strings.Join(errorNames, "|") + `)(?:["'\s>])`)
)

// leastLarge is the size from which on the crawler reads no text of a page.
const leastLarge = 32 << 10

// softSigns weighs a page. It looks closer only at those with a strong sign.
// Named says that the markup may hold a name for errors.
func softSigns(v crawl.Visit, named bool) Soft {
	var s Soft
	p := v.Page
	if p.Words == 0 && v.Exchange.Size < leastLarge {
		return s
	}
	phrase := ""
	for _, heading := range append([]string{p.Title}, p.H1...) {
		if found := missingPhrase(heading); found != "" {
			phrase = found
		}
	}
	if phrase != "" {
		s.Strong = append(s.Strong, "the title or heading says: "+phrase)
	}
	for _, heading := range append([]string{p.Title}, p.H1...) {
		if n := errorNumber(heading); n != "" && isErrorNumber(p, v.Exchange.Address, n) {
			s.Strong = append(s.Strong, "the title or heading has the number of the error")
			break
		}
	}
	if named && bodyClass.Match(v.Exchange.Body) && hasMissingWords(p.Text) {
		s.Strong = append(s.Strong, "the markup is named for errors")
	}
	if len(s.Strong) == 0 {
		return s
	}
	return s.weigh(v)
}

// weigh adds the weak signs, or takes all away from what reads as an article,
// a product or a form to write the page.
func (s Soft) weigh(v crawl.Visit) Soft {
	p := v.Page
	main := readMain(v.Exchange.Body)
	if isGuarded(v, main) {
		return Soft{}
	}
	if main.words < thinWords || main.wide < 120 && main.words < 3*thinWords && wideText(p.Text) {
		s.Weak = append(s.Weak, "little text")
	}
	if hasMissingWords(main.text) && !hasMissingWords(p.Title) {
		s.Weak = append(s.Weak, "the text says that something is missing")
	}
	if strings.HasSuffix(p.Canonical, "/") && strings.Count(p.Canonical, "/") == 3 && v.Exchange.Address.Path() != "/" {
		s.Weak = append(s.Weak, "the canonical is the home page")
	}
	if p.NoIndex() {
		s.Weak = append(s.Weak, "noindex")
	}
	return s
}

// Convincing reports enough signs for a verdict.
func (s Soft) Convincing() bool { return len(s.Strong) > 0 && len(s.Strong)+len(s.Weak) > 1 }

// hasMissingWords reports a text that says in any language that something is
// not there.
func hasMissingWords(text string) bool {
	text = normal(text)
	if !finds(absenceWords, text) {
		return false
	}
	for _, language := range phrases {
		if hasOneOf(text, language.notFound) {
			return true
		}
	}
	for _, language := range absences {
		if hasOneOf(text, language.predicates) {
			return true
		}
	}
	return false
}

func hasOneOf(text string, list []string) bool {
	return slices.ContainsFunc(list, func(words string) bool {
		at := strings.Index(text, words)
		return at >= 0 && onBorders(text, at, len(words))
	})
}

func normal(text string) string {
	return strings.ReplaceAll(strings.ToLower(text), "’", "'")
}

// onBorders reports that a phrase is no part of longer words. Scripts without
// spaces have no borders.
func onBorders(text string, at, length int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+length:])
	first, _ := utf8.DecodeRuneInString(text[at:])
	return spaceless(first) || !unicode.IsLetter(before) && !unicode.IsLetter(after)
}

func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

func wideText(text string) bool {
	n := 0
	for _, r := range text {
		if spaceless(r) {
			n++
		}
	}
	return 2*n > utf8.RuneCountInString(text)
}

// ReadsMissing reports a page that says in its title, heading or text that
// something is missing, in any language.
func ReadsMissing(p *crawl.Page) bool {
	return hasMissingWords(p.Title + "\n" + strings.Join(p.H1, "\n") + "\n" + p.Text)
}
