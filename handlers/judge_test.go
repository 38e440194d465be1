package handlers_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// fields makes a header of name, value, name, value, …
func fields(nameValue ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(nameValue); i += 2 {
		h.Add(nameValue[i], nameValue[i+1])
	}
	return h
}

// asks are requests of each class of client.
var asks = map[handlers.Client]http.Header{
	handlers.Navigation: fields(browser...),
	handlers.Fetch:      fields("Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty", "Accept", "*/*"),
	handlers.AssetLoad:  fields("Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script", "Accept", "*/*"),
	handlers.Machine:    fields("Accept", "application/json"),
	handlers.Undeclared: {},
}

func TestTheVerdictFollowsTheMatrixOfClientAndBody(t *testing.T) {
	const page, passed = "replace html", "pass "
	for _, row := range []struct {
		body                            problem.BodyClass
		kind                            problem.Kind
		navigation, program, undeclared string
	}{
		{problem.Empty, "", page, passed, passed},
		{problem.Default, "html", page, passed, passed},
		{problem.Bare, "html", page, passed, passed},
		{problem.Machine, "json", page, passed, passed},
		{problem.Machine, "text", page, passed, passed},
		{problem.Leak, "html", page, "replace problem+json", "replace text"},
		{problem.Leak, "json", page, passed, passed},
		{problem.Rich, "html", passed, passed, passed},
		{problem.Opaque, "", passed, passed, passed},
	} {
		for _, method := range []string{"GET", "POST"} {
			for _, code := range []status.Code{404, 409, 499, 500, 599} {
				for who, want := range map[handlers.Client]string{
					handlers.Navigation: row.navigation, handlers.Fetch: row.program,
					handlers.Machine: row.program, handlers.Undeclared: row.undeclared,
				} {
					v := handlers.Judge(handlers.JudgeInput{
						Method: method, Path: "/page", Request: asks[who], Status: code,
						Response: http.Header{}, Body: row.body, BodyKind: row.kind,
					})
					got := string(v.Action) + " " + string(v.Format)
					if got != want || v.Client != who || v.Status != code || v.Step != "matrix" || !v.Varies {
						t.Errorf("%s %d, %s x %s %s: %s (%+v), want %s", method, code, who, row.body, row.kind, got, v, want)
					}
				}
			}
		}
	}
}

func TestTheDecidingStepStandsFirst(t *testing.T) {
	v := handlers.Judge(handlers.JudgeInput{
		Method: "GET", Path: "/", Request: asks[handlers.Navigation], Status: 409, Body: problem.Machine, BodyKind: "json",
	})
	if want := "matrix: navigation x machine -> page"; v.Why[0] != want {
		t.Errorf("Why = %q, want %q first", v.Why, want)
	}
}

