package endurance_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

// goods is an ordinary page, longer than what the edge holds before it decides.
var goods = "<!doctype html><title>Goods</title>" + strings.Repeat("<p>All our goods.</p>", 500) + "</html>"

// shop is a site that answers /goods well, /echo with what it is sent, and
// /409 and the like with a poor error.
func shop(t *testing.T) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch code, err := strconv.Atoi(r.URL.Path[1:]); {
		case err == nil:
			http.Error(w, http.StatusText(code), code)
		case r.URL.Path == "/echo":
			w.Header().Set("Content-Type", "application/octet-stream")
			all, err := io.ReadAll(r.Body)
			if err != nil {
				return
			}
			_, _ = w.Write(all)
		default:
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, goods)
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

// twoSites is a configuration whose version shows on every page.
func twoSites(upstream string, version int64) string {
	return fmt.Sprintf(`version: 1
listen: { http: "127.0.0.1:0" }
admin: { listen: "127.0.0.1:0" }
log: { access: { output: none }, format: json }
limits: { shutdown_grace: 10s }
sites:
  - host: a.example
    upstream: %[1]s
    brand: { name: First Shop No %[2]d End }
  - host: b.example
    upstream: %[1]s
    brand: { name: Second Shop No %[2]d End }
`, upstream, version)
}

// navigation is what a browser sends for a visitor who opens an address.
const navigation = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"

// request is one as it goes over the wire.
func request(method, host, path, header, body string) string {
	if body != "" {
		header += "Content-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	return method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + header + "\r\n" + body
}

// mixture is what visitors of the two sites do.
func mixture() []shot {
	upload := strings.Repeat("all of it ", 300)
	var shots []shot
	for host, brand := range map[string]string{"a.example": "First Shop No ", "b.example": "Second Shop No "} {
		add := func(name, method, path, body string, check func(*http.Response, []byte, int64, int64) error) {
			shots = append(shots, shot{host + " " + name, request(method, host, path, navigation, body), check})
		}
		add("page", http.MethodGet, "/goods", "", exactly(goods))
		add("upload", http.MethodPost, "/echo", upload, exactly(upload))
		add("404", http.MethodGet, "/404", "", errorPage(404, brand))
		add("409", http.MethodGet, "/409", "", errorPage(409, brand))
		add("409 after a form", http.MethodPost, "/409", "a=b&c=d", errorPage(409, brand))
	}
	return shots
}

func exactly(want string) func(*http.Response, []byte, int64, int64) error {
	return func(res *http.Response, body []byte, _, _ int64) error {
		if res.StatusCode != http.StatusOK || string(body) != want {
			return fmt.Errorf("%s with %d bytes, want 200 with %d", res.Status, len(body), len(want))
		}
		return nil
	}
}

// errorPage wants a whole page of the site, of a version that may be in force.
func errorPage(code int, brand string) func(*http.Response, []byte, int64, int64) error {
	return func(res *http.Response, body []byte, oldest, newest int64) error {
		if res.StatusCode != code || !bytes.HasSuffix(bytes.TrimSpace(body), []byte("</html>")) {
			return fmt.Errorf("%s with %d bytes, want the page of %d", res.Status, len(body), code)
		}
		version, err := versionOf(body, brand)
		if err == nil && (version < oldest || version > newest) {
			err = fmt.Errorf("version %d, want %d to %d", version, oldest, newest)
		}
		return err
	}
}

func versionOf(page []byte, brand string) (int64, error) {
	_, rest, found := bytes.Cut(page, []byte(brand))
	number, _, ended := bytes.Cut(rest, []byte(" End"))
	if !found || !ended {
		return 0, fmt.Errorf("no %q on the page", brand)
	}
	return strconv.ParseInt(string(number), 10, 64)
}
