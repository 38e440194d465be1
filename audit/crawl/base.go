package crawl

import (
	"fmt"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// Base is what references of one document are resolved against.
type Base struct {
	url                        *whatwg.Url
	origin, scheme, host       string // empty: references are not joined but parsed
	path, pathKey, dir, dirKey string
}

// NewBase takes the address of a document.
func NewBase(address string) (Base, error) {
	u, err := parseURL(address)
	if err != nil {
		return Base{}, fmt.Errorf("read base %q: %w", address, err)
	}
	b := Base{url: u}
	b.prepare()
	return b, nil
}

// With returns the base after a base element with this href. As browsers do, it
// ignores one that is no address or neither http nor https.
func (b Base) With(href string) Base {
	u, err := b.url.Parse(encodeInvalid(href))
	if err != nil || u.Protocol() != "http:" && u.Protocol() != "https:" {
		return b
	}
	based := Base{url: u}
	based.prepare()
	return based
}

// Resolve reads a reference as written in the document. The error says why it
// is no address to be asked: another scheme, no host, too long, not a URL.
func (b Base) Resolve(ref string) (Address, error) {
	if len(ref) > MaxAddress {
		return Address{}, fmt.Errorf("resolve reference: longer than %d bytes", MaxAddress)
	}
	if a, ok := b.join(ref); ok {
		return a, nil
	}
	u, err := b.url.Parse(encodeInvalid(ref))
	if err != nil {
		return Address{}, fmt.Errorf("resolve reference %q: %w", ref, err)
	}
	return addressOf(u)
}

// asksNothing reports the references that are no links: they name no document,
// or stay within the one that holds them.
func asksNothing(ref string) bool {
	if ref == "" || ref[0] == '#' {
		return true
	}
	scheme, _, found := strings.Cut(ref, ":")
	if !found || len(scheme) > len("javascript") {
		return false
	}
	switch strings.ToLower(scheme) {
	case "mailto", "tel", "sms", "data", "javascript", "blob", "about":
		return true
	}
	return false
}
