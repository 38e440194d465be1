package handlers

import (
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"

	"github.com/seed-3913a1bb/signpost/locale"
	"github.com/seed-3913a1bb/signpost/status"
)

// pagePrefixes are the folders below which a page may be asked for, besides
// the root.
var pagePrefixes = []string{"/errors/", "/_render/", "/"}

// pageTypes are the extensions that name a form.
var pageTypes = map[string]string{
	"": "", ".html": "text/html", ".htm": "text/html", ".json": "application/json", ".xml": "application/xml",
	".txt": "text/plain", ".md": "text/markdown",
}

// namedStatus reads which page is wanted: the path, the query, then the fields of
// ingress controllers. Anything but a known form of 400 to 599 names nothing.
func namedStatus(r *http.Request) (code status.Code, ok bool) {
	for _, text := range []string{
		statusOfPath(r.URL.Path), r.URL.Query().Get("status"), r.Header.Get("X-Code"), r.Header.Get("X-Original-Status"),
	} {
		if c, err := status.Parse(text); err == nil && c.IsError() {
			return c, true
		}
	}
	return status.NotFound, false
}

// statusOfPath returns what stands where a page's path has its status.
func statusOfPath(p string) string {
	ext := path.Ext(p)
	if _, known := pageTypes[ext]; !known {
		return ""
	}
	for _, prefix := range pagePrefixes {
		if rest, ok := strings.CutPrefix(strings.TrimSuffix(p, ext), prefix); ok {
			return rest
		}
	}
	return ""
}

// failedRequest makes the request that the page is for: the client's wishes as
// the asking proxy tells them, and, from peers that are trusted, where and how
// the request was made. Nothing else of this request plays a part in the page.
func (p *pageServer) failedRequest(r *http.Request) (status.Code, *http.Request) {
	code, _ := namedStatus(r)
	failed := r.WithContext(r.Context())
	failed.Header = r.Header.Clone()
	failed.URL = &url.URL{Path: "/"}
	if wish := r.Header.Get("X-Format"); wish != "" {
		failed.Header.Set("Accept", wish)
	}
	if kind := pageTypes[path.Ext(r.URL.Path)]; kind != "" && statusOfPath(r.URL.Path) != "" {
		onlyWish(failed.Header, kind)
	}
	if lang, ok := locale.Lookup(r.URL.Query().Get("lang")); ok {
		failed.Header.Set("Accept-Language", lang.Tag())
	}
	if p.trusts(r) {
		addContext(failed, r)
	}
	return code, failed
}

// onlyWish makes the type the one that the client wants, whoever asks.
func onlyWish(h http.Header, kind string) {
	for name := range h {
		if strings.HasPrefix(name, "Sec-Fetch-") {
			delete(h, name)
		}
	}
	h.Set("Accept", kind)
}

// addContext tells of the request that failed. A value that cannot be read
// changes nothing.
func addContext(failed, r *http.Request) {
	for _, text := range []string{r.Header.Get("X-Original-Uri"), r.Header.Get("X-Forwarded-Uri"), r.URL.Query().Get("url")} {
		if u, err := url.Parse(text); err == nil && strings.HasPrefix(u.Path, "/") {
			failed.URL = &url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery}
			break
		}
	}
	if m := r.Header.Get("X-Original-Method"); isMethod(m) && m != http.MethodHead {
		failed.Method = m
	}
	if host := r.Header.Get("X-Forwarded-Host"); host != "" {
		failed.Host = host
	}
}

func isMethod(m string) bool {
	return m != "" && len(m) <= 32 && strings.Trim(m, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == ""
}

func (p *pageServer) trusts(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	for _, prefix := range p.trusted {
		if prefix.Contains(peer.Addr().Unmap()) {
			return true
		}
	}
	return false
}
