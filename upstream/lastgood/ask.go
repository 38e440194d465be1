package lastgood

import (
	"net/http"
	"strings"
)

// Ask is a request as the store sees it.
type Ask struct {
	Site    string        // name of the site's settings
	Scheme  string        // http or https, as the visitor used it
	Request *http.Request // as the client sent it
}

// maxKey is how long the address of a copy may be.
const maxKey = 4 << 10

func (a Ask) subject() Subject { return SubjectOf(a.Request.URL.EscapedPath()) }

// key names the resource: site, scheme, host, path and raw query.
func (a Ask) key() string {
	url := a.Request.URL
	query := url.RawQuery
	if query != "" || url.ForceQuery {
		query = "?" + query
	}
	return a.keyFor(url.EscapedPath(), query)
}

func (a Ask) keyFor(path, query string) string {
	return strings.Join([]string{a.Site, a.Scheme, a.host(), path + query}, "\x00")
}

// defaultPorts may stand in a host and mean nothing there.
var defaultPorts = map[string]string{"http": ":80", "https": ":443"}

func (a Ask) host() string {
	return strings.TrimSuffix(strings.ToLower(a.Request.Host), defaultPorts[a.Scheme])
}

func isRead(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// has reports that the request carries one of the fields.
func (a Ask) has(names []string) bool {
	for _, name := range names {
		if len(a.Request.Header[name]) > 0 {
			return true
		}
	}
	return false
}
