package cure

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit"
	edge "github.com/seed-3913a1bb/signpost/handlers/rule"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// shape is what rules of one kind have in common.
type shape struct {
	parts    []part // of the condition
	corrects bool   // it changes the status of a success
	send     string // another status
	page     string // another page
	wait     string // Retry-After
}

// part is one condition of a rule, taken from the finding.
type part string

const (
	asFound   part = "status"  // the status of the answer
	reads     part = "reads"   // GET and HEAD alone
	asHTML    part = "html"    // a web page
	titled    part = "title"   // the title, which no fine page may have
	designed  part = "design"  // the title where that is enough, else the addresses too
	below     part = "place"   // addresses of the same place
	exactly   part = "address" // the addresses themselves
	ending    part = "ending"  // addresses that end like a file of the kind
	ofRich    part = "rich"    // pages that the site designed
	ofNothing part = "nothing" // bodies that tell a program nothing
	noProgram part = "people"  // no address that answers programs
)

// parts fill in their condition. A part that cannot be had says why; what it
// filled in nevertheless is written as a comment.
var parts = map[part]func(*audit.Finding, *when) string{
	asFound:  fillStatus,
	reads:    func(_ *audit.Finding, w *when) string { w.Method = reading; return "" },
	asHTML:   fillHTML,
	titled:   fillTitle,
	designed: fillDesign,
	below:    fillPlace,
	exactly:  fillAddress,
	ending:   fillEnding,
	ofRich:   func(_ *audit.Finding, w *when) string { w.Body = []string{string(problem.Rich)}; return "" },
	ofNothing: func(_ *audit.Finding, w *when) string {
		w.Body = []string{string(problem.Empty), string(problem.Default), string(problem.Leak)}
		return ""
	},
	noProgram: onlyPeople,
}

// text is written between quotation marks, so that the configuration has it as
// it is.
type text string

// MarshalYAML gives the quoted text, in which nothing is to be filled in.
func (t text) MarshalYAML() ([]byte, error) {
	return []byte(strings.ReplaceAll(quoted(string(t)), "${", "$${")), nil
}

// when is the condition of a rule, as the configuration has it.
type when struct {
	Method      []string `yaml:"method,flow,omitempty"`
	Status      string   `yaml:"status,omitempty"`
	ContentType string   `yaml:"content_type,omitempty"`
	Body        []string `yaml:"body,flow,omitempty"`
	Path        []text   `yaml:"path,flow,omitempty"`
	Title       []text   `yaml:"title,flow,omitempty"`
}

// then is the consequence of a rule, as the configuration has it.
type then struct {
	Send       string `yaml:"send,omitempty"`
	Page       string `yaml:"page,omitempty"`
	RetryAfter string `yaml:"retry_after,omitempty"`
}

// ruleText is a rule, as the configuration has it.
type ruleText struct {
	Name text   `yaml:"name"`
	When when   `yaml:"when"`
	Then then   `yaml:"then,flow"`
	Mode string `yaml:"mode,omitempty"`
}

// build makes the rule for one finding. With a reason the rule must not be
// live, and without a rule nothing can be written at all.
func (s *shape) build(f *audit.Finding) (r *ruleText, reason string) {
	r = &ruleText{Then: then{Send: s.send, Page: s.page, RetryAfter: s.wait}}
	for _, p := range s.parts {
		if why := parts[p](f, &r.When); why != "" && reason == "" {
			reason = why
		}
	}
	if code, err := status.Parse(r.When.Status); err != nil || code.IsSuccess() != s.corrects || code.IsError() == s.corrects {
		return nil, cmp.Or(reason, "the answer is of another kind")
	}
	if !s.complete(&r.When) {
		return nil, cmp.Or(reason, "the answer has no mark that a rule could go by")
	}
	return r, reason
}

// complete reports that a rule names what it goes by: one that changes a
// success needs a mark of the answer, or the exact addresses.
func (s *shape) complete(w *when) bool {
	if w.Status == "" || slices.Contains(s.parts, asHTML) && w.ContentType == "" {
		return false
	}
	for _, p := range s.parts {
		switch p {
		case titled:
			if len(w.Title) == 0 {
				return false
			}
		case below, exactly, ending:
			if len(w.Path) == 0 {
				return false
			}
		}
	}
	return true
}

func fillStatus(f *audit.Finding, w *when) string {
	code := codeOf(f)
	if f.StatusFinal != nil && code.IsRedirection() {
		code = status.Code(*f.StatusFinal)
	}
	if !code.Valid() {
		return "no single answer is meant"
	}
	w.Status = code.String()
	return ""
}

func fillHTML(f *audit.Finding, w *when) string {
	if f.Signature == nil || f.Signature.Type != html {
		return "the answer is no HTML"
	}
	w.ContentType = html
	return ""
}

