package form

import (
	"net/http"
	"net/url"
	"strings"
)

// SameOrigin reports that a page of the same origin sent the form: only its own
// visitors may see what was in it (Fetch, section 3.2; W3C Fetch Metadata). The
// origin is that of the request, such as https://shop.example.
func SameOrigin(r *http.Request, origin string) bool {
	if site := r.Header.Values("Sec-Fetch-Site"); len(site) > 0 {
		return len(site) == 1 && site[0] == "same-origin"
	}
	sent := r.Header.Values("Origin")
	if len(sent) != 1 || sent[0] == "null" {
		return false
	}
	theirs, err := url.Parse(sent[0])
	ours, err2 := url.Parse(origin)
	return err == nil && err2 == nil && theirs.Host != "" && theirs.Scheme == ours.Scheme && strings.EqualFold(hostOf(theirs), hostOf(ours))
}

// hostOf is the host with its port, without the default one.
func hostOf(u *url.URL) string {
	switch {
	case u.Scheme == "https" && u.Port() == "443", u.Scheme == "http" && u.Port() == "80":
		return u.Hostname()
	}
	return u.Host
}
