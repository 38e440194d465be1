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
	return pageAgainst(header, body, start, kind)
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

// pageReach is how far into a page marks are looked for. The pages of guards
// and servers are short, and their marks stand in front.
const pageReach = 16 << 10

// pageAgainst gets the decoded start of the body.
func pageAgainst(header http.Header, body, start []byte, kind problem.Kind) Reason {
	held := problem.Held{Status: status.OK, Header: http.Header{"Content-Type": header["Content-Type"]}}
	held.Body = start[:min(len(start), pageReach)]
	held.Complete = len(held.Body) == len(start) && len(start) >= len(body)
	held.Size = int64(max(len(start), len(body)))
	if reason := classReasons[problem.Classify(held).Class]; reason != "" {
		return reason
	}
	if kind != problem.KindHTML {
		return ""
	}
	return guardAgainst(string(held.Body))
}

// IsHTML reports a body that is a page, whatever its media type says. The body
// may be a beginning, in its content coding; one that cannot be read is none.
func IsHTML(header http.Header, start []byte) bool {
	text, err := problem.Decode(header.Get("Content-Encoding"), start)
	return err == nil && problem.Sniff(text) == problem.KindHTML
}
