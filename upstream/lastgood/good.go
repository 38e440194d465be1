package lastgood

import (
	"net/http"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// KeepsBody says what speaks against keeping a whole body: a page that reads
// like an error, a challenge or a login is no good answer, whatever its status;
// empty: nothing does. The body is in its content coding.
func (p Policy) KeepsBody(subject Subject, header http.Header, body []byte) Reason {
	if int64(len(body)) > p.maxObject(subject) {
		return "size"
	}
	if subject == Sitemap && mediaType(header) == "application/gzip" {
		return "" // a packed file, no coding
	}
	start, err := problem.Decode(header.Get("Content-Encoding"), body)
	if err != nil {
		return "coding"
	}
	kind := problem.Sniff(start)
	switch subject {
	case Robots:
		return robotsAgainst(kind)
	case Sitemap:
		return sitemapAgainst(kind)
	}
	return pageAgainst(header, body, string(start), kind)
}

func robotsAgainst(kind problem.Kind) Reason {
	switch kind {
	case problem.KindText, problem.KindEmpty:
		return ""
	case problem.KindHTML:
		return "html"
	}
	return "type"
}

func sitemapAgainst(kind problem.Kind) Reason {
	switch kind {
	case problem.KindHTML:
		return "html"
	case problem.KindEmpty:
		return "empty"
	}
	return ""
}

// classReasons are the classes of body that no visitor came for.
var classReasons = map[problem.BodyClass]Reason{
	problem.Empty:   "empty",
	problem.Default: "error-page",
	problem.Leak:    "error-page",
}

func pageAgainst(header http.Header, body []byte, start string, kind problem.Kind) Reason {
	class := problem.Classify(problem.Held{
		Status: status.OK, Header: header, Body: body, Complete: true, Size: int64(len(body)),
	}).Class
	if reason := classReasons[class]; reason != "" {
		return reason
	}
	if kind != problem.KindHTML {
		return ""
	}
	return guardAgainst(start)
}

// IsHTML reports a body that is a page, whatever its media type says. The body
// may be a beginning, in its content coding; one that cannot be read is none.
func IsHTML(header http.Header, start []byte) bool {
	text, err := problem.Decode(header.Get("Content-Encoding"), start)
	return err == nil && problem.Sniff(text) == problem.KindHTML
}
