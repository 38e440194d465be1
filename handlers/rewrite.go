package handlers

import (
	"net/http"
	"net/http/httputil"
	"strings"
)

// rewrite makes the request that goes to the site's server. It runs after
// hop-by-hop removal, so that no Connection token can take away what it adds.
func (s *site) rewrite(pr *httputil.ProxyRequest) {
	in, out := pr.In, pr.Out
	out.URL.Path, out.URL.RawPath = in.URL.Path, in.URL.RawPath
	// ReverseProxy has dropped parameters that it could not parse.
	out.URL.RawQuery, out.URL.ForceQuery = in.URL.RawQuery, in.URL.ForceQuery
	out.Host = in.Host
	dropFolded(out.Header)
	s.trust.Forward(in, out.Header)
	out.Header.Add("Via", viaValue(in))
	if ex := exchangeOf(in); ex.id != "" {
		out.Header.Set("X-Request-Id", ex.id)
	}
}

// dropFolded removes names that CGI-style servers fold into others
// (Transfer_Encoding).
func dropFolded(h http.Header) {
	for name := range h {
		if strings.Contains(name, "_") {
			delete(h, name)
		}
	}
}
