package rule

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/seed-3913a1bb/signpost/audit/crawl"
)

// OddLink is a reference of a page that its author cannot have meant as it is
// written.
type OddLink struct {
	Element, Attr, Written, Text string
	Fault                        string // what is odd, in a few words
	If                           OddIf  `json:",omitempty"` // what must hold for it to be a fault
	To                           string `json:",omitempty"` // key of the address that it leads to
}

// OddIf is a condition under which an odd link is a fault.
type OddIf string

// The conditions; none is always a fault.
const (
	IfBroken OddIf = "broken" // the address that it leads to is an error of the site
	IfPublic OddIf = "public" // the site itself is on the public internet
)

// Bounds of what is kept of the odd links of one page.
const (
	maxOdd     = 3
	maxWritten = 200
)

// oddLinks looks at how the links of a page are written.
func oddLinks(v crawl.Visit) []OddLink {
	var out []OddLink
	for _, l := range v.Page.Unread {
		if fault := unreadFault(l.Written); fault != "" {
			out = addOdd(out, l, OddLink{Fault: fault})
		}
	}
	for _, l := range v.Page.Links {
		if o := oddLink(l, v.Exchange.Address.Host); o.Fault != "" {
			out = addOdd(out, l, o)
		}
	}
	return out
}

func addOdd(list []OddLink, l crawl.Link, o OddLink) []OddLink {
	if len(list) >= maxOdd || slices.ContainsFunc(list, func(known OddLink) bool { return known.Written == l.Written }) {
		return list
	}
	o.Element, o.Attr, o.Text = l.Element, l.Attr, l.Text
	o.Written = strings.ToValidUTF8(l.Written[:min(len(l.Written), maxWritten)], "")
	return append(list, o)
}

// misspelt are beginnings of addresses that were meant to be http or https.
var misspelt = []string{
	"http//", "https//", "http.//", "https.//", "http;//", "https;//", "http:https:", "https:http:", "http://http:", "http://https:", "https://http:", "https://https:",
	"http://http//", "http://https//", "https://http//", "https://https//", "htp:", "htps:", "htpp:", "htpps:", "htttp:", "htttps:", "hhtp:", "hhtps:", "hhttp:",
	"hhttps:", "ttp:", "ttps:", "thtp:", "httpss:", "htts:", "hppt:", "hppts:", "httpp:", "httpps:",
}

func isMisspelt(written string) bool {
	return slices.ContainsFunc(misspelt, func(start string) bool {
		return len(written) >= len(start) && strings.EqualFold(written[:len(start)], start)
	})
}

// unreadFault judges what names no address of the web.
func unreadFault(written string) string {
	lower := strings.ToLower(written[:min(len(written), len("https:"))])
	switch {
	case len(written) > crawl.MaxAddress:
		return ""
	case isTemplate(written):
		return "a template that was not filled in"
	case isMisspelt(written):
		return "a misspelt scheme"
	case strings.HasPrefix(lower, "http:"), strings.HasPrefix(lower, "https:"), strings.HasPrefix(lower, "//"):
		return "no valid address"
	}
	return ""
}

// oddLink judges a link that can be asked, on a page of a host.
func oddLink(l crawl.Link, host string) OddLink {
	w := l.Written
	switch {
	case isTemplate(w):
		return OddLink{Fault: "a template that was not filled in"}
	case strings.Contains(w, "[object ") || strings.Contains(w, "%5Bobject%20"):
		return OddLink{Fault: "an object in place of its address"}
	case l.To.Host != host && isPrivateHost(l.To):
		if !strings.Contains(l.Text, l.To.Hostname()) { // an instruction for the reader names it
			return OddLink{Fault: "an address that only one network or machine knows", If: IfPublic}
		}
	case isMisspelt(w):
		return OddLink{Fault: "a misspelt scheme"}
	case strings.Contains(w, " ") && !strings.ContainsAny(w, "\r\n\t") && !strings.Contains(w, ", "):
		return OddLink{Fault: "a space"}
	case missesValue(l.To):
		return OddLink{Fault: "the name of a missing value", If: IfBroken, To: l.To.Key}
	}
	return OddLink{}
}

func isTemplate(written string) bool {
	return strings.Contains(written, "{{") || strings.Contains(written, "%7B%7B") || strings.Contains(written, "%7b%7b")
}

// isPrivateHost reports a host that the public internet does not know.
func isPrivateHost(a crawl.Address) bool {
	name := a.Hostname()
	if first := name[0]; first == '[' || first >= '0' && first <= '9' {
		ip, err := netip.ParseAddr(strings.Trim(name, "[]"))
		return err == nil && (ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast())
	}
	return !strings.Contains(name, ".") || crawl.IsLocalName(name)
}

// missesValue reports an address of which one part is what programs write in
// place of nothing.
func missesValue(a crawl.Address) bool {
	at := a.PathQuery()
	if !strings.Contains(at, "undefined") && !strings.Contains(at, "null") && !strings.Contains(at, "NaN") {
		return false
	}
	path, query, _ := strings.Cut(at, "?")
	for part := range strings.SplitSeq(path, "/") {
		if isNothing(part) {
			return true
		}
	}
	for pair := range strings.SplitSeq(query, "&") {
		if _, value, _ := strings.Cut(pair, "="); isNothing(value) {
			return true
		}
	}
	return false
}

func isNothing(part string) bool { return part == "undefined" || part == "null" || part == "NaN" }
