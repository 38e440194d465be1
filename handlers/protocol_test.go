package handlers_test

import (
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/problem"
)

// traffic is one example of a row of the protocol table. Hints do not count
// when a person navigates.
type traffic struct {
	name, method, path, query string
	request, response         http.Header
	hint                      bool
}

var protocolTraffic = []traffic{
	{name: "grpc", method: "POST", path: "/a.B/C", request: fields("Content-Type", "application/grpc")},
	{name: "grpc", method: "POST", path: "/a.B/C", request: fields("Content-Type", "application/grpc+json")},
	{name: "grpc-web", method: "POST", path: "/a.B/C", request: fields("Content-Type", "application/grpc-web+proto")},
	{name: "connect", method: "POST", path: "/a.B/C", request: fields("Content-Type", "application/connect+json")},
	{name: "connect", method: "POST", path: "/a.B/C", request: fields("Connect-Protocol-Version", "1")},
	{name: "twirp", method: "POST", path: "/twirp/a.B/C", hint: true},
	{name: "event-stream", method: "GET", path: "/e", request: fields("Accept", "text/event-stream")},
	{name: "event-stream", method: "GET", path: "/e", response: fields("Content-Type", "text/event-stream; charset=utf-8")},
	{name: "webdav", method: "PROPFIND", path: "/d"},
	{name: "webdav", method: "MKCOL", path: "/d"},
	{name: "webdav", method: "VERSION-CONTROL", path: "/d"},
	{name: "webdav", method: "ORDERPATCH", path: "/d"},
	{name: "webdav", method: "PUT", path: "/d", request: fields("If", "(<urn:x>)")},
	{name: "webdav", method: "PUT", path: "/d", request: fields("Overwrite", "F")},
	{name: "webdav", method: "GET", path: "/d", request: fields("Translate", "f")},
	{name: "webdav", method: "PUT", path: "/d", request: fields("Timeout", "Second-600")},
	{name: "webdav", method: "GET", path: "/d", response: fields("DAV", "1"), hint: true},
	{name: "webdav", method: "GET", path: "/d", response: fields("MS-Author-Via", "DAV"), hint: true},
	{name: "unknown-method", method: "PURGE", path: "/d"},
	{name: "git", method: "GET", path: "/r.git/info/refs", hint: true},
	{name: "git", method: "GET", path: "/r", query: "service=git-upload-pack"},
	{name: "git", method: "POST", path: "/r", request: fields("Content-Type", "application/x-git-upload-pack-request")},
	{name: "git", method: "GET", path: "/r", request: fields("Git-Protocol", "version=2")},
	{name: "git", method: "POST", path: "/r", request: fields("Accept", "application/vnd.git-lfs+json")},
	{name: "container-registry", method: "GET", path: "/v2/", hint: true},
	{name: "container-registry", method: "GET", path: "/x", request: fields("Accept", "application/vnd.oci.image.index.v1+json")},
	{name: "container-registry", method: "GET", path: "/x", response: fields("Docker-Distribution-Api-Version", "registry/2.0"), hint: true},
	{name: "npm", method: "PUT", path: "/p", request: fields("npm-session", "1")},
	{name: "npm", method: "GET", path: "/p", request: fields("Accept", "application/vnd.npm.install-v1+json")},
	{name: "npm", method: "GET", path: "/p/-/p-1.0.0.tgz", hint: true},
	{name: "package-index", method: "GET", path: "/simple/requests/", hint: true},
	{name: "package-index", method: "GET", path: "/x", request: fields("Accept", "application/vnd.pypi.simple.v1+json")},
	{name: "package-index", method: "GET", path: "/m/a.pom", hint: true},
	{name: "go-modules", method: "GET", path: "/x", query: "go-get=1"},
	{name: "go-modules", method: "GET", path: "/m/@v/v1.0.0.info", hint: true},
	{name: "go-modules", method: "GET", path: "/m/@latest", hint: true},
	{name: "system-packages", method: "GET", path: "/debian/dists/stable/InRelease", hint: true},
	{name: "system-packages", method: "GET", path: "/a/repodata/repomd.xml", hint: true},
	{name: "system-packages", method: "GET", path: "/a.deb", hint: true},
	{name: "object-storage", method: "GET", path: "/b", request: fields("Authorization", "AWS4-HMAC-SHA256 x")},
	{name: "object-storage", method: "GET", path: "/b", query: "X-Amz-Signature=1"},
	{name: "object-storage", method: "PUT", path: "/b", request: fields("x-amz-acl", "private")},
	{name: "object-storage", method: "PUT", path: "/b", request: fields("x-ms-version", "2021")},
	{name: "object-storage", method: "PUT", path: "/b", request: fields("x-goog-if-generation-match", "1")},
	{name: "token-endpoint", method: "POST", path: "/o", request: fields("Content-Type", "application/jose+json")},
	{name: "token-endpoint", method: "GET", path: "/.well-known/openid-configuration", hint: true},
	{name: "token-endpoint", method: "POST", path: "/oauth/token", hint: true},
	{name: "token-endpoint", method: "GET", path: "/n", response: fields("Replay-Nonce", "x"), hint: true},
	{name: "webhook", method: "POST", path: "/h", request: fields("X-Hub-Signature-256", "x")},
	{name: "webhook", method: "POST", path: "/h", request: fields("Stripe-Signature", "x")},
	{name: "webhook", method: "POST", path: "/h", request: fields("X-Shopify-Topic", "x")},
	{name: "soap", method: "POST", path: "/s", request: fields("SOAPAction", "x")},
	{name: "federation", method: "GET", path: "/u", request: fields("Accept", "application/activity+json")},
	{name: "federation", method: "GET", path: "/_matrix/client", hint: true},
	{name: "handshake", method: "POST", path: "/rpc", response: fields("X-Transmission-Session-Id", "x"), hint: true},
	{name: "handshake", method: "GET", path: "/p", response: fields("X-Inertia-Location", "/x"), hint: true},
}