// The order of decision: each case would be decided otherwise by a later step.
func TestTheFirstStepThatAnswersWins(t *testing.T) {
	nav := asks[handlers.Navigation]
	with := func(nameValue ...string) http.Header { return fields(append(nameValue, browser...)...) }
	for _, c := range []struct {
		name, method, path string
		request, response  http.Header
		code               status.Code
		want               string // action, status, format, step
	}{
		{"a success passes", "GET", "/", nav, nil, 200, "pass 200  not-an-error"},
		{"a redirect passes", "GET", "/", nav, nil, 302, "pass 302  not-an-error"},
		{"304 passes", "GET", "/", nav, nil, 304, "pass 304  not-an-error"},
		{"099 becomes 502", "GET", "/", nav, nil, 99, "restate 502 html bad-status"},
		{"600 becomes 502", "GET", "/", nav, nil, 600, "restate 502 html bad-status"},
		{"407 becomes 502 for a person", "GET", "/", nav, nil, 407, "restate 502 html proxy-auth"},
		{"407 becomes 502 for a program", "GET", "/", asks[handlers.Machine], nil, 407, "restate 502 problem+json proxy-auth"},
		{"CONNECT passes", "CONNECT", "/", nav, nil, 409, "pass 409  upgrade"},
		{"a request to upgrade passes", "GET", "/", with("Upgrade", "websocket"), nil, 409, "pass 409  upgrade"},
		{"extended CONNECT passes", "GET", "/", http.Header{":protocol": {"websocket"}}, nil, 409, "pass 409  upgrade"},
		{
			"a preflight passes", "OPTIONS", "/", with("Origin", "https://a", "Access-Control-Request-Method", "PUT"),
			nil, 403, "pass 403  preflight",
		},
		{"no-transform passes", "GET", "/", nav, fields("Cache-Control", "public, no-transform"), 404, "pass 404  no-transform"},
		{"the server keeps its page", "GET", "/", nav, fields("Signpost-Page", "keep"), 404, "pass 404  opt-out"},
		{"an alias keeps its page", "GET", "/", nav, fields("X-Error-Page", "keep"), 404, "pass 404  opt-out"},
		{"another alias keeps its page", "GET", "/", nav, fields("X-Error-Pages", "off"), 404, "pass 404  opt-out"},
		{"another value keeps nothing", "GET", "/", nav, fields("X-Error-Pages", "on"), 404, "replace 404 html matrix"},
		{"the server asks for a page", "GET", "/", nav, fields("Signpost-Page", "replace"), 404, "replace 404 html opt-in"},
		{
			"asking for a page gives programs none", "GET", "/", asks[handlers.Machine], fields("Signpost-Page", "replace"), 404,
			"pass 404  opt-in",
		},
		{"a protocol passes", "GET", "/", with("Depth", "1"), nil, 409, "pass 409  protocol"},
		{"an asset passes", "GET", "/a.css", asks[handlers.AssetLoad], nil, 404, "pass 404  asset"},
	} {
		v := handlers.Judge(handlers.JudgeInput{
			Method: c.method, Path: c.path, Request: c.request, Response: c.response, Status: c.code, Body: problem.Empty,
		})
		if got := fmt.Sprintf("%s %d %s %s", v.Action, v.Status, v.Format, v.Step); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestOwnErrorsAlwaysGetABodyInTheFormOfWhoAsks(t *testing.T) {
	for _, c := range []struct {
		name, method, path string
		request            http.Header
		want               handlers.Format
	}{
		{"a person", "GET", "/", asks[handlers.Navigation], handlers.HTML},
		{"a script of a page", "GET", "/", asks[handlers.Fetch], handlers.JSON},
		{"a program", "GET", "/", asks[handlers.Machine], handlers.JSON},
		{"curl", "GET", "/", nil, handlers.Text},
		{"a picture", "GET", "/a.png", asks[handlers.AssetLoad], handlers.TinyText},
		{"robots.txt by a browser", "GET", "/robots.txt", asks[handlers.Navigation], handlers.TinyText},
		{"a preflight", "OPTIONS", "/", fields("Origin", "a", "Access-Control-Request-Method", "PUT"), handlers.Empty},
		{"a WebSocket", "GET", "/", fields("Upgrade", "websocket"), handlers.Text},
		{"gRPC", "POST", "/a.B/C", fields("Content-Type", "application/grpc+proto"), handlers.GRPC},
		{"gRPC-Web", "POST", "/a.B/C", fields("Content-Type", "application/grpc-web-text"), handlers.GRPC},
		{"Connect", "POST", "/a.B/C", fields("Connect-Protocol-Version", "1", "Content-Type", "application/json"), handlers.Connect},
		{"Twirp", "POST", "/twirp/a.B/C", nil, handlers.Twirp},
		{"event stream", "GET", "/", fields("Accept", "text/event-stream"), handlers.Text},
		{"WebDAV", "PROPFIND", "/", fields("Accept", "text/html"), handlers.Text},
		{"an unknown method", "PURGE", "/", fields(browser...), handlers.Text},
		{"git", "GET", "/r.git/info/refs", nil, handlers.Text},
		{"a container registry", "GET", "/v2/a/manifests/b", nil, handlers.RegistryJSON},
		{"a person reading below /v2/", "GET", "/v2/guide", asks[handlers.Navigation], handlers.HTML},
		{"npm", "PUT", "/pkg", fields("npm-command", "publish"), handlers.NPMJSON},
		{"go", "GET", "/mod/@v/list", nil, handlers.Text},
		{"S3", "GET", "/b/k", fields("Authorization", "AWS4-HMAC-SHA256 Credential=a"), handlers.S3XML},
		{"S3 by query", "GET", "/b/k", fields("X-Amz-Date", "x"), handlers.S3XML},
		{"a webhook", "POST", "/hook", fields("X-GitHub-Event", "push", "Content-Type", "application/json"), handlers.Text},
		{"ACME", "POST", "/acme/order", fields("Content-Type", "application/jose+json"), handlers.JSON},
		{"SOAP", "POST", "/soap", fields("SOAPAction", "x", "Content-Type", "text/xml"), handlers.XML},
	} {
		v := handlers.Judge(handlers.JudgeInput{Method: c.method, Path: c.path, Request: c.request, Status: 502, Own: true})
		if v.Action != handlers.Replace || v.Format != c.want || v.Status != 502 {
			t.Errorf("%s: %s %s %d, want %s", c.name, v.Action, v.Format, v.Status, c.want)
		}
	}
}

func TestTheVerdictIgnoresTheUserAgent(t *testing.T) {
	for who, h := range asks {
		for _, body := range []problem.BodyClass{problem.Empty, problem.Machine, problem.Rich} {
			in := handlers.JudgeInput{Method: "GET", Path: "/", Request: h, Status: 409, Body: body}
			want := handlers.Judge(in)
			for _, agent := range []string{"Googlebot/2.1", "curl/8.0", "", "Mozilla/5.0 (X11) Chrome/156"} {
				in.Request = h.Clone()
				in.Request.Set("User-Agent", agent)
				if got := handlers.Judge(in); !reflect.DeepEqual(got, want) {
					t.Errorf("%s, agent %q: %+v, want %+v", who, agent, got, want)
				}
			}
		}
	}
}

func TestWhoIsTheClient(t *testing.T) {
	for _, c := range []struct {
		name, method, path string
		request            http.Header
		want               handlers.Client
	}{
		{"a browser opens a page", "GET", "/", fields(browser...), handlers.Navigation},
		{"a browser sends a form", "POST", "/", fields(append([]string{"Content-Type", "application/x-www-form-urlencoded"}, browser...)...), handlers.Navigation},
		{"navigate without a destination", "GET", "/", fields("Sec-Fetch-Mode", "navigate"), handlers.Navigation},
		{"a frame", "GET", "/", fields("Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"), handlers.Navigation},
		{"prefetch", "GET", "/", fields(append([]string{"Sec-Purpose", "prefetch"}, browser...)...), handlers.Navigation},
		{"an old browser", "GET", "/", fields("Accept", "text/html, */*;q=0.1"), handlers.Navigation},
		{"HTML and XML at the same weight", "GET", "/", fields("Accept", "application/xml, text/html"), handlers.Navigation},
		{"XHTML only", "GET", "/", fields("Accept", "application/xhtml+xml"), handlers.Navigation},
		{"JSON preferred to HTML", "GET", "/", fields("Accept", "application/json, text/html;q=0.9"), handlers.Machine},
		{"text preferred to HTML", "GET", "/", fields("Accept", "text/plain, text/html;q=0.9"), handlers.Undeclared},
		{"HTML refused", "GET", "/", fields("Accept", "text/html;q=0, */*"), handlers.Undeclared},
		{"anything", "GET", "/", fields("Accept", "*/*"), handlers.Undeclared},
		{"any text", "GET", "/", fields("Accept", "text/*"), handlers.Undeclared},
		{"nothing", "GET", "/", nil, handlers.Undeclared},
		{"pictures", "GET", "/", fields("Accept", "image/avif, image/webp"), handlers.Undeclared},
		{"JSON", "GET", "/", fields("Accept", "application/json"), handlers.Machine},
		{"a vendor's JSON", "GET", "/", fields("Accept", "application/vnd.x.v2+json"), handlers.Machine},
		{"a vendor's type", "GET", "/", fields("Accept", "application/vnd.docker.image"), handlers.Machine},
		{"protobuf", "GET", "/", fields("Accept", "application/x-protobuf"), handlers.Machine},
		{"a JSON body", "POST", "/", fields("Content-Type", "application/json; charset=utf-8"), handlers.Machine},
		{"a JSON body that accepts HTML", "POST", "/", fields("Content-Type", "application/json", "Accept", "text/html"), handlers.Navigation},
		{"QUERY", "QUERY", "/", nil, handlers.Machine},
		{"QUERY with HTML named", "QUERY", "/", fields("Accept", "text/html"), handlers.Navigation},
		{"PUT with HTML named", "PUT", "/", fields("Accept", "text/html"), handlers.Navigation},
		{"PUT with navigate alone", "PUT", "/", fields("Sec-Fetch-Mode", "navigate", "Accept", "*/*"), handlers.Undeclared},
		{"OPTIONS is no navigation", "OPTIONS", "/", fields(browser...), handlers.Machine},
		{"fetch", "GET", "/", fields("Sec-Fetch-Dest", "empty", "Sec-Fetch-Mode", "cors", "Accept", "text/html"), handlers.Fetch},
		{"XMLHttpRequest", "GET", "/", fields("X-Requested-With", "XMLHttpRequest", "Accept", "text/html"), handlers.Fetch},
		{"htmx", "GET", "/", fields("HX-Request", "true", "Accept", "text/html"), handlers.Fetch},
		{"Turbo", "GET", "/", fields("Turbo-Frame", "f", "Accept", "text/html"), handlers.Fetch},
		{"React server components", "GET", "/", fields("RSC", "1"), handlers.Fetch},
		{"a script", "GET", "/a", fields("Sec-Fetch-Dest", "script", "Sec-Fetch-Mode", "no-cors"), handlers.AssetLoad},
		{"a module script", "GET", "/a", fields("Sec-Fetch-Dest", "script", "Sec-Fetch-Mode", "cors"), handlers.AssetLoad},
		{"a font", "GET", "/a", fields("Sec-Fetch-Dest", "font", "Sec-Fetch-Mode", "cors"), handlers.AssetLoad},
		{"a picture by its ending", "GET", "/a.PNG", fields("Accept", "*/*"), handlers.AssetLoad},
		{"a picture opened by an old browser", "GET", "/a.png", fields("Accept", "text/html"), handlers.Navigation},
	} {
		v := handlers.Judge(handlers.JudgeInput{Method: c.method, Path: c.path, Request: c.request, Status: 404, Body: problem.Empty})
		if v.Client != c.want {
			t.Errorf("%s: %s, want %s", c.name, v.Client, c.want)
		}
	}
}

func TestAssetsNeverGetHTML(t *testing.T) {
	for _, path := range []string{
		"/app.js", "/a/b.css", "/x.webmanifest", "/robots.txt", "/sitemap.xml", "/sitemap-2.xml.gz", "/feed.xml",
		"/.well-known/change-password", "/favicon.ico", "/ads.txt", "/app-ads.txt",
	} {
		for who, h := range asks {
			v := handlers.Judge(handlers.JudgeInput{
				Method: "GET", Path: path, Request: h, Status: 404, Body: problem.Rich, BodyKind: "html",
			})
			if v.Format == handlers.HTML || v.Action == handlers.Pass && v.Step != "protocol" {
				t.Errorf("%s by %s: %s %s, want no HTML (%q)", path, who, v.Action, v.Format, v.Why)
			}
		}
	}
	for _, path := range []string{"/terms.pdf", "/notes.txt"} {
		v := handlers.Judge(handlers.JudgeInput{
			Method: "GET", Path: path, Request: asks[handlers.Navigation], Status: 404, Body: problem.Bare, BodyKind: "html",
		})
		if v.Format != handlers.HTML {
			t.Errorf("%s by a person: %s, want a page", path, v.Format)
		}
	}
}

func TestEveryOutcomeIsOneOfTheClosedSets(t *testing.T) {
	if len(handlers.Clients()) != len(asks) {
		t.Fatalf("%d classes of client, %d tested", len(handlers.Clients()), len(asks))
	}
	for who, h := range asks {
		for code := status.Code(0); code < 700; code++ {
			v := handlers.Judge(handlers.JudgeInput{Method: "GET", Path: "/", Request: h, Status: code, Body: problem.Machine})
			if !v.Status.Valid() || len(v.Why) == 0 || strings.TrimSpace(v.Step) == "" {
				t.Fatalf("%s %d: %+v", who, code, v)
			}
			if code.Valid() && !code.IsError() && v.Action != handlers.Pass {
				t.Fatalf("%d is no error and is not passed: %+v", code, v)
			}
			if code.IsError() && !v.Status.IsError() {
				t.Fatalf("the error %d leaves as %d", code, v.Status)
			}
		}
	}
}
