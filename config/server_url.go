package config

import (
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
		text, hint, _ := strings.Cut(strings.TrimPrefix(first, in+": "), ", ")
		return refuse(hint, "%q: %s", in, text)
	}
	*u = ServerURL(in)
	return nil
}
