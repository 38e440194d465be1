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

	"github.com/seed-3913a1bb/signpost/internal/survival"
)

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
	survival.Send(h, strconv.Itoa(code))
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
	h.Add("Link", `</style.css>; rel=preload; as=style, </help>; rel="help"`)
	h.Add("Link", `<https://a.example/>; rel="canonical"`)
	h.Add("Link", `</x,y>; rel="blocked-by"; title="a, b"`)
	if code == 426 {
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
				for _, f := range survival.Fields() {
					checkSurvivor(t, e, f, code)
				}
				checkOwn(t, e, method, code)
			})
		}
	}
}

func checkSurvivor(t *testing.T, e exchange, f survival.Field, code int) {
	t.Helper()
	got := e.Header.Values(f.Name)
	switch stays := f.StaysOn(e.Request.Method, code); {
	case stays && !f.Kept(got):
		t.Errorf("%s is %q, want %q", f.Name, got, f.Values)
	case !stays && len(got) > 0:
		t.Errorf("%s stays: %q", f.Name, got)
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
