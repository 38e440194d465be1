package config

import (
	"mime"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/seed-3913a1bb/signpost/status"
)

// Path is a file or folder; relative ones are relative to the configuration
// file. After Load it is absolute or relative to the working directory.
type Path string

// Method is a request method, in capitals.
type Method string

// UnmarshalText wants a token in capitals: methods are case-sensitive (RFC
// 9110 9.1).
func (m *Method) UnmarshalText(b []byte) error {
	in := string(b)
	switch {
	case !isToken(in):
		return refuse("methods are written GET, POST or PROPFIND", "%q is no method", in)
	case in != strings.ToUpper(in):
		return refuse("write "+strings.ToUpper(in), "%q is no method: they are written in capitals", in)
	}
	*m = Method(in)
	return nil
}

var tokenForm = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

func isToken(s string) bool { return tokenForm.MatchString(s) }

// RetryReason is a failure (connect-error, reset-before-answer) or a status
// that is tried again.
type RetryReason string

// repeatable are the statuses that RetryReason may name.
var repeatable = status.MustParseSet("409, 5xx")

// UnmarshalText reads one of the two failures, or statuses among 5xx and 409;
// a 409 is tried again for reads only, and when it will pass by itself.
func (r *RetryReason) UnmarshalText(b []byte) error {
	in := string(b)
	var s StatusSet
	bad := s.UnmarshalText(b) != nil || slices.ContainsFunc(s.Codes(), func(c status.Code) bool { return !repeatable.Has(c) })
	if in != "connect-error" && in != "reset-before-answer" && bad {
		return refuse("use connect-error, reset-before-answer, statuses from 500 to 599, or 409", "%q is no reason to try again", in)
	}
	*r = RetryReason(in)
	return nil
}

// MediaType is a type such as text/html, without parameters.
type MediaType string

// UnmarshalText reads type/subtype; the subtype may be a star.
func (m *MediaType) UnmarshalText(b []byte) error {
	in := string(b)
	base, params, err := mime.ParseMediaType(in)
	if err != nil || len(params) > 0 || !strings.Contains(base, "/") {
		return refuse("media types are written text/html, without parameters", "%q is no media type", in)
	}
	*m = MediaType(base)
	return nil
}

// HeaderGlob is a name of a header; a star at its end stands for any text.
type HeaderGlob string

// UnmarshalText reads a name.
func (h *HeaderGlob) UnmarshalText(b []byte) error {
	name := strings.TrimSuffix(string(b), "*")
	if !isToken(name) || strings.Contains(name, "*") {
		return refuse("names are written X-Powered-By or X-Debug-*", "%q is no name of a header", string(b))
	}
	*h = HeaderGlob(b)
	return nil
}

// Color is #rrggbb.
type Color string

var colorForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// UnmarshalText reads #rrggbb.
func (c *Color) UnmarshalText(b []byte) error {
	if !colorForm.Match(b) {
		return refuse(`colours are written "#0b6bcb", with quotes`, "%q is no colour", string(b))
	}
	*c = Color(strings.ToLower(string(b)))
	return nil
}

// Regexp is a regular expression in the syntax RE2.
type Regexp string

// UnmarshalText compiles the expression once.
func (r *Regexp) UnmarshalText(b []byte) error {
	if len(b) > 1000 {
		return refuse("split it into several rules", "the expression has more than 1000 bytes")
	}
	if _, err := regexp.Compile(string(b)); err != nil {
		reason := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		return refuse("the syntax is RE2: no look-ahead, no back-references", "%q is no regular expression: %s", string(b), reason)
	}
	*r = Regexp(b)
	return nil
}

// Pointer is a JSON Pointer (RFC 6901), such as /error/text.
type Pointer string

// UnmarshalText wants a slash at the beginning.
func (p *Pointer) UnmarshalText(b []byte) error {
	if len(b) == 0 || b[0] != '/' {
		return refuse("pointers are written /error/text", "%q is no JSON Pointer", string(b))
	}
	*p = Pointer(b)
	return nil
}

// Language is the tag of a language that pages can be written in.
type Language string

// UnmarshalText wants a tag that names a language.
func (l *Language) UnmarshalText(b []byte) error {
	if _, err := language.Parse(string(b)); err != nil {
		return refuse("languages are written en, de or pt-BR", "%q is no language", string(b))
	}
	*l = Language(b)
	return nil
}
