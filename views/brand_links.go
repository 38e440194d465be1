package views

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"unicode"

	"github.com/seed-3913a1bb/signpost/locale"
)

// maxLinks is how many links of its owner a page holds.
const maxLinks = 6

// limitLink is how long the text of a link may be.
var limitLink = limit{40, 120}

const placesHint = "write a path such as /help, or an address that begins with https://, http:// or mailto:"

func checkLinks(links []Link, wrong *Mistakes) []Link {
	if len(links) > maxLinks {
		wrong.add("links", "keep those that help most", "%d links, and %d fit", len(links), maxLinks)
	}
	checked := make([]Link, 0, len(links))
	for i, link := range links {
		key := fmt.Sprintf("links[%d]", i)
		text := fit(link.Text, limitLink)
		switch {
		case text == "":
			wrong.add(key+".text", "say where the link leads", "the link has no text")
		case text != link.Text:
			wrong.add(key+".text", "say it in a few words on one line", "the text does not fit: %d characters do", limitLink.runes)
		}
		if !isPlace(link.Href) {
			wrong.add(key+".href", placesHint, "%q is no place that a page may lead to", link.Href)
		}
		checked = append(checked, Link{Text: text, Href: link.Href})
	}
	return checked
}

func checkContact(c Contact, wrong *Mistakes) Link {
	switch {
	case c.Email != "" && c.Href != "":
		wrong.add("contact", "keep one of the two", "an e-mail address and a link")
	case c.Email != "":
		if !isEmail(c.Email) {
			wrong.add("contact.email", "write only the address, such as help@shop.example", "%q is no e-mail address", c.Email)
		}
		return Link{Text: c.Email, Href: "mailto:" + c.Email}
	case c.Href != "" && !isPlace(c.Href):
		wrong.add("contact.href", placesHint, "%q is no place that a page may lead to", c.Href)
	}
	return Link{Href: c.Href}
}

// linksFor lists the owner's links, the contact last.
func linksFor(lang *locale.Language, l *look) []Link {
	var links []Link
	if l.shown.links {
		links = append(links, l.links...)
	}
	if l.shown.contact && l.contact.Href != "" {
		contact := l.contact
		if contact.Text == "" {
			contact.Text = lang.Label(locale.LabelContact)
		}
		links = append(links, contact)
	}
	return links
}

// isPlace reports whether an owner's link may stand on a page: on the site, on
// the web, or an e-mail address.
func isPlace(href string) bool {
	if SameSite(href) {
		return true
	}
	odd := func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar || r == '\\'
	}
	if cost(href) > maxPath || strings.ContainsFunc(href, odd) {
		return false
	}
	u, err := url.Parse(href)
	switch {
	case err != nil || u.User != nil:
		return false
	case u.Scheme == "http" || u.Scheme == "https":
		return u.Hostname() != ""
	case u.Scheme == "mailto":
		address, _, _ := strings.Cut(u.Opaque, "?")
		return isEmail(address)
	}
	return false
}

// isEmail accepts a bare address. What a browser could read as more than the
// address is refused, although mail would allow it.
func isEmail(s string) bool {
	address, err := mail.ParseAddress(s)
	return err == nil && address.Address == s && cost(s) <= limitFact.bytes && !strings.ContainsAny(s, "?&%#\"'<>\\/: ")
}
