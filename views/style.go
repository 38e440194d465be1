package views

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/seed-3913a1bb/signpost/static"
)

// style is the style element of a page: our own bytes, and those of an owner
// that checkColors and checkCSS let through. Together with logoMark it is the
// only markup that is not escaped.
func style(l *look) templ.Component { return templ.Raw(l.style) }

// logoMark is the logo that checkLogo made.
func logoMark(l *look) templ.Component { return templ.Raw(l.logo) }

// setStyle works out the style element and the sources that allow it. The
// built-in style is always allowed, so that a plain page can take the place of
// a broken one under the same policy.
func (l *look) setStyle(extra string) {
	l.style = "<style>" + static.PageStyle() + extra + "</style>"
	l.hashes = "'" + static.PageStyleHash() + "'"
	if extra != "" {
		l.hashes += " '" + static.HashSource(static.PageStyle()+extra) + "'"
	}
}

// ContentSecurityPolicy is the policy that pages of the zero Brand are served
// with.
func ContentSecurityPolicy() string { return Brand{}.ContentSecurityPolicy() }

// ContentSecurityPolicy is the policy that pages of the brand are served with;
// it names their styles by hash.
func (b Brand) ContentSecurityPolicy() string {
	l := b.looks()
	var policy strings.Builder
	policy.WriteString("default-src 'none'; style-src " + l.hashes)
	if l.images {
		policy.WriteString("; img-src data:")
	}
	policy.WriteString("; form-action 'self'; base-uri 'none'; frame-ancestors 'self'")
	return policy.String()
}
