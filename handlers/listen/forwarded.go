package listen

import (
	"iter"
	"net/http"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// maxForwarded is how many hops are read from one header. More are a loop or an
// attack.
const maxForwarded = 100

// forwardedElements gives the elements of Forwarded in their order, nearest
// the visitor first (RFC 7239 section 4), names in lower case. It ends before the
// first element that cannot be read; that one is given as nil.
func forwardedElements(lines []string) iter.Seq[map[string]string] {
	return func(yield func(map[string]string) bool) {
		count := 0
		for _, line := range lines {
			for rest := line; rest != ""; count++ {
				var element map[string]string
				element, rest = forwardedElement(rest)
				if count == maxForwarded {
					element = nil
				}
				empty := element != nil && len(element) == 0
				if !empty && !yield(element) || element == nil {
					return
				}
			}
		}
	}
}

// forwardedElement reads up to the next comma outside quotes.
func forwardedElement(text string) (element map[string]string, rest string) {
	element = map[string]string{}
	for {
		text = strings.TrimLeft(text, " \t")
		if text == "" || text[0] == ',' {
			return element, strings.TrimPrefix(text, ",")
		}
		if text[0] == ';' {
			text = text[1:]
			continue
		}
		name, value, after, ok := forwardedPair(text)
		if _, twice := element[name]; !ok || twice {
			return nil, ""
		}
		element[name], text = value, after
	}
}

// forwardedPair reads name=token or name="quoted", and demands that the pair
// ends there.
func forwardedPair(text string) (name, value, rest string, ok bool) {
	name, rest, ok = strings.Cut(text, "=")
	if !ok || !httpguts.ValidHeaderFieldName(name) {
		return "", "", "", false
	}
	if strings.HasPrefix(rest, `"`) {
		value, rest, ok = unquote(rest[1:])
	} else {
		end := strings.IndexAny(rest, ";, \t")
		if end < 0 {
			end = len(rest)
		}
		value, rest = rest[:end], rest[end:]
	}
	rest = strings.TrimLeft(rest, " \t")
	ok = ok && (rest == "" || rest[0] == ';' || rest[0] == ',')
	return strings.ToLower(name), value, rest, ok
}

// unquote reads a quoted-string behind its first quote (RFC 9110 5.6.4).
func unquote(text string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			return b.String(), text[i+1:], true
		case '\\':
			if i++; i == len(text) {
				return "", "", false
			}
		}
		b.WriteByte(text[i])
	}
	return "", "", false
}

// forwardedFor turns the chain of Forwarded into the form of X-Forwarded-For.
// What names no address (unknown, _secret, an element without for) stays in
// the chain, where it stops those who read it from the right.
func forwardedFor(lines []string) []string {
	var chain []string
	for element := range forwardedElements(lines) {
		node := element["for"]
		if addr := parseAddr(unbracketed(node)); addr.IsValid() {
			node = addr.String()
		} else {
			node = "unknown"
		}
		chain = append(chain, node)
	}
	return chain
}

// unbracketed takes the brackets off an IPv6 address without a port.
func unbracketed(node string) string {
	if strings.HasPrefix(node, "[") && strings.HasSuffix(node, "]") {
		return node[1 : len(node)-1]
	}
	return node
}

// forwardedBy describes one hop: who sent the request here, by which scheme,
// for which host.
func forwardedBy(r *http.Request) string {
	node := "unknown"
	switch peer := parseAddr(r.RemoteAddr); {
	case peer.Is4():
		node = peer.String()
	case peer.IsValid():
		node = `"[` + peer.String() + `]"`
	}
	text := "for=" + node
	if r.Host != "" {
		text += `;host="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(r.Host) + `"`
	}
	return text + ";proto=" + ownScheme(r)
}

func ownScheme(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	return "http"
}