func fillTitle(f *audit.Finding, w *when) string {
	fillAnyTitle(f, w)
	switch {
	case len(w.Title) == 0:
		return "the page has no title by which to know it"
	case f.Signature.Shared:
		return "pages that are fine have this title too"
	}
	return ""
}

// fillDesign tells one design of an error page from others of the same status.
func fillDesign(f *audit.Finding, w *when) string {
	fillAnyTitle(f, w)
	switch {
	case f.Signature == nil || !f.Signature.Shared:
		return ""
	case f.Signature.MadeUp:
		return "pages that are fine look alike"
	}
	return fillAddress(f, w)
}

func fillAnyTitle(f *audit.Finding, w *when) string {
	if f.Signature == nil {
		return ""
	}
	for _, t := range f.Signature.Titles {
		if t = pattern(t); t != "" {
			w.Title = append(w.Title, text(t))
		}
	}
	return ""
}

// pattern writes a title so that the edge reads it as meant: one line of bounded
// length. Empty when nothing is left, or when the edge would refuse it.
func pattern(title string) string {
	const most = 180
	title = oneLine(title)
	if runes := []rune(title); len(runes) > most {
		title = string(runes[:most]) + "*"
	}
	if strings.Trim(title, "*? ") == "" {
		return ""
	}
	if _, err := edge.CompileWords(title); err != nil {
		return ""
	}
	return title
}

// fillPlace covers the place of a template and what lies below it.
func fillPlace(f *audit.Finding, w *when) string {
	template, _, _ := strings.Cut(f.Template, "?")
	var segments []string
	for segment := range strings.SplitSeq(template[:strings.LastIndexByte(template, '/')+1], "/") {
		segments = append(segments, globSegment(segment))
	}
	glob := strings.Join(segments, "/") + "**"
	if !isGlob(glob) {
		return "its place cannot be written as a pattern"
	}
	w.Path = append(w.Path, text(glob))
	return ""
}

// isGlob reports a pattern that the configuration and the edge both read.
func isGlob(pattern string) bool {
	noPath := func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`#\`, r) }
	if strings.ContainsFunc(pattern, noPath) || strings.Contains(pattern, "***") || strings.Contains(pattern, "://") {
		return false
	}
	_, err := edge.CompileGlob(pattern)
	return err == nil
}

// globSegment writes a segment of a template as part of a pattern: a kind of
// number or token may be anything, and a date may be three segments.
func globSegment(segment string) string {
	before, rest, shaped := strings.Cut(segment, "{")
	if !shaped {
		return segment
	}
	if strings.HasPrefix(rest, "date}") && before == "" {
		return "**"
	}
	return before + "*" + rest[strings.LastIndexByte(rest, '}')+1:]
}

func fillAddress(f *audit.Finding, w *when) string {
	for _, u := range append([]string{f.URL}, f.Examples...) {
		path, ok := exactPath(u)
		if !ok {
			return "its address cannot be written as a pattern"
		}
		if !slices.Contains(w.Path, text(path)) {
			w.Path = append(w.Path, text(path))
		}
	}
	return ""
}

// exactPath is the path of an address as a pattern that matches it alone.
func exactPath(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	path := cmp.Or(u.EscapedPath(), "/")
	glob, err := edge.CompileGlob(path)
	if err != nil || !isGlob(path) || !glob.IsLiteral() || !glob.Match(edge.NormalizePath(path)) {
		return "", false
	}
	return path, true
}

// fillEnding covers all files of one kind.
func fillEnding(f *audit.Finding, w *when) string {
	path, ok := exactPath(f.URL)
	if !ok {
		return "its address cannot be written as a pattern"
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	at := strings.LastIndexByte(name, '.')
	if at < 0 || strings.Contains(name[at:], "%") {
		return "its address has no ending"
	}
	if glob := "/**/*" + name[at:]; isGlob(glob) {
		w.Path = append(w.Path, text(glob))
	}
	return ""
}

// programTypes are media types that no person reads.
var programTypes = []string{"json", "xml", "grpc", "protobuf", "octet-stream"}

// onlyPeople keeps rules off what programs ask for: they get the answer that
// they know.
func onlyPeople(f *audit.Finding, _ *when) string {
	const why = "programs ask at this address"
	if f.Signature != nil {
		if f.Signature.Body == problem.Machine {
			return why
		}
		for _, t := range programTypes {
			if strings.Contains(f.Signature.Type, t) && f.Signature.Type != "application/xhtml+xml" {
				return why
			}
		}
	}
	if f.Group == fileGroup {
		return why
	}
	return ""
}

// fileGroup is the letter of the checks of robots.txt.
const fileGroup = "F"
