package rule

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// What reads as an article, as a thing for sale, as a list of what was looked
// for, or as a text about errors, is no missing page, whatever its title says.
var (
	article   = regexp.MustCompile(`(?i)"@type"\s*:\s*"(?:News|Blog|Tech)?(?:Article|Posting)"|\bproperty\s*=\s*["']?article:published_time|\brel\s*=\s*["']?author\b|\bclass\s*=\s*["'][^"'>]{0,100}\b(?:byline|dateline)\b`)
	product   = regexp.MustCompile(`(?i)schema\.org/InStock|"availability"\s*:\s*"[^"]*InStock|\bcontent\s*=\s*["']?(?:og:)?product\b|\bproperty\s*=\s*["']?product:price|\bitemtype\s*=\s*["'][^"'>]{0,100}schema\.org/Product\b`)
	buying    = regexp.MustCompile(`(?i)<form[^>]{0,300}\baction\s*=\s*["']?[^"'\s>]{0,200}(?:cart|basket|checkout|warenkorb|panier|carrito|carrello|winkelwagen|koszyk)`)
	searching = regexp.MustCompile(`(?i)(?:[?&](?:q|s|query|search|keywords?|term|suche|recherche|buscar)=[^&])|/(?:search|suche|recherche|buscar|busca|cerca|zoeken|szukaj|hledat|sok|haku)(?:[/?.]|$)`)
)

// explaining are words of texts that tell how errors work. An error page uses
// one of them at most.
var explaining = []string{
	"rfc", "http/1.1", "status code", "response code", "statuscode", "client error", "the client", "the response", "the request method",
	"htaccess", "redirect", "crawler", "search engines", "soft 404",
}

// leastExplaining is how many of these words make an explanation.
const leastExplaining = 2

// isGuarded reports a page whose phrases mean something else.
func isGuarded(v crawl.Visit, main mainText) bool {
	body := v.Exchange.Body
	switch {
	case main.words > longText, main.article, main.form:
		return true
	case article.Match(body), product.Match(body), len(buying.FindAllIndex(body, 2)) == 1:
		return true
	case v.Page.HasSearch && searching.MatchString(v.Exchange.Address.PathQuery()):
		return true
	}
	return explains(main.text, body)
}

func explains(text string, body []byte) bool {
	text = strings.ToLower(text)
	n := 0
	for _, words := range explaining {
		if strings.Contains(text, words) {
			n++
		}
	}
	return n >= leastExplaining || n > 0 && bytes.Contains(body, []byte("<pre"))
}
