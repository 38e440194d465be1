package handlers_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// survivor is a field of an upstream's error and the statuses on whose pages
// it must still stand, "all", "none", or "409 412".
type survivor struct {
	name   string
	values []string
	stays  string
}

const (
	everywhere = "all"
	nowhere    = "none"
)

var survivors = []survivor{
	{"Content-Disposition", []string{"attachment"}, nowhere},
	{"Content-Location", []string{"/old"}, nowhere},
	{"Content-MD5", []string{"Q2hlY2sgSW50ZWdyaXR5IQ=="}, nowhere},
	{"Content-Range", []string{"bytes */100"}, "416"},
	{"Accept-Ranges", []string{"bytes"}, nowhere},
	{"Content-Encoding", []string{"gzip"}, nowhere},
	{"Digest", []string{"sha-256=x"}, nowhere},
	{"Content-Digest", []string{"sha-256=:x:"}, nowhere},
	{"Repr-Digest", []string{"sha-256=:x:"}, nowhere},
	{"Signature", []string{"sig1=:x:"}, nowhere},
	{"Signature-Input", []string{`sig1=("@status")`}, nowhere},
	{"Expires", []string{"Thu, 01 Jan 2099 00:00:00 GMT"}, nowhere},
	{"Age", []string{"5"}, nowhere},
	{"Pragma", []string{"no-cache"}, nowhere},
	{"CDN-Cache-Control", []string{"max-age=86400"}, nowhere},
	{"Cloudflare-CDN-Cache-Control", []string{"max-age=86400"}, nowhere},
	{"Surrogate-Control", []string{"max-age=86400"}, nowhere},
	{"Vercel-CDN-Cache-Control", []string{"max-age=86400"}, nowhere},
	{"Netlify-CDN-Cache-Control", []string{"max-age=86400"}, nowhere},
	{"X-Accel-Expires", []string{"86400"}, nowhere},
	{"Edge-Control", []string{"cache-maxage=86400"}, nowhere},
	{"Surrogate-Key", []string{"k1"}, "404 410"},
	{"Cache-Tag", []string{"t1"}, "404 410"},
	{"xkey", []string{"k1"}, "404 410"},
	{"Retry-After", []string{"7"}, everywhere},
	{"WWW-Authenticate", []string{`Basic realm="a"`, "Negotiate"}, everywhere},
	{"Authentication-Info", []string{`nextnonce="x"`}, everywhere},
	{"Proxy-Authentication-Info", []string{`nextnonce="y"`}, everywhere},
	{"Allow", []string{"GET, PUT"}, everywhere},
	{"Accept", []string{"text/html"}, everywhere},
	{"Accept-Post", []string{"text/csv"}, everywhere},
	{"Accept-Patch", []string{"application/json-patch+json"}, everywhere},
	{"Accept-Encoding", []string{"gzip"}, everywhere},
	{"Accept-Query", []string{"text/plain"}, everywhere},
	{"Accept-CH", []string{"DPR"}, everywhere},
	{"RateLimit", []string{`"a";r=0;t=30`}, everywhere},
	{"RateLimit-Policy", []string{`"a";q=5;w=60`}, everywhere},
	{"RateLimit-Limit", []string{"5"}, everywhere},
	{"X-RateLimit-Remaining", []string{"0"}, everywhere},
	{"X-Rate-Limit-Reset", []string{"30"}, everywhere},
	{"Location", []string{"/items/7"}, everywhere},
	{"Set-Cookie", []string{"a=1; Path=/", "b=2", "a=3"}, everywhere},
	{"Clear-Site-Data", []string{`"cache"`}, everywhere},
	{"Access-Control-Allow-Origin", []string{"https://a.example"}, everywhere},
	{"Access-Control-Expose-Headers", []string{"ETag"}, everywhere},
	{"Timing-Allow-Origin", []string{"*"}, everywhere},
	{"Cross-Origin-Opener-Policy", []string{"same-origin"}, everywhere},
	{"Cross-Origin-Resource-Policy", []string{"same-site"}, everywhere},
	{"Origin-Agent-Cluster", []string{"?1"}, everywhere},
	{"Strict-Transport-Security", []string{"max-age=1"}, everywhere},
	{"Alt-Svc", []string{`h3=":443"`}, everywhere},
	{"NEL", []string{"{}"}, everywhere},
	{"Report-To", []string{"{}"}, everywhere},
	{"Reporting-Endpoints", []string{`a="/r"`}, everywhere},
	{"Expect-CT", []string{"max-age=1"}, everywhere},
	{"Content-Security-Policy-Report-Only", []string{"default-src *"}, nowhere},
	{"Referrer-Policy", []string{"no-referrer"}, everywhere},
	{"X-Frame-Options", []string{"DENY"}, everywhere},
	{"Permissions-Policy", []string{"camera=()"}, everywhere},
	{"Refresh", []string{"0; url=/"}, nowhere},
	{"Sunset", []string{"Thu, 01 Jan 2099 00:00:00 GMT"}, everywhere},
	{"Deprecation", []string{"@1688169599"}, everywhere},
	{"Date", []string{"Mon, 02 Nov 2026 00:00:00 GMT"}, everywhere},
	{"Forwarded", []string{"for=unknown"}, everywhere},
	{"Cache-Status", []string{"Origin; fwd=miss"}, everywhere},

	{"X-Request-Id", []string{"up-7"}, everywhere},
	{"X-Correlation-Id", []string{"c-7"}, everywhere},
	{"X-Trace-Id", []string{"t-7"}, everywhere},
	{"traceparent", []string{"00-1-2-01"}, everywhere},
	{"tracestate", []string{"a=b"}, everywhere},
	{"X-Amzn-Trace-Id", []string{"Root=1"}, everywhere},
	{"CF-Ray", []string{"1-FRA"}, everywhere},
	{"Replay-Nonce", []string{"n1"}, everywhere},
	{"Lock-Token", []string{"<urn:x>"}, everywhere},
	{"DAV", []string{"1, 2"}, everywhere},
	{"MS-Author-Via", []string{"DAV"}, everywhere},
	{"If-Echo", []string{"x"}, everywhere},
	{"Idempotency-Key", []string{"k"}, everywhere},
	{"Idempotent-Replayed", []string{"true"}, everywhere},
	{"Preference-Applied", []string{"return=minimal"}, everywhere},
	{"Critical-CH", []string{"DPR"}, everywhere},
	{"Server", []string{"site/1"}, everywhere},
	{"X-Powered-By", []string{"PHP"}, nowhere},
	{"X-AspNet-Version", []string{"4"}, nowhere},
	{"X-AspNetMvc-Version", []string{"5"}, nowhere},
	{"X-Debug-Token", []string{"abc"}, nowhere},
	{"X-Debug-Token-Link", []string{"/_profiler"}, nowhere},
	{"X-Runtime", []string{"0.1"}, nowhere},
	{"SourceMap", []string{"/a.map"}, nowhere},
	{"X-SourceMap", []string{"/a.map"}, nowhere},
	{"Content-Script-Type", []string{"text/javascript"}, nowhere},
	{"Content-Style-Type", []string{"text/css"}, nowhere},
	{"Content-Transfer-Encoding", []string{"binary"}, nowhere},
	{"MIME-Version", []string{"1.0"}, nowhere},
	{"Keep-Alive", []string{"timeout=5"}, nowhere},
	{"Proxy-Connection", []string{"keep-alive"}, nowhere},
	{"Proxy-Authenticate", []string{"Basic"}, nowhere},
	{"Signpost-Page", []string{"auto"}, nowhere},
	{"X-Transmission-Session-Id", []string{"s1"}, everywhere},
	{"X-Inertia-Location", []string{"/p"}, everywhere},
	{"X-Anything-Else", []string{"one", "two"}, everywhere},
}

