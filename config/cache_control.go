package config

import (
	"regexp"
	"strconv"
	"strings"
)

// CacheControl is the value of the Cache-Control field (RFC 9111 5.2).
type CacheControl string

// cacheDirectives are those of a response; true: with a number. Read-only.
var cacheDirectives = map[string]bool{
	"public": false, "private": false, "no-store": false, "no-cache": false, "no-transform": false,
	"must-revalidate": false, "proxy-revalidate": false, "must-understand": false, "immutable": false,
	"max-age": true, "s-maxage": true, "stale-if-error": true, "stale-while-revalidate": true,
}

var cacheDirective = regexp.MustCompile(`^([a-z-]+)(?:=([0-9]{1,9}))?$`)

// UnmarshalText reads a list of directives.
func (c *CacheControl) UnmarshalText(b []byte) error {
	for part := range strings.SplitSeq(string(b), ",") {
		m := cacheDirective.FindStringSubmatch(strings.ToLower(strings.TrimSpace(part)))
		const form = `write "public, max-age=60" or "no-store"`
		if m == nil {
			return refuse(form, "%q is no directive of Cache-Control", strings.TrimSpace(part))
		}
		numbered, known := cacheDirectives[m[1]]
		if _, err := strconv.Atoi(m[2]); !known || numbered != (err == nil) {
			return refuse(form, "%q is no directive of Cache-Control", strings.TrimSpace(part))
		}
	}
	*c = CacheControl(b)
	return nil
}
