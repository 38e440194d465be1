package crawl

import (
	"fmt"
	"strings"
	"sync"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// Base is what references of one document are resolved against.
type Base struct {
	parsed                     func() (*whatwg.Url, error)
	origin, scheme, host       string // empty: references are not joined but parsed
	path, pathKey, dir, dirKey string
}

// NewBase takes the address of a document.
func NewBase(address string) (Base, error) {
	u, err := parseURL(address)
	if err != nil {
		return Base{}, fmt.Errorf("read base %q: %w", address, err)
	}
	return baseOf(u), nil
}

func baseOf(u *whatwg.Url) Base {
	b := Base{parsed: func() (*whatwg.Url, error) { return u, nil }}
	a, err := addressOf(u)
	if err != nil || strings.TrimSuffix(u.Hostname(), ".") != u.Hostname() {
		return b // a host whose trailing dot goes lost is left to the parser
	}
	b.prepare(a)
	return b
}

// Base is what the references of a document at this address are resolved
// against; against the zero Address none can be. Most need no parsing, and then the address is not parsed either.
func (a Address) Base() Base {
	b := Base{parsed: sync.OnceValues(func() (*whatwg.Url, error) { return parseURL(a.Raw) })}
	if strings.HasPrefix(a.Raw, a.Origin()+"/") {
		b.prepare(a)
	}
	return b
}

// With returns the base after a base element with this href. As browsers do, it
// ignores one that is no address or neither http nor https.
func (b Base) With(href string) Base {
	u, err := b.parse(href)
	if err != nil || u.Protocol() != "http:" && u.Protocol() != "https:" {
		return b
	}
	return baseOf(u)
}

func (b Base) parse(ref string) (*whatwg.Url, error) {
	u, err := b.parsed()
	if err != nil {
		return nil, err
	}
	return u.Parse(encodeInvalid(ref))
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
	u, err := b.parse(ref)
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
