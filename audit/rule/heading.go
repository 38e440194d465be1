package rule

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

var (
	trailingNumber = regexp.MustCompile(`\s*[(\[]?\b(?:404|410)\b[)\]]?\s*$`)
	leadingNumber  = regexp.MustCompile(`^(?:error\s+)?[(\[]?\b(?:404|410)\b[)\]]?\s*`)
	ownNumber      = regexp.MustCompile(`(?:^|[^\d\p{Latin}./-])(404|410)(?:$|[^\d\p{Latin}./-])`)
)

// explainers begin headings of texts about missing pages.
var explainers = regexp.MustCompile(`^(?:how|why|what|when|fix\w*|handling|understanding|solv\w+|avoid\w*|about|wie|warum|was|comment|pourquoi|cómo|qué|por qué|como|por que|come|perché|hoe|waarom|wat|hur|varför|hvordan|hvorfor|jak|dlaczego|как|почему|что|як|чому)\s`)

// headingParts cuts a heading where the name of a site stands beside it.
// Questions are about missing pages, and left out.
func headingParts(heading string) (parts []string) {
	for part := range strings.FieldsFuncSeq(normal(heading), func(r rune) bool { return strings.ContainsRune("|–—·•", r) }) {
		for sub := range strings.SplitSeq(part, " - ") {
			if strings.ContainsAny(sub, "?？؟") || explainers.MatchString(strings.TrimSpace(sub)) {
				continue
			}
			parts = append(parts, sub)
			if _, rest, cut := strings.Cut(sub, ":"); cut {
				parts = append(parts, rest)
			}
		}
	}
	for i, p := range parts {
		p = trailingNumber.ReplaceAllString(strings.Trim(p, " .!¡،,:。！"), "")
		parts[i] = strings.Trim(leadingNumber.ReplaceAllString(p, ""), " .!¡،,:-。！")
	}
	return parts
}

// missingPhrase finds by what a heading says that the page is not there: a
// phrase that is its main part, or a page together with a word for its absence.
func missingPhrase(heading string) string {
	if !finds(absenceWords, normal(heading)) {
		return ""
	}
	for _, part := range headingParts(heading) {
		for _, language := range phrases {
			for _, words := range language.notFound {
				if isMainPart(part, words) {
					return words
				}
			}
		}
		for _, language := range absences {
			if words := language.toldBy(part); words != "" {
				return words
			}
		}
	}
	return ""
}

// absenceWords are all words by which missingPhrase can find anything.
var absenceWords = func() *finder {
	var all []string
	for _, language := range phrases {
		all = append(all, language.notFound...)
	}
	for _, language := range absences {
		all = append(all, language.predicates...)
	}
	return newFinder(all)
}()

// isMainPart reports a phrase that ends a heading and is half of it, or stands
// elsewhere and is three fifths of it.
func isMainPart(part, words string) bool {
	at := strings.Index(part, words)
	if at < 0 || !onBorders(part, at, len(words)) {
		return false
	}
	if at+len(words) == len(part) {
		return 2*len(words) >= len(part)
	}
	return 5*len(words) >= 3*len(part)
}

const (
	longestHeading = 14 // words
	tailOfAbsence  = 3  // words behind the predicate, as in "not found on this server"
	tailOfPage     = 5  // words behind the noun, as in "the page that you are looking for"
	tailSpaceless  = 24 // characters behind both
)

// toldBy finds a predicate of the language with a noun beside it. What goes on
// for long behind both tells something else.
func (a absence) toldBy(part string) string {
	if len(strings.Fields(part)) > longestHeading {
		return ""
	}
	for _, words := range a.predicates {
		at := strings.Index(part, words)
		if at < 0 || !onBorders(part, at, len(words)) {
			continue
		}
		for _, noun := range a.nouns {
			place := strings.Index(part, noun)
			if place < 0 || !onBorders(part, place, len(noun)) {
				continue
			}
			if shortTail(part, max(at+len(words), place+len(noun)), place > at) {
				return words
			}
		}
	}
	return ""
}

func shortTail(part string, from int, page bool) bool {
	tail := part[from:]
	if first, _ := utf8.DecodeRuneInString(part); spaceless(first) || wideText(part) {
		return utf8.RuneCountInString(tail) <= tailSpaceless
	}
	longest := tailOfAbsence
	if page {
		longest = tailOfPage
	}
	return len(strings.Fields(tail)) <= longest
}

// errorNumber finds the number of a missing page in a heading: alone, or with
// few words of which one is of an error.
func errorNumber(heading string) string {
	for part := range strings.FieldsFuncSeq(normal(heading), func(r rune) bool { return strings.ContainsRune("|–—·•:", r) }) {
		part = strings.Trim(part, " .!¡")
		m := ownNumber.FindStringSubmatchIndex(part)
		if m == nil || strings.ContainsAny(part, "?？؟") {
			continue
		}
		rest := strings.Trim(part[:m[2]]+" "+part[m[3]:], " .!¡()[]-,")
		if rest == "" || len(strings.Fields(rest)) <= 4 && (hasErrorHint(rest) || finds(absenceWords, rest)) {
			return part[m[2]:m[3]]
		}
	}
	return ""
}

// errorHints are words of error pages that name no missing page. A number in a
// heading is that of a bus or a room when none of them, nor a phrase, is near.
var errorHints = strings.Fields(`error http erreur fehler fout fejl feil błąd chyba virhe hiba eroare erro errore klaida kļūda viga napaka greška
	ошибка ошибки помилка грешка σφάλμα hata lỗi kesalahan ralat oops whoops sorry ups oeps hoppla hoppsan jejda hoppá lost missing gone
	wrong broken خطأ שגיאה خطا त्रुटि ข้อผิดพลาด エラー 오류 错误 錯誤`)

func hasErrorHint(text string) bool {
	return slices.ContainsFunc(errorHints, func(hint string) bool {
		at := strings.Index(text, hint)
		return at >= 0 && onBorders(text, at, len(hint))
	})
}

// isErrorNumber reports a number in a heading that is of an error: the address
// is not named by it, and words of an error are on the page.
func isErrorNumber(p *crawl.Page, asked crawl.Address, number string) bool {
	if strings.Count(asked.Path(), "/") > 1 && strings.Contains(asked.Path(), number) {
		return false
	}
	text := normal(p.Title + " " + strings.Join(p.H1, " ") + " " + p.Text)
	return hasErrorHint(text) || hasMissingWords(text)
}