func TestProtocolTrafficIsNeverTouched(t *testing.T) {
	for _, c := range protocolTraffic {
		v := handlers.Judge(c.input(c.request))
		if v.Action != handlers.Pass || v.Step != "protocol" || v.Varies != c.hint {
			t.Errorf("%s %s %v: %+v, want it to pass", c.method, c.path, c.request, v)
		}
	}
}

func TestAHintDoesNotCountForAPersonButASignDoes(t *testing.T) {
	for _, c := range protocolTraffic {
		if !handlersMayNavigate(c.method) {
			continue
		}
		request := fields(browser...)
		for name, values := range c.request {
			request[name] = values
		}
		v := handlers.Judge(c.input(request))
		if v.Client != handlers.Navigation && len(c.request["Accept"]) == 0 {
			t.Errorf("%s %s: client %s", c.method, c.path, v.Client)
		}
		if passes := v.Step == "protocol"; passes == c.hint {
			t.Errorf("%s %s, hint %t, by a person: %+v", c.method, c.path, c.hint, v)
		}
	}
}

func handlersMayNavigate(method string) bool { return method == "GET" || method == "POST" }

func TestStampsOfNetworksAreNoProtocol(t *testing.T) {
	for _, name := range []string{"X-Amz-Cf-Id", "X-Goog-Authenticated-User-Email", "X-Goog-Iap-Jwt-Assertion", "X-Amzn-Trace-Id"} {
		c := traffic{method: "GET", path: "/"}
		if v := handlers.Judge(c.input(fields(append([]string{name, "x"}, browser...)...))); v.Format != handlers.HTML {
			t.Errorf("%s: %+v, want a page", name, v)
		}
	}
}

func (c traffic) input(request http.Header) handlers.JudgeInput {
	if request == nil {
		request = http.Header{}
	}
	return handlers.JudgeInput{
		Method: c.method, Path: c.path, Query: c.query, Request: request, Response: c.response,
		Status: 409, Body: problem.Empty,
	}
}
