package views

import (
	"github.com/a-h/templ"

	"github.com/seed-3913a1bb/signpost/static"
)

// formScript and formStyle are our own bytes; their hashes stand in the policy.
func formScript() templ.Component { return templ.Raw("<script>" + static.FormScript() + "</script>") }

func formStyle() templ.Component { return templ.Raw("<style>" + static.FormStyle() + "</style>") }

// KeptContentSecurityPolicy is the policy for pages that give back a form: no
// page may frame them, and their one script is allowed by its hash.
func (b Brand) KeptContentSecurityPolicy() string {
	policy := "default-src 'none'; style-src " + b.looks().hashes + " '" + static.HashSource(static.FormStyle()) + "'" +
		"; script-src '" + static.HashSource(static.FormScript()) + "'"
	return policy + "; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}
