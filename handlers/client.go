package handlers

import (
	"net/http"
	"strings"
)

// Client says who asks, by what the request states about itself. The user
// agent plays no part.
type Client string

// The closed set of client classes.
const (
	Navigation Client = "navigation" // a person's browser loads a document
	Fetch      Client = "fetch"      // a script on a page asks
	AssetLoad  Client = "asset"      // a page loads a style, script, image, …
	Machine    Client = "machine"    // a program that says what it reads
	Undeclared Client = "undeclared" // nothing known: curl, monitors, libraries
)

// Clients lists the closed set.
func Clients() []Client { return []Client{Navigation, Fetch, AssetLoad, Machine, Undeclared} }

// clientFacts are what the class of a client is read from.
type clientFacts struct {
	method, path string
	header       http.Header
	accept       []mediaRange
}

// clientRules are evaluated in order. Sec-Fetch-* outranks Accept: browsers
// cannot forge it, and libraries send odd Accept lists.
var clientRules = []struct {
	class Client
	test  func(*clientFacts) bool
}{
	{Navigation, saysNavigate},
	{Fetch, saysFetch},
	{AssetLoad, loadsAsset},
	{Navigation, acceptsHTML},
	{Machine, acceptsData},
	{Machine, sendsData},
}

// scriptedMethods come from scripts: HTML is possible only when Accept names it.
var scriptedMethods = newWordSet("PUT PATCH DELETE")

func classify(f *clientFacts) Client {
	for _, rule := range clientRules {
		if rule.test(f) {
			return rule.class
		}
	}
	return Undeclared
}

var documentDestinations = newWordSet("document iframe frame embed object fencedframe")

func saysNavigate(f *clientFacts) bool {
	dest := strings.ToLower(f.header.Get("Sec-Fetch-Dest"))
	return strings.EqualFold(f.header.Get("Sec-Fetch-Mode"), "navigate") &&
		(dest == "" || documentDestinations.has(dest)) &&
		mayShowHTML(f)
}

var (
	fetchModes = newWordSet("cors same-origin websocket")
	// fetchHeaders are sent by libraries that load pieces of pages.
	fetchHeaders = []string{
		"Hx-Request", "X-Inertia", "Turbo-Frame", "X-Pjax", "Next-Router-State-Tree", "Rsc",
	}
)

func saysFetch(f *clientFacts) bool {
	if strings.EqualFold(f.header.Get("Sec-Fetch-Dest"), "empty") ||
		fetchModes.has(strings.ToLower(f.header.Get("Sec-Fetch-Mode"))) &&
			!assetDestinations.has(strings.ToLower(f.header.Get("Sec-Fetch-Dest"))) ||
		strings.EqualFold(f.header.Get("X-Requested-With"), "XMLHttpRequest") {
		return true
	}
	return hasAny(f.header, fetchHeaders)
}

var assetDestinations = newWordSet(`script style image font audio video track manifest worker
	sharedworker serviceworker paintworklet audioworklet xslt json report`)

func loadsAsset(f *clientFacts) bool {
	if saysSecFetch(f.header) {
		return assetDestinations.has(strings.ToLower(f.header.Get("Sec-Fetch-Dest")))
	}
	return hasAssetExtension(f.path) && !namesHTML(f.accept)
}

func acceptsHTML(f *clientFacts) bool {
	if saysSecFetch(f.header) || !mayShowHTML(f) {
		return false
	}
	html, other := 0, 0
	for _, m := range f.accept {
		switch {
		case isHTMLType(m.full()):
			html = max(html, m.q)
		case m.named() && (isDataType(m) || m.kind == "text"):
			other = max(other, m.q)
		}
	}
	return html > 0 && html >= other
}

func acceptsData(f *clientFacts) bool {
	for _, m := range f.accept {
		if m.q > 0 && isDataType(m) {
			return true
		}
	}
	return f.method == "QUERY"
}

// sendsData reports a request whose body tells a program from a form.
func sendsData(f *clientFacts) bool {
	full := mediaType(f.header.Get("Content-Type"))
	return bodyTypes.has(full) || strings.HasSuffix(full, "+json") || strings.HasSuffix(full, "+xml")
}

// mayShowHTML excludes the methods that a browser's address bar and forms
// never send, unless Accept names HTML.
func mayShowHTML(f *clientFacts) bool {
	switch f.method {
	case http.MethodOptions, http.MethodTrace, http.MethodConnect:
		return false
	}
	return !scriptedMethods.has(f.method) && f.method != "QUERY" || namesHTML(f.accept)
}

func saysSecFetch(h http.Header) bool {
	return hasAny(h, []string{"Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Fetch-Site", "Sec-Fetch-User"})
}

func namesHTML(accept []mediaRange) bool {
	for _, m := range accept {
		if m.q > 0 && isHTMLType(m.full()) {
			return true
		}
	}
	return false
}

func isHTMLType(full string) bool { return full == "text/html" || full == "application/xhtml+xml" }

// isDataType reports types that programs read: JSON, XML other than XHTML,
// event streams, binary formats, packages and vendors' types.
func isDataType(m mediaRange) bool {
	full := m.full()
	return !isHTMLType(full) && (dataTypes.has(full) ||
		strings.HasSuffix(m.subtype, "+json") ||
		strings.HasSuffix(m.subtype, "+xml") && m.kind != "image" ||
		m.kind == "application" && strings.HasPrefix(m.subtype, "vnd."))
}

var dataTypes = newWordSet(`application/json text/json application/x-ndjson application/ndjson application/jsonl
	application/xml text/xml text/event-stream application/octet-stream application/cbor
	application/protobuf application/x-protobuf application/msgpack application/x-msgpack
	application/zip application/gzip application/x-tar application/x-gzip`)

var bodyTypes = newWordSet(`application/json text/json application/x-ndjson application/ndjson
	application/xml text/xml application/protobuf application/x-protobuf`)
