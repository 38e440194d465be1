package handlers

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
	"github.com/seed-3913a1bb/signpost/views"
)

// answer is a finished answer of the edge: nothing can fail any more.
type answer struct {
	status status.Code
	header http.Header
	body   []byte
}

// composition is everything that an answer is made of.
type composition struct {
	ex      *exchange
	verdict Verdict
	problem problem.Problem
	header  http.Header // of the upstream; nil: an own error
	refusal *refusal    // of an own error

	kept *views.KeptForm // what the visitor typed; nil: nothing is given back
}

// content is the body of an answer.
type content struct {
	body   []byte
	format Format
	coding string // that the body is in already; empty: none
}

// compose builds the body first, the header second: whatever fails on the way,
// the status is still open.
func (s *site) compose(c composition) answer {
	c.problem = c.ex.unmasked(c.problem)
	c.kept = s.keptForm(c)
	doc, made := s.content(c)
	format := made.format

	r := &replacement{
		request:  c.ex.in,
		received: c.problem.Status,
		served:   c.verdict.Status,
		upstream: c.header,
		format:   format,
		several:  len(s.languages) > 1,
		csp:      s.csp,
		error:    c.errorType(),
		id:       c.ex.id,
		wait:     c.ownWait(),
		timing:   timingOf(c.ex),
		hop:      c.header != nil && !c.ex.inProcess,
		page:     c.refusal != nil && c.refusal.page,
	}
	r.follow(s.policy, &c.verdict)
	if c.kept != nil {
		r.kept, r.csp = true, s.keptCSP
	}
	if inLanguage.has(string(format)) {
		r.language = doc.Lang.Tag()
	}
	if doc.Type != "" && doc.Type != "about:blank" && !c.hasForeignType() {
		r.links = append(r.links, "<"+doc.Type+`>; rel="describedby"`)
	}

	c.note(doc, format)
	a := answer{status: c.verdict.Status, header: r.header(), body: made.body}
	if c.header == nil {
		s.addOwn(a.header, c)
	}
	c.ex.visit.Apply(a.header)
	a.finish(made, doc, c)
	return a
}

// note leaves what the answer is in the record.
func (c composition) note(doc problem.Document, format Format) {
	rec := &c.ex.record
	rec.Format, rec.Cause = string(format), string(c.problem.Cause)
	if inLanguage.has(string(format)) {
		rec.Language = doc.Lang.Tag()
	}
}

// inLanguage are the formats that hold sentences.
var inLanguage = newWordSet("html problem+json problem+xml text markdown npm-json registry-json connect-json twirp-json s3-xml")

// finish adds what depends on the form: gRPC tells its errors under 200.
func (a *answer) finish(made content, doc problem.Document, c composition) {
	if made.format == GRPC {
		code := rpcCodeFor(a.status, c.errorType())
		a.header.Set("Content-Type", grpcType(c.ex.in))
		a.header.Set("Grpc-Status", code.String())
		a.header.Set("Grpc-Message", rpcMessage(doc.Sentence))
		a.status = status.OK
		return
	}
	a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
	if made.coding != "" {
		a.header.Set("Content-Encoding", made.coding)
		return
	}
	if c.kept == nil { // a secret beside a text that others can choose is never compressed (BREACH)
		a.compress(c.ex.in)
	}
}

// grpcType repeats the type of the request: gRPC-Web has its own.
func grpcType(r *http.Request) string {
	if t := mediaType(r.Header.Get("Content-Type")); strings.HasPrefix(t, "application/grpc") {
		return t
	}
	return "application/grpc"
}

func (s *site) describe(c composition) problem.DescribeOptions {
	o := problem.DescribeOptions{
		Lang:       s.language(c.ex.in, c.header),
		Status:     c.verdict.Status,
		Reference:  c.ex.id,
		Hosts:      []string{siteHost(c.ex.in)},
		RetryAfter: c.wait(time.Now()),
		TypeBase:   s.canonical + s.problems.path(),
		KeptText:   c.kept != nil && len(c.kept.Fields) > 0,
	}
	if c.refusal != nil {
		o.Origin, o.Type = c.refusal.Word, c.refusal.kind
		o.Violated, o.Until = c.refusal.violated, c.refusal.until
	}
	return o
}

