package config

import (
	"mime"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"
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

// UnmarshalText reads one of the two failures or a status from 500 to 599.
func (r *RetryReason) UnmarshalText(b []byte) error {
	in := string(b)
	var s Status
	if in != "connect-error" && in != "reset-before-answer" && (s.UnmarshalText(b) != nil || !s.IsServerError()) {
		return refuse("use connect-error, reset-before-answer or a status from 500 to 599", "%q is no reason to try again", in)
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

// HeaderGlob is a name of a header; * stands for any text.
type HeaderGlob string

// UnmarshalText reads a name.
func (h *HeaderGlob) UnmarshalText(b []byte) error {
	if !isToken(string(b)) || string(b) == "*" {
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

// Href is where a link leads: a path of the site, or an https, http, mailto or
// tel address.
type Href string

// UnmarshalText refuses what a browser would take to another site unasked or
// run as a script.
func (h *Href) UnmarshalText(b []byte) error {
	in := string(b)
	const forms = "write /help, https://status.example/ or mailto:help@shop.example"
	u, err := url.Parse(in)
	switch {
	case err != nil || in == "" || strings.ContainsAny(in, " \t\n\\<>\""):
		return refuse(forms, "%q is no link", in)
	case strings.HasPrefix(in, "//"):
		return refuse("write https:"+in, "%q leads to another site without saying how", in)
	case u.Scheme == "":
		if !strings.HasPrefix(in, "/") {
			return refuse(forms, "%q does not begin with /", in)
		}
	case u.Scheme == "http" || u.Scheme == "https":
		if u.Host == "" {
			return refuse(forms, "%q is no link", in)
		}
	case u.Scheme != "mailto" && u.Scheme != "tel":
		return refuse(forms, "%q: %s: is no way to a page", in, u.Scheme)
	}
	*h = Href(in)
	return nil
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}

// Host is a name that a request can ask for, in lower case: a name, an
// address, *.name for the names below, or * for whatever is left.
type Host string

var hostForm = regexp.MustCompile(`^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$`)

// UnmarshalText reads a host without scheme, port and path.
func (h *Host) UnmarshalText(b []byte) error {
	in := string(b)
	name := strings.ToLower(strings.TrimSuffix(in, "."))
	const forms = `hosts are written shop.example, "*.shop.example" or "*"`
	if u, err := url.Parse(in); err == nil && u.Host != "" {
		return refuse("write "+u.Hostname(), "%q is an address, not a host", in)
	}
	bare, port, hasPort := strings.Cut(name, ":")
	if hasPort && onlyDigits(port) && hostForm.MatchString(bare) {
		return refuse("write "+bare, "the host %q has a port; a site answers on every port", in)
	}
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err != nil && name != "*" && (len(name) > 253 || !hostForm.MatchString(name)) {
		return refuse(forms, "%q is no host", in)
	}
	*h = Host(strings.Trim(name, "[]"))
	return nil
}

// WebOrigin is scheme, host and port of a website, such as
// https://shop.example.
type WebOrigin string

// UnmarshalText reads an origin.
func (o *WebOrigin) UnmarshalText(b []byte) error {
	in := string(b)
	const forms = "write https://shop.example, without a path"
	u, err := url.Parse(in)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return refuse(forms, "%q is no origin", in)
	case u.Path == "/" && u.RawQuery == "" && u.Fragment == "" && u.User == nil:
		return refuse("write "+u.Scheme+"://"+u.Host, "%q ends with a slash", in)
	case u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.ForceQuery:
		return refuse("write "+u.Scheme+"://"+u.Host, "%q is more than an origin", u.Redacted())
	}
	*o = WebOrigin(u.Scheme + "://" + strings.ToLower(u.Host))
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

// Moment is a point in time, written 2026-12-01T02:00:00Z; a day alone means
// its beginning in UTC.
type Moment struct{ time.Time }

// UnmarshalText reads RFC 3339, or a day.
func (m *Moment) UnmarshalText(b []byte) error {
	for _, form := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(form, string(b)); err == nil {
			m.Time = t
			return nil
		}
	}
	return refuse("times are written 2026-12-01T02:00:00Z or 2026-12-01T02:00:00+01:00", "%q is no time", string(b))
}

// MarshalText writes RFC 3339; nothing for no time.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// String writes RFC 3339; empty for no time.
func (m Moment) String() string {
	if m.IsZero() {
		return ""
	}
	return m.Format(time.RFC3339)
}

// Wait is a duration, or until-end: the time to the announced end.
type Wait struct {
	UntilEnd bool
	Duration Duration
}

// UnmarshalText reads until-end or a duration.
func (w *Wait) UnmarshalText(b []byte) error {
	if string(b) == "until-end" {
		*w = Wait{UntilEnd: true}
		return nil
	}
	*w = Wait{}
	if err := w.Duration.UnmarshalText(b); err != nil {
		return refuse("write until-end, or a duration such as 30m", "%q is no time to wait", string(b))
	}
	return nil
}

// String writes the form of the file.
func (w Wait) String() string {
	if w.UntilEnd {
		return "until-end"
	}
	return w.Duration.String()
}

// MarshalText writes String.
func (w Wait) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

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
