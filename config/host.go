package config

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

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

// AllowedOrigin is an origin, or * for every one.
type AllowedOrigin string

// UnmarshalText reads an origin or a star.
func (a *AllowedOrigin) UnmarshalText(b []byte) error {
	origin := WebOrigin(b)
	if string(b) != "*" {
		if err := origin.UnmarshalText(b); err != nil {
			return err
		}
	}
	*a = AllowedOrigin(origin)
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
