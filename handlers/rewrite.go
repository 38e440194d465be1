package handlers

import (
	"net/http"
	"net/http/httputil"
	"strings"
)

// rewrite makes the request that goes to the site's server. It runs after
// hop-by-hop removal, so that no Connection token can take away what it adds.
func rewrite(pr *httputil.ProxyRequest) {
	in, out := pr.In, pr.Out
	out.URL.Path, out.URL.RawPath = in.URL.Path, in.URL.RawPath
	// ReverseProxy has dropped parameters that it could not parse.
	out.URL.RawQuery, out.URL.ForceQuery = in.URL.RawQuery, in.URL.ForceQuery
	out.Host = in.Host
	dropUntrusted(out.Header)
	pr.SetXForwarded()
	out.Header.Add("Via", viaValue(in))
	if ex := exchangeOf(in); ex.id != "" {
		out.Header.Set("X-Request-Id", ex.id)
	}
}

// dropUntrusted removes names that CGI-style servers fold into others
// (Transfer_Encoding), and what a visitor claims about the way it came.
func dropUntrusted(h http.Header) {
	for name := range h {
		if strings.Contains(name, "_") || isForwarding(name) {
			delete(h, name)
		}
	}
}

func isForwarding(name string) bool {
	return name == "Forwarded" || name == "X-Real-Ip" || strings.HasPrefix(name, "X-Forwarded-")
}