// language picks the language of the body: the address, the reader's wishes,
// what the upstream spoke, the first of the site.
func (s *site) language(r *http.Request, upstream http.Header) *locale.Language {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	for _, l := range s.languages {
		if strings.EqualFold(l.Tag(), first) {
			return l
		}
	}
	wishes := r.Header["Accept-Language"]
	if len(wishes) == 0 && upstream != nil {
		wishes = upstream["Content-Language"]
	}
	return locale.Match(strings.Join(wishes, ","), s.languages)
}

// content words the problem and writes it in the format of the verdict. Where
// that fails, a plain form that cannot fail takes its place: the status stays.
func (s *site) content(c composition) (problem.Document, content) {
	doc, err := s.document(c)
	var made content
	if err == nil {
		made, err = s.write(doc, c)
	}
	if err == nil {
		return doc, made
	}
	s.log.Error("write the body of an error", "format", c.verdict.Format, "err", err)
	body, format := lastResort(c.verdict.Status, c.verdict.Format)
	return problem.Document{Status: c.verdict.Status, Lang: locale.English()}, content{body: body, format: format}
}

func (s *site) document(c composition) (doc problem.Document, err error) {
	defer recoverAsError(&err)
	return c.verdict.describe(c.problem, s.describe(c)), nil
}

func (s *site) write(doc problem.Document, c composition) (made content, err error) {
	defer recoverAsError(&err)
	made.format = c.verdict.Format
	if form, ok := protocolForms[made.format]; ok {
		made.body, err = form(doc, c.errorType())
		return made, err
	}
	if c.verdict.upgrade {
		made.body, err = upgraded(doc, c.ex.members)
		return made, err
	}
	if made.format == HTML {
		return s.page(doc, c)
	}
	made.body = documentForms[made.format](doc)
	return made, nil
}

// page writes the document for a person, in the coding that the client likes
// best where the page is kept in it.
func (s *site) page(doc problem.Document, c composition) (content, error) {
	wish, ok := chooseCoding(c.ex.in.Header["Accept-Encoding"])
	if !ok {
		wish = coding{}
	}
	o := views.PageOptions{
		Current: s.openCurrent(c),
		Time:    time.Now(),
		Unsafe:  !isSafe(c.ex.in.Method),
		Kept:    c.kept,
	}
	if c.verdict.dresses() {
		if body, err := s.pages.rulePage(doc, &c.verdict, o); err == nil {
			return content{body: body, format: HTML}, nil
		}
	}
	body, kept, err := s.pages.write(doc, o, wish.kept)
	made := content{body: body, format: HTML}
	if kept != views.Identity {
		made.coding = wish.name
	}
	return made, err
}

// documentForms write the formats that the document knows itself.
var documentForms = map[Format]func(problem.Document) []byte{
	JSON:     problem.Document.JSON,
	XML:      problem.Document.XML,
	Text:     func(d problem.Document) []byte { return []byte(d.Text()) },
	Markdown: func(d problem.Document) []byte { return []byte(d.Markdown()) },
}

// versionRelations name the current version of what a change clashed with.
var versionRelations = newWordSet("latest-version current")

// currentVersion is where a visitor finds the current version of what the
// change clashed with; empty when that is nowhere on the site.
func currentVersion(c composition) string {
	for _, target := range []string{linkTo(c.header["Link"], versionRelations), c.header.Get("Location"), targetOf(c)} {
		if views.SameSite(target) {
			return target
		}
	}
	return ""
}

// targetMethods change the very resource that a GET of the same address shows
// (RFC 9110 section 9.3.4, RFC 5789); a POST may be handled anywhere.
var targetMethods = newWordSet("PUT PATCH DELETE")

func targetOf(c composition) string {
	if c.problem.Cause == "" || !targetMethods.has(c.ex.in.Method) {
		return ""
	}
	return c.ex.in.URL.RequestURI()
}

// hasForeignType reports a problem type that others define: it leads to no page
// of ours.
func (c composition) hasForeignType() bool { return c.refusal != nil && c.refusal.kind != "" }

func (c composition) errorType() string {
	if c.refusal == nil {
		return ""
	}
	return c.refusal.Type
}
