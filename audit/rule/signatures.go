package rule

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// marker is what a framework itself writes where it knows that a page is
// missing: an attribute or script data, never words that people read.
type marker struct {
	framework string
	needle    string         // must be there, literally
	pattern   *regexp.Regexp // and this must match, when it is not nil
}

// markers are of the versions that were current in 2026.
var markers = []marker{
	{"Next.js", "NEXT_HTTP_ERROR_FALLBACK;404", regexp.MustCompile(`(?:data-dgst=|"digest"\s*:\s*|\\"digest\\"\s*:\s*\\)"NEXT_HTTP_ERROR_FALLBACK;404|E\{\\?"digest\\?":\\?"NEXT_HTTP_ERROR_FALLBACK;404`)},
	{"Next.js", "NEXT_NOT_FOUND", regexp.MustCompile(`(?:data-dgst=|"digest"\s*:\s*|\\"digest\\"\s*:\s*\\)"NEXT_NOT_FOUND"?`)},
	{"Next.js", "__next_error__", regexp.MustCompile(`<html[^>]{0,200}\bid="?__next_error__`)},
	{"Next.js", "__NEXT_DATA__", regexp.MustCompile(`<script[^>]{0,100}id="__NEXT_DATA__"[^>]{0,100}>\s*\{[^<]*"page"\s*:\s*"/(?:404|_error)"`)},
	{"Nuxt", "__NUXT", regexp.MustCompile(`__NUXT(?:_DATA)?__[^<]*"?error"?\s*:\s*\{[^{}<]{0,500}"?statusCode"?\s*:\s*404`)},
	{"React Router", "Context", regexp.MustCompile(`__(?:remix|reactRouter)Context\s*=[^<]*"errors"\s*:\s*\{[^<]{0,500}"status"\s*:\s*404`)},
	{"SvelteKit", "__sveltekit", regexp.MustCompile(`(?:"status"|\bstatus)\s*:\s*404\s*,[^<]{0,200}(?:"error"|\berror)\s*:|(?:"error"|\berror)\s*:\s*\{[^<]{0,200}\}\s*,[^<]{0,100}\bstatus\s*:\s*404`)},
	{"Gatsby", "window.pagePath=", regexp.MustCompile(`window\.pagePath="/(?:404(?:\.html|/)?|dev-404-page/?)"`)},
	{"WordPress", "error404", regexp.MustCompile(`<body[^>]{0,300}\bclass=["'](?:[^"'>]{0,300} )?error404\b`)},
	{"Drupal", "path-system-404", regexp.MustCompile(`<body[^>]{0,300}\bclass=["'](?:[^"'>]{0,300} )?path-system-404\b`)},
	{"Shopify", "template-404", regexp.MustCompile(`<body[^>]{0,300}\bclass=["'](?:[^"'>]{0,300} )?template-404\b`)},
	{"MediaWiki", "noarticletext", regexp.MustCompile(`<div[^>]{0,200}\bclass=["'](?:[^"'>]{0,100} )?noarticletext\b`)},
}

// markupWords are what the markup of a page holds before its markers, or names
// for errors, are looked for one by one.
var markupWords = func() *finder {
	words := slices.Clone(errorNames)
	for _, m := range markers {
		words = append(words, m.needle)
	}
	return newFinder(words)
}()

// frameworkMarker names the framework that says of itself that a page is
// missing. An edit form for a page to be written is no such page.
func frameworkMarker(body []byte) string {
	for _, m := range markers {
		if !bytes.Contains(body, []byte(m.needle)) || !m.pattern.Match(body) {
			continue
		}
		if m.framework == "MediaWiki" && bytes.Contains(body, []byte("<textarea")) {
			continue
		}
		return m.framework
	}
	return ""
}

// failures are what failing programs write in place of a page: as title, as
// heading, or as the first words of the visible text.
var failures = []string{
	"error establishing a database connection", "there has been a critical error on this website",
	"application error: a client-side exception has occurred", "application error: a server-side exception has occurred",
	"internal server error", "500 internal server error", "error 500", "http error 500", "whitelabel error page",
	"action controller: exception caught", "we're sorry, but something went wrong", "whoops, looks like something went wrong",
	"server error in '/' application", "runtime error", "502 bad gateway", "bad gateway", "504 gateway time-out", "504 gateway timeout",
	"503 service temporarily unavailable", "503 service unavailable", "proxy error",
	"the website encountered an unexpected error",
}

var phpFailure = regexp.MustCompile(`<b>(?:Fatal|Parse) error</b>:[^\n]{1,400} in <b>[^<]{1,300}</b> on line <b>\d+</b>`)

// failureWords is what a page with a failure for its title has at most; a
// glossary has more to say of one.
const failureWords = 120

// longText is above what a failing program writes: a text about errors.
const longText = 250

// failureText finds the text of a failing program that is the page itself.
func failureText(v crawl.Visit) string {
	p := v.Page
	if bytes.Contains(v.Exchange.Body, []byte(" error</b>:")) {
		if m := phpFailure.Find(v.Exchange.Body); m != nil && !bytes.Contains(v.Exchange.Body, []byte("<code")) {
			return string(m[:min(len(m), maxMatch)])
		}
	}
	if p.Words == 0 || p.Words > longText {
		return ""
	}
	told := failureTold(p)
	if told == "" || isGuarded(v, readMain(v.Exchange.Body)) {
		return ""
	}
	return told
}

// failureTold is the title, the heading or the beginning of the text by which a
// page is the failure of a program.
func failureTold(p *crawl.Page) string {
	heads := append([]string{p.Title}, p.H1...)
	for _, f := range failures {
		for _, h := range heads {
			if p.Words <= failureWords && isHead(h, f) {
				return h
			}
		}
		if len(f) > 20 && beginsWith(p.Text, f) {
			return p.Text[:min(len(p.Text), len(f))]
		}
	}
	return ""
}

// isHead reports a heading that is a phrase, alone or with the name of the site
// behind or before it.
func isHead(heading, phrase string) bool {
	for part := range strings.FieldsFuncSeq(heading, func(r rune) bool { return strings.ContainsRune("|–—·»«•", r) }) {
		for sub := range strings.SplitSeq(part, " - ") {
			if strings.Trim(strings.ToLower(sub), " .!:›") == phrase {
				return true
			}
		}
	}
	return strings.Trim(strings.ToLower(heading), " .!:") == phrase
}

// jsonError names the member by which a JSON answer tells of an error. A list
// of results, one each, is no error.
func jsonError(x *crawl.Exchange) string {
	kind := x.MediaType()
	if kind != "application/json" && !strings.HasSuffix(kind, "+json") || x.Cut {
		return ""
	}
	var top map[string]json.RawMessage
	if json.Unmarshal(x.Body, &top) != nil {
		return ""
	}
	for _, name := range []string{"results", "items", "responses", "data"} {
		if value, ok := top[name]; ok && !emptyJSON(value) {
			return ""
		}
	}
	for _, name := range []string{"error", "errors"} {
		if value, ok := top[name]; ok && !emptyJSON(value) {
			return name
		}
	}
	if string(top["success"]) == "false" {
		return "success: false"
	}
	for _, name := range []string{"status", "statusCode", "code"} {
		var number int
		if json.Unmarshal(top[name], &number) == nil && number >= 400 && number <= 599 {
			return fmt.Sprintf("%s: %d", name, number)
		}
	}
	return ""
}

func emptyJSON(value json.RawMessage) bool {
	switch strings.TrimSpace(string(value)) {
	case "null", "false", "[]", "{}", `""`, "0":
		return true
	}
	return false
}
