package rule

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Soft are the signs that a page with success means "not found". One strong
// sign and another one of any kind are needed.
type Soft struct {
	Strong, Weak []string
}

var (
	numberOfError = regexp.MustCompile(`(?i)(?:^|error |fehler |erreur |ошибка |[|:–—·(\[-]\s*)(?:404|410)(?:$| error| not found|\s*[|:–—·)\]!-])`)
	bodyClass     = regexp.MustCompile(`(?i)<(?:body|html|main|article|section|div)[^>]{0,200}\b(?:class|id)\s*=\s*["']?(?:[^"'>]{0,300}\s)?(?:error404|error-404|page-404|not-found|error-page|page-not-found|http-404|template-404)(?:["'\s>])`)
)

// softSigns weighs a page. It looks closer only at those with a strong sign.
func softSigns(v crawl.Visit) Soft {
	var s Soft
	p := v.Page
	if p.Words == 0 {
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
		m := numberOfError.FindString(heading)
		if m != "" && len(strings.Fields(heading)) <= 8 && isErrorNumber(p, v.Exchange.Address, digitsOf(m)) {
			s.Strong = append(s.Strong, "the title or heading has the number of the error")
			break
		}
	}
	if bodyClass.Match(v.Exchange.Body) && hasMissingWords(p.Text) {
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

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// Convincing reports enough signs for a verdict.
func (s Soft) Convincing() bool { return len(s.Strong) > 0 && len(s.Strong)+len(s.Weak) > 1 }

// missingPhrase finds a not-found phrase that is the main part of a heading: it
// starts the heading, or makes half of its words.
func missingPhrase(heading string) string {
	heading = normal(heading)
	for part := range strings.FieldsFuncSeq(heading, func(r rune) bool { return strings.ContainsRune("|–—·»«•:", r) }) {
		if part = strings.Trim(part, " .!-"); strings.ContainsAny(part, "?？؟") {
			continue // it asks about missing pages
		}
		for _, language := range phrases {
			for _, words := range language.notFound {
				if at := strings.Index(part, words); at >= 0 && onBorders(part, at, len(words)) && (at == 0 && 3*len(words) >= len(part) || 2*len(words) >= len(part)) {
					return words
				}
			}
		}
	}
	return ""
}

func hasMissingWords(text string) bool {
	text = normal(text)
	for _, language := range phrases {
		for _, words := range language.notFound {
			if at := strings.Index(text, words); at >= 0 && onBorders(text, at, len(words)) {
				return true
			}
		}
	}
	return false
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

// mainText is the text of a page without its frame.
type mainText struct {
	text          string
	words, wide   int
	article, form bool
}

// readMain reads what stands outside of navigation, head and foot.
func readMain(body []byte) mainText {
	var m mainText
	var text strings.Builder
	z := html.NewTokenizer(bytes.NewReader(body))
	depth := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			m.text = text.String()
			m.words, m.wide = len(strings.Fields(m.text)), utf8.RuneCountInString(m.text)
			return m
		case html.StartTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case frame(a):
				depth++
			case a == atom.Textarea:
				m.form = true
			case a == atom.Time:
				m.article = true
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if frame(atom.Lookup(name)) && depth > 0 {
				depth--
			}
		case html.TextToken:
			if depth == 0 && text.Len() < scanned {
				text.Write(z.Text())
				text.WriteByte(' ')
			}
		}
	}
}

func frame(a atom.Atom) bool {
	switch a {
	case atom.Nav, atom.Header, atom.Footer, atom.Aside, atom.Script, atom.Style, atom.Title, atom.Noscript, atom.Template:
		return true
	}
	return false
}

// ReadsMissing reports a page that says in its title, heading or text that
// something is missing, in any language.
func ReadsMissing(p *crawl.Page) bool {
	return hasMissingWords(p.Title + "\n" + strings.Join(p.H1, "\n") + "\n" + p.Text)
}
