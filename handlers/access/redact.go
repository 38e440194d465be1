package access

import (
	"net/netip"
	"net/url"
	"strings"
)

// secretParameters are names of query parameters whose values are never
// written. The owner can add to the list, and cannot shorten it.
var secretParameters = []string{
	"access_token", "api_key", "apikey", "auth", "authorization", "client_secret", "code", "id_token", "jwt", "key",
	"pass", "passwd", "password", "pwd", "refresh_token", "secret", "session", "sessionid", "sid", "sig", "signature",
	"token", "x-amz-credential", "x-amz-security-token", "x-amz-signature", "x-goog-signature",
}

const hidden = "hidden"

// client is the address as the owner wants it kept.
func (o *Options) client(r *Record) string {
	if !r.Client.IsValid() || o.ClientIP == Drop {
		return ""
	}
	if o.ClientIP == Truncate {
		return truncated(r.Client.Unmap()).String()
	}
	return r.Client.Unmap().String()
}

func truncated(a netip.Addr) netip.Addr {
	bits := 48
	if a.Is4() {
		bits = 24
	}
	p, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return netip.Addr{}
	}
	return p.Addr()
}

func (o *Options) query(r *Record) string {
	if o.Query == Drop || r.Query == "" {
		return ""
	}
	return o.redactQuery(r.Query)
}

// redactQuery hides the values of parameters whose names tell of secrets, and
// leaves all other bytes as they are.
func (o *Options) redactQuery(query string) string {
	var b strings.Builder
	for rest := query; ; {
		pair, after, more := strings.Cut(rest, "&")
		name, _, valued := strings.Cut(pair, "=")
		if valued && o.isSecret(name) {
			pair = name + "=" + hidden
		}
		b.WriteString(pair)
		if !more || b.Len() > maxValue {
			return b.String()
		}
		b.WriteByte('&')
		rest = after
	}
}

func (o *Options) isSecret(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	for _, secret := range o.Redact {
		if strings.EqualFold(name, secret) {
			return true
		}
	}
	return false
}

// redactURL hides secrets in the query of an address, and drops what follows
// the #.
func redactURL(address string, o *Options) string {
	address, _, _ = strings.Cut(address, "#")
	path, query, has := strings.Cut(address, "?")
	if !has {
		return path
	}
	if o.Query == Drop {
		return path
	}
	return path + "?" + o.redactQuery(query)
}
