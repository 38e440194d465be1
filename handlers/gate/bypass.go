package gate

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// Bypass says who sees a site that is closed for maintenance: any one of the
// three is enough. The zero Bypass lets nobody in.
type Bypass struct {
	Networks []netip.Prefix // of the client's address
	Header   string         // "Name: value"
	Cookie   string         // "name=value"
}

// validate reports what could not work. An empty value, as an unset variable
// leaves it, is no mistake: it never matches.
func (b Bypass) validate() error {
	var mistakes []error
	if name, _, found := strings.Cut(b.Header, ":"); b.Header != "" && (!found || strings.TrimSpace(name) == "") {
		mistakes = append(mistakes, fmt.Errorf("header: want %q", "Name: value"))
	}
	name, value, found := strings.Cut(b.Cookie, "=")
	switch {
	case b.Cookie != "" && (!found || name == ""):
		mistakes = append(mistakes, fmt.Errorf("cookie: want %q", "name=value"))
	case !sendable(name, value):
		mistakes = append(mistakes, errors.New("cookie: it holds a character that a cookie cannot (RFC 6265 section 4.1.1)"))
	}
	return errors.Join(mistakes...)
}

func sendable(name, value string) bool {
	c := http.Cookie{Name: name, Value: value}
	return name == "" || c.Valid() == nil && !strings.Contains(value, `"`)
}

// lets reports whether the client of a visit sees the site.
func (b Bypass) lets(v *Visit) bool {
	return b.network(v.Client) || b.header(v.Request.Header) || b.cookie(v.Request.Header)
}

func (b Bypass) network(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	for _, n := range b.Networks {
		if n.Contains(addr) {
			return true
		}
	}
	return false
}

func (b Bypass) header(h http.Header) bool {
	name, want, _ := strings.Cut(b.Header, ":")
	return isSecret(h.Get(strings.TrimSpace(name)), strings.TrimSpace(want))
}

func (b Bypass) cookie(h http.Header) bool {
	name, want, _ := strings.Cut(b.Cookie, "=")
	return isSecret(cookie(h, name), want)
}

// isSecret compares in a time that does not tell how much was right. An empty
// secret is nobody's.
func isSecret(got, want string) bool {
	return want != "" && subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

// keyField is the query field of a secret link.
const keyField = "key"

// Admit sets the cookie of the bypass for whoever follows a link with its value
// in the query, key=VALUE, and leads to the front page of the site. It answers
// nothing and returns false where the value is wrong or the bypass has no
// cookie: such an address is like any other that does not exist.
func (b Bypass) Admit(w http.ResponseWriter, r *http.Request) bool {
	name, want, _ := strings.Cut(b.Cookie, "=")
	if !isSecret(r.URL.Query().Get(keyField), want) {
		return false
	}
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: want, Path: "/",
		HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode,
	})
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer") // the link holds the secret
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Location", "/")
	w.WriteHeader(http.StatusSeeOther)
	return true
}
