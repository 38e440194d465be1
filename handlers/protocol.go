package handlers

import (
	"net/http"
	"net/url"
	"strings"
)

// protocol is a kind of traffic that programs speak over HTTP and that the
// edge leaves alone. Names of fields are canonical; a trailing "*" stands for
// any rest. Paths and fields of the answer are hints only: people read /v2/guide
// too, so they do not count for a navigation.
type protocol struct {
	name string
	form Format // of the edge's own errors; empty: as negotiated

	methods wordSet
	fields  []string // of the request
	except  []string // fields that look alike but are stamped by networks
	values  []fieldValue
	types   []string // of the request, of Accept, or of the answer
	query   []string // "service=git-upload-pack", or "x-amz-*" for a name

	prefixes []string // hint: of the path
	parts    []string // hint: anywhere in the path
	suffixes []string // hint: of the path
	answers  []string // hint: fields of the answer
}

type fieldValue struct{ name, prefix string }

// protocolMatch says how a protocol was recognised.
type protocolMatch struct {
	*protocol
	hint bool // true: only because the request is no navigation
}

// exchangeFacts are what a protocol is recognised by.
type exchangeFacts struct {
	method, path, query string
	request, answer     http.Header
	accept              []mediaRange
	navigation          bool
}

// recognise finds the first protocol that matches.
func recognise(f *exchangeFacts) (protocolMatch, bool) {
	for i := range protocols {
		if protocols[i].certain(f) {
			return protocolMatch{&protocols[i], false}, true
		}
	}
	if f.navigation {
		return protocolMatch{}, false
	}
	for i := range protocols {
		if protocols[i].hinted(f) {
			return protocolMatch{&protocols[i], true}, true
		}
	}
	return protocolMatch{}, false
}

func (p *protocol) certain(f *exchangeFacts) bool {
	return p.methods.has(f.method) ||
		p.hasField(f.request) ||
		p.hasValue(f.request) ||
		p.hasType(f) ||
		p.hasQuery(f.query)
}

func (p *protocol) hinted(f *exchangeFacts) bool {
	lower := strings.ToLower(f.path)
	for _, s := range p.prefixes {
		if strings.HasPrefix(lower, s) {
			return true
		}
	}
	for _, s := range p.parts {
		if strings.Contains(lower, s) {
			return true
		}
	}
	for _, s := range p.suffixes {
		if strings.HasSuffix(lower, s) {
			return true
		}
	}
	return hasFieldLike(f.answer, p.answers, nil)
}

func (p *protocol) hasField(h http.Header) bool { return hasFieldLike(h, p.fields, p.except) }

func (p *protocol) hasValue(h http.Header) bool {
	for _, fv := range p.values {
		for _, v := range h[fv.name] {
			if hasPrefixFold(v, fv.prefix) {
				return true
			}
		}
	}
	return false
}

// hasType looks at the type of the request, the types that it accepts by name,
// and the type of the answer.
func (p *protocol) hasType(f *exchangeFacts) bool {
	if len(p.types) == 0 {
		return false
	}
	if matchesAny(mediaType(f.request.Get("Content-Type")), p.types) ||
		matchesAny(mediaType(f.answer.Get("Content-Type")), p.types) {
		return true
	}
	for _, m := range f.accept {
		if m.q > 0 && matchesAny(m.full(), p.types) {
			return true
		}
	}
	return false
}

func (p *protocol) hasQuery(raw string) bool {
	if len(p.query) == 0 || raw == "" {
		return false
	}
	for pair := range strings.SplitSeq(raw, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if name, err := url.QueryUnescape(name); err == nil && matchesAny(strings.ToLower(name), p.query) {
			return true
		}
		if matchesAny(strings.ToLower(pair), p.query) {
			return true
		}
	}
	return false
}

func hasFieldLike(h http.Header, patterns, except []string) bool {
	if len(h) == 0 || len(patterns) == 0 {
		return false
	}
	for _, pattern := range patterns {
		prefix, open := strings.CutSuffix(pattern, "*")
		if !open {
			if _, ok := h[pattern]; ok {
				return true
			}
			continue
		}
		for name := range h {
			if strings.HasPrefix(name, prefix) && !matchesAny(name, except) {
				return true
			}
		}
	}
	return false
}

// matchesAny compares with patterns that may end in "*".
func matchesAny(s string, patterns []string) bool {
	for _, pattern := range patterns {
		if prefix, open := strings.CutSuffix(pattern, "*"); open && strings.HasPrefix(s, prefix) || s == pattern {
			return true
		}
	}
	return false
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
