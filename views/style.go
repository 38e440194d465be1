package views

import (
	"github.com/a-h/templ"

	"github.com/seed-3913a1bb/signpost/static"
)

// style is the only markup that is not escaped: our own, fixed bytes.
func style() templ.Component { return templ.Raw("<style>" + static.PageStyle() + "</style>") }

// ContentSecurityPolicy is the policy that every rendered page is served with;
// it names the page's styles by hash.
func ContentSecurityPolicy() string {
	return "default-src 'none'; style-src '" + static.PageStyleHash() +
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
}
