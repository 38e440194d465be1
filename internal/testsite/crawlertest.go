package testsite

import (
	_ "embed"
	"html"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

//go:embed crawlertest.txt
var crawlerTest string

// crawlerTestIndex is the page that links to the addresses of crawlerTest.
// Nothing of the site links to it, so that a clean site stays clean.
const crawlerTestIndex = "/crawler-test/"

// crawlerTestAnswers are the addresses that crawler-test.com has too, with
// answers made after their names.
func crawlerTestAnswers() map[string]Answer {
	answers := map[string]Answer{}
	var index strings.Builder
	for line := range strings.Lines(crawlerTest) {
		path, spec, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !strings.HasPrefix(path, "/") {
			continue
		}
		answers[path] = crawlerTestAnswer(path, spec)
		link := html.EscapeString(path)
		index.WriteString(`<p><a href="` + link + `">` + link + "</a></p>\n")
	}
	answers[crawlerTestIndex] = goodPage("Addresses of crawler-test.com", index.String())
	return answers
}

func crawlerTestAnswer(path, spec string) Answer {
	title := strings.ReplaceAll(path[strings.LastIndexByte(strings.TrimRight(path, "/"), '/')+1:], "_", " ")
	verb, rest, _ := strings.Cut(spec, " ")
	switch verb {
	case "status":
		if code := number(rest); !status.Code(code).IsError() {
			return goodPage(title, "").status(code)
		}
		return errorPage(number(rest))
	case "to":
		code, location, _ := strings.Cut(rest, " ")
		return to(number(code), location)
	case "head":
		return goodPage(title, "").replace("<title>", rest+"<title>")
	case "body":
		return goodPage(title, rest)
	case "field":
		name, value, _ := strings.Cut(rest, ": ")
		return goodPage(title, "").with(name, value)
	case "title":
		return goodPage(rest, "")
	}
	return goodPage(title, "")
}

// number reads a status of the table; the test of the table finds mistakes.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