var surviving = []int{401, 403, 404, 405, 409, 410, 412, 416, 423, 426, 428, 429, 451, 500, 503}

func gzipped(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.Bytes()
}

// sendsEverything answers the status in the path with all fields of the table.
func sendsEverything(w http.ResponseWriter, r *http.Request) {
	code, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
	h := w.Header()
	for _, s := range survivors {
		for _, v := range s.values {
			h.Add(s.name, v)
		}
	}
	h.Set("Content-Type", "application/json; charset=iso-8859-1")
	h.Set("Content-Language", "xx")
	h.Set("Cache-Control", "public, max-age=86400")
	h.Set("Vary", "Origin")
	h.Set("Content-Security-Policy", "default-src *")
	h.Set("X-Content-Type-Options", "sniff")
	h.Set("X-Robots-Tag", "unavailable_after: 2027-01-01")
	h.Set("Via", "1.1 inner")
	h.Set("Server-Timing", "db;dur=5")
	h.Set("Proxy-Status", "inner; received-status=409")
	h.Set("ETag", `"v7"`)
	h.Set("Last-Modified", "Mon, 02 Nov 2026 00:00:00 GMT")
	h.Add("Link", `</style.css>; rel=preload; as=style, </help>; rel="help"`)
	h.Add("Link", `<https://a.example/>; rel="canonical"`)
	h.Add("Link", `</x,y>; rel="blocked-by"; title="a, b"`)
	if code == 426 {
		h.Set("Upgrade", "TLS/1.3")
		h.Set("Connection", "Upgrade")
	}
	if r.Method == http.MethodHead {
		h.Del("Content-Encoding")
		h.Set("Content-Length", "0")
		w.WriteHeader(code)
		return
	}
	body := gzipped(conflictBody)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(code)
	_, _ = w.Write(body)
}

