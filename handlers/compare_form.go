package handlers

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/handlers/form"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/upstream"
	"github.com/seed-3913a1bb/signpost/views"
)

// currentTime bounds the one question for the current form.
const currentTime = 2 * time.Second

// current is the page that held the visitor's form, as it is now. The zero value
// is none.
type current struct {
	page        []byte
	contentType string
	etag        string // of the very address that the form was sent to; strong, or empty
}

// currentFields are what the question takes over from the visitor's request:
// who asks. The rest says how the visitor came here, which the site's server
// must know to answer with the same page.
var currentFields = []string{"Cookie", "Authorization", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded"}

// current asks the site's server for the page that held the form. It is never
// stored, no redirect is followed, and everything but a small page of HTML
// counts as none.
func (s *site) current(ex *exchange) current {
	if s.upstream == nil {
		return current{}
	}
	ctx, cancel := context.WithTimeout(ex.in.Context(), currentTime)
	defer cancel()
	path := s.formPage(ex.in)
	in := ex.in.Clone(ctx)
	in.Method, in.URL, in.Body, in.ContentLength, in.TransferEncoding = http.MethodGet, path, http.NoBody, 0, nil
	in.Trailer = nil
	in.Header = http.Header{"Accept": {"text/html"}, "Accept-Encoding": {"identity"}}
	for _, name := range currentFields {
		if lines := ex.in.Header[name]; len(lines) > 0 {
			in.Header[name] = lines
		}
	}
	res, err := s.fetch(in)
	if err != nil {
		return current{}
	}
	defer upstream.Discard(res)
	if !status.Code(res.StatusCode).Is(status.OK) || !isHTMLType(mediaType(res.Header.Get("Content-Type"))) ||
		len(res.Header["Content-Encoding"]) > 0 {
		return current{}
	}
	page, err := io.ReadAll(io.LimitReader(res.Body, form.MaxPage+1))
	if err != nil || len(page) > form.MaxPage {
		return current{}
	}
	now := current{page: page, contentType: res.Header.Get("Content-Type")}
	if path.RequestURI() == ex.in.URL.RequestURI() {
		now.etag = strongTag(res.Header)
	}
	return now
}

// formPage is the address of the page that held the form: the one that the
// visitor came from, where that is one of the same origin, else the one that
// the form was sent to.
func (s *site) formPage(r *http.Request) *url.URL {
	from, err := url.Parse(r.Header.Get("Referer"))
	if err == nil && from.Host != "" && from.User == nil && strings.HasPrefix(from.Path, "/") &&
		!strings.HasPrefix(from.Path, reserved) && strings.EqualFold(from.Scheme+"://"+from.Host, s.origin(r)) {
		return &url.URL{Path: from.Path, RawPath: from.RawPath, RawQuery: from.RawQuery}
	}
	return &url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
}

// strongTag is the strong ETag of an answer, or nothing (RFC 9110 section
// 8.8.3).
func strongTag(h http.Header) string {
	lines := h["Etag"]
	if len(lines) != 1 {
		return ""
	}
	tag := lines[0]
	if len(tag) < 2 || len(tag) > 256 || tag[0] != '"' || tag[len(tag)-1] != '"' ||
		strings.ContainsFunc(tag[1:len(tag)-1], func(r rune) bool { return r <= ' ' || r == '"' || r == 0x7f }) {
		return ""
	}
	return tag
}

// versioned are the causes under which one thing has two versions. Under the
// others there is nothing to compare with.
var versioned = map[problem.Cause]bool{
	problem.EditConflict: true, problem.PreconditionFailed: true, problem.PreconditionRequired: true,
	problem.Locked: true, problem.Unknown: true,
}

// compareForm shows the visitor's form beside the current one: as the site's own
// answer tells it, else as the page that held the form shows it, where that may
// be asked for.
func (s *site) compareForm(c composition, shown *views.KeptForm, sent *form.Form) (now current) {
	policy := c.ex.conflictPolicy()
	if !versioned[c.problem.Cause] {
		return now
	}
	theirs, ok := form.ReadTold(c.ex.told, *sent, namesOf(policy))
	if policy.Compare && (!ok || policy.Overwrite && strongTag(c.header) == "") {
		now = s.current(c.ex)
	}
	if !ok {
		theirs, ok = form.ReadCurrent(now.page, now.contentType, *sent, namesOf(policy))
	}
	if ok {
		shown.Compared = compared(sent, theirs)
	}
	return now
}

// compared is the visitor's form beside the current one.
func compared(sent *form.Form, theirs form.Form) *views.ComparedForm {
	c := form.Compare(*sent, theirs)
	shown := &views.ComparedForm{Equal: c.Equal}
	for _, d := range c.Differences {
		shown.Fields = append(shown.Fields, views.ComparedField{
			Name: d.Name, Mine: linesOf(&d, d.Mine, form.Mine), Current: linesOf(&d, d.Current, form.Current),
		})
	}
	return shown
}

// linesOf are the lines of one side of a difference; nil when the side has no
// such field.
func linesOf(d *form.Difference, field *form.Field, side form.Side) []views.ComparedLine {
	if field == nil {
		return nil
	}
	lines := []views.ComparedLine{}
	if d.Lines == nil {
		alone := d.Mine == nil || d.Current == nil
		for text := range strings.SplitSeq(field.Value, "\n") {
			lines = append(lines, views.ComparedLine{{Text: text, Only: alone}})
		}
		return lines
	}
	for _, l := range d.Lines {
		if l.Side != form.Both && l.Side != side {
			continue
		}
		var line views.ComparedLine
		for _, p := range l.Pieces {
			line = append(line, views.ComparedPiece{Text: p.Text, Only: p.Side == side})
		}
		lines = append(lines, line)
	}
	return lines
}
