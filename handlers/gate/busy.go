package gate

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed-3913a1bb/signpost/status"
)

// busyAnswer is the 503 of an edge that has no room: every byte and every field
// of it was made at load.
type busyAnswer struct {
	html, text form
	waits      [][]string // Retry-After, spread
	status     []string   // Proxy-Status
}

// form is one body and the fields that go with it. The slices are shared by all
// answers and never written to.
type form struct {
	body                  []byte
	media, length, policy []string
}

func newForm(media, policy string, body []byte) form {
	return form{
		body: body, media: []string{media}, length: []string{strconv.Itoa(len(body))},
		policy: []string{policy},
	}
}

const textPolicy = "default-src 'none'; frame-ancestors 'none'"

const busyText = "503 Service Unavailable\n\nThe service is very busy. Please try again in about a minute.\n"

func newBusyAnswer(html []byte, policy string, wait time.Duration) busyAnswer {
	a := busyAnswer{
		text:   newForm("text/plain; charset=utf-8", textPolicy, []byte(busyText)),
		status: []string{"signpost; error=" + typeInternal},
	}
	a.html = a.text
	if len(html) > 0 {
		a.html = newForm("text/html; charset=utf-8", policy, html)
	}
	middle := int(wholeSeconds(wait) / time.Second)
	for n := middle - middle/5; n <= middle+middle/5; n++ {
		a.waits = append(a.waits, []string{strconv.Itoa(max(n, 1))})
	}
	return a
}

var (
	noStore = []string{"no-store"}
	noSniff = []string{"nosniff"}
)

func (a *busyAnswer) write(w http.ResponseWriter, r *http.Request) {
	if r.ProtoMajor == 1 && r.ContentLength != 0 {
		// The server would read the upload before it lets the answer out.
		_ = http.NewResponseController(w).EnableFullDuplex()
	}
	h := w.Header()
	h["Cache-Control"] = noStore
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
		writeBusyRPC(w, h)
		return
	}
	f := a.text
	if wantsHTML(r) {
		f = a.html
	}
	h["Retry-After"] = a.waits[spread(r.RemoteAddr)%uint32(len(a.waits))]
	h["Proxy-Status"] = a.status
	if !isPreflight(r) {
		h["Content-Type"], h["Content-Length"] = f.media, f.length
		h["X-Content-Type-Options"], h["Content-Security-Policy"] = noSniff, f.policy
	}
	w.WriteHeader(int(status.ServiceUnavailable))
	if r.Method != http.MethodHead && !isPreflight(r) {
		_, _ = w.Write(f.body)
	}
}

// writeBusyRPC tells a gRPC client in its own form: UNAVAILABLE, under 200.
func writeBusyRPC(w http.ResponseWriter, h http.Header) {
	h.Set("Content-Type", "application/grpc")
	h.Set("Grpc-Status", "14")
	h.Set("Grpc-Message", "the service is very busy")
	w.WriteHeader(int(status.OK))
}

// wantsHTML is the cheap form of the question whether a person navigates.
func wantsHTML(r *http.Request) bool {
	if mode := r.Header["Sec-Fetch-Mode"]; len(mode) > 0 {
		return mode[0] == "navigate"
	}
	for _, line := range r.Header["Accept"] {
		if strings.Contains(line, "text/html") {
			return true
		}
	}
	return false
}

func isPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && len(r.Header["Origin"]) > 0 &&
		len(r.Header["Access-Control-Request-Method"]) > 0
}

// spread hashes the host of an address (FNV-1a), so that one client sees one
// wait.
func spread(address string) uint32 {
	if end := strings.LastIndexByte(address, ':'); end >= 0 {
		address = address[:end]
	}
	sum := uint32(2166136261)
	for i := range len(address) {
		sum = (sum ^ uint32(address[i])) * 16777619
	}
	return sum
}
