package config

import (
	"net/url"
	"strings"
)

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