func TestAReplacedAnswerKeepsWhatTheProtocolNeedsAndNothingOfTheOldBody(t *testing.T) {
	edge := startEdge(t, site(t, sendsEverything))
	for _, code := range surviving {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			t.Run(fmt.Sprintf("%s %d", method, code), func(t *testing.T) {
				e := ask(t, method, fmt.Sprintf("%s/%d", edge, code), browser...)
				if e.StatusCode != code {
					t.Errorf("status %d", e.StatusCode)
				}
				for _, s := range survivors {
					checkSurvivor(t, e, s, code)
				}
				checkOwn(t, e, method, code)
			})
		}
	}
}

func checkSurvivor(t *testing.T, e exchange, s survivor, code int) {
	t.Helper()
	got := e.Header.Values(s.name)
	stays := s.stays == everywhere || slices.Contains(strings.Fields(s.stays), strconv.Itoa(code))
	switch {
	case stays && !slices.Equal(got, s.values):
		t.Errorf("%s is %q, want %q", s.name, got, s.values)
	case !stays && len(got) > 0:
		t.Errorf("%s stays: %q", s.name, got)
	}
}

// timed is what the edge adds to the upstream's own timing.
var timed = regexp.MustCompile(`^upstream;dur=[\d.]+, signpost;dur=[\d.]+$`)

func checkOwn(t *testing.T, e exchange, method string, code int) {
	t.Helper()
	if got := e.Header.Values("Server-Timing"); len(got) != 2 || got[0] != "db;dur=5" || !timed.MatchString(got[1]) {
		t.Errorf("Server-Timing is %q", got)
	}
	cache := "no-store"
	if code == 401 {
		cache = "private, no-store"
	}
	robots := []string{"unavailable_after: 2027-01-01", "noindex"}
	if code == 429 || code >= 500 {
		robots = robots[:1]
	}
	etag := ""
	if code == 412 || method == "POST" && slices.Contains([]int{409, 423, 428}, code) {
		etag = `"v7"`
	}
	upgrade, connection := "", ""
	if code == 426 {
		upgrade, connection = "TLS/1.3", "Upgrade"
	}
	for name, want := range map[string][]string{
		"Content-Type":           {"text/html; charset=utf-8"},
		"Content-Language":       {"en"},
		"Cache-Control":          {cache},
		"X-Content-Type-Options": {"nosniff"},
		"X-Robots-Tag":           robots,
		"Via":                    {"1.1 inner", "1.1 signpost"},
		"Proxy-Status":           {"inner; received-status=409", fmt.Sprintf("signpost; received-status=%d", code)},
		"Etag":                   {etag},
		"Upgrade":                {upgrade},
		"Connection":             {connection},
	} {
		if got := e.Header[name]; !slices.Equal(got, want) && (want[0] != "" || len(got) > 0) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	links := strings.Join(e.Header["Link"], ", ")
	if strings.Contains(links, "preload") || strings.Contains(links, "canonical") ||
		!strings.Contains(links, `</help>; rel="help"`) || !strings.Contains(links, `</x,y>; rel="blocked-by"; title="a, b"`) {
		t.Errorf("Link is %q", e.Header["Link"])
	}
	if vary := e.Header.Get("Vary"); !strings.HasPrefix(vary, "Origin, Accept, ") || !strings.Contains(vary, "Accept-Encoding") {
		t.Errorf("Vary is %q", vary)
	}
	if csp := e.Header.Get("Content-Security-Policy"); strings.Contains(csp, "*") {
		t.Errorf("Content-Security-Policy is %q", csp)
	}
	length := e.Header.Get("Content-Length")
	if method != "HEAD" && length != strconv.Itoa(len(e.body)) || method == "HEAD" && (length == "" || length == "0") {
		t.Errorf("Content-Length is %q with %d bytes", length, len(e.body))
	}
}
