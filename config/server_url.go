package config

import (
	"net/url"
	"strings"

	"github.com/seed-3913a1bb/signpost/upstream"
)

// ServerURL is the address of one server of a site, such as
// http://127.0.0.1:3000.
type ServerURL string

// UnmarshalText accepts what upstream.New accepts.
func (u *ServerURL) UnmarshalText(b []byte) error {
	in := string(b)
	if err := (upstream.Options{URL: in}).Validate(); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		shown := in
		if parsed, err := url.Parse(in); err == nil {
			shown = parsed.Redacted()
		}
		text, hint, _ := strings.Cut(strings.TrimPrefix(first, shown+": "), ", ")
		return refuse(hint, "%q: %s", shown, text)
	}
	*u = ServerURL(in)
	return nil
}
