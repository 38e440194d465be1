package testsite

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/seed-3913a1bb/signpost/status"
)

// Answer is what a site says at one address. In values of fields and in the
// body {host} stands for the host that was asked and {path} for the path.
type Answer struct {
	Status int // 0: 200
	Header map[string]string
	Body   string
	Home   bool                               // the site's home page instead
	Abort  bool                               // the connection breaks before the answer
	Unlike func(*http.Request) (Answer, bool) // another answer to some requests
}

func (a Answer) serve(w http.ResponseWriter, r *http.Request) {
	for a.Unlike != nil {
		other, ok := a.Unlike(r)
		if !ok {
			break
		}
		a = other // which may have exceptions of its own
	}
	if a.Abort {
		panic(http.ErrAbortHandler)
	}
	fill := strings.NewReplacer("{host}", r.Host, "{path}", r.URL.Path)
	for name, value := range a.Header {
		w.Header().Set(name, fill.Replace(value))
	}
	if a.Header["Content-Type"] == "" {
		w.Header()["Content-Type"] = nil
	}
	if a.Status == 0 {
		a.Status = 200
	}
	body := fill.Replace(a.Body)
	if !status.Code(a.Status).HasBody() {
		body = ""
	}
	if body != "" {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.Status)
	if r.Method != http.MethodHead && body != "" {
		_, _ = w.Write([]byte(body))
	}
}

// with returns the answer with one more field.
func (a Answer) with(name, value string) Answer {
	header := map[string]string{name: value}
	for k, v := range a.Header {
		if k != name {
			header[k] = v
		}
	}
	a.Header = header
	return a
}

// replace returns the answer with another piece in its body.
func (a Answer) replace(from, to string) Answer {
	a.Body = strings.Replace(a.Body, from, to, 1)
	return a
}

// errorPage is a good page for any error: it says what happened and leads on.
func errorPage(code int) Answer {
	title := errorTitles[code]
	if title == "" {
		title = fmt.Sprintf("Error %d", code)
	}
	return Answer{
		Status: code,
		Header: map[string]string{"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "X-Request-Id": "atlas-20261103"},
		Body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>` +
			title + ` – The atlas</title></head><body><main><h1>` + title + `</h1>
<p>We could not show you what you came for. The address may be wrong, or something failed on our side. Nothing that you did
is lost, and the rest of the atlas works as it always does. We are sorry for the detour and glad that you are here.</p>
<p>What you can do now:</p><ul><li><a href="/">Begin at the home page</a></li><li>Try the same address again in some minutes</li>
<li>Write to us when this page comes back, and tell us which link brought you here</li></ul></main></body></html>
`,
	}
}

var errorTitles = map[int]string{
	404: "Page not found", 405: "This cannot be done here: error 405", 410: "This page is gone: error 410",
}

// goodPage is a small page without a fault; rest is added to its text.
func goodPage(title, rest string) Answer {
	return Answer{
		Header: map[string]string{
			"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache", "Last-Modified": changed,
		},
		Body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>` +
			title + ` – The atlas</title></head><body><main><h1>` + title + `</h1><p>This sheet of the atlas tells about ` +
			strings.ToLower(title) + `: where it lies, who drew it first, and what a walker sees on the way there in autumn.
</p>` + rest + `<p><a href="/">Back to the beginning</a></p></main></body></html>
`,
		Unlike: unchanged,
	}
}

// unchanged answers 304 to those who have had the answer since it was written.
func unchanged(r *http.Request) (Answer, bool) {
	fresh := r.Header.Get("If-Modified-Since") == changed && r.Header.Get("If-None-Match") == ""
	return Answer{Status: 304, Header: map[string]string{"Last-Modified": changed}}, fresh
}

func typed(contentType, body string) Answer {
	return Answer{
		Header: map[string]string{"Content-Type": contentType, "ETag": `"` + strconv.FormatUint(mix(uint64(len(body)), 7), 36) + `"`}, Body: body,
	}.conditional()
}

// conditional answers 304 to those who send the answer's own ETag.
func (a Answer) conditional() Answer {
	tag := a.Header["ETag"]
	a.Unlike = func(r *http.Request) (Answer, bool) {
		return Answer{Status: 304, Header: map[string]string{"ETag": tag}}, tag != "" && strings.Contains(r.Header.Get("If-None-Match"), tag)
	}
	return a
}

// to is a redirect.
func to(code int, location string) Answer {
	return Answer{Status: code, Header: map[string]string{"Location": location}}
}

var (
	stylesheet = typed("text/css; charset=utf-8", "body{font:1rem/1.5 serif;max-width:40rem;margin:auto}\n")
	logo       = typed("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 7 4 1l4 6z"/></svg>`+"\n")
)
