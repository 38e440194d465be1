package endurance_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/rawserver"
)

// starved is how many connections more a busy machine may take: net/http gives
// one up when its own goroutine that wrote the request has not run for 50 ms.
const starved = 2

// replaced is how many errors are replaced in each case.
const replaced = 1000

// refusals are errors that become pages, by how they are framed. A debug page
// is long, and only its start is read.
func refusals() map[string]string {
	head := "HTTP/1.1 500 Failed\r\nContent-Type: text/html\r\n"
	long := "<html><title>DoesNotExist at /</title><h1>Traceback (most recent call last)</h1>" +
		"<pre>  File \"/srv/app/views.py\", line 7, in get\n" + strings.Repeat("    at the end of the line\n", 2300)
	short := "<h1>Internal Server Error</h1>"
	framed := func(body string) string { return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, len(body), body) }
	chunked := func(body string) string {
		return fmt.Sprintf("%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", head, len(body), body)
	}
	return map[string]string{
		"short with a length":    framed(short),
		"short in chunks":        chunked(short),
		"of 60 KB with a length": framed(long),
		"of 60 KB in chunks":     chunked(long),
	}
}

func TestReplacedErrorsKeepTheConnectionsOfTheServer(t *testing.T) {
	for name, answer := range refusals() {
		for _, clients := range []int{1, 8} {
			t.Run(fmt.Sprintf("%s, %d at once", name, clients), func(t *testing.T) {
				site := rawserver.Start(t, rawserver.Reply(answer))
				p := start(t, bounded(t, site.URL()))
				askForErrors(t, p.at, replaced/clients, clients)
				n := site.Connections()
				if n > clients+starved {
					t.Errorf("%d errors took %d connections, want %d", replaced, n, clients)
				}
				t.Logf("%d errors took %d connections", replaced, n)
			})
		}
	}
}

// The control: a proxy that closes what it has not read.
func TestABodyThatIsClosedUnreadCostsItsConnection(t *testing.T) {
	site := rawserver.Start(t, rawserver.Reply(refusals()["of 60 KB with a length"]))
	target, err := url.Parse(site.URL())
	if err != nil {
		t.Fatal(err)
	}
	closing := httputil.NewSingleHostReverseProxy(target)
	closing.ModifyResponse = func(res *http.Response) error {
		err := res.Body.Close()
		res.Header = http.Header{"Content-Length": {"7"}}
		res.ContentLength, res.Body = 7, http.NoBody
		res.Body = readCloser{strings.NewReader("</html>")}
		return err
	}
	front := httptest.NewServer(closing)
	defer front.Close()
	askForErrors(t, front.Listener.Addr().String(), 50, 1)
	if n := site.Connections(); n < 40 {
		t.Errorf("50 errors took %d connections: the test sees nothing", n)
	}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

// askForErrors wants a page each time, over connections that stay.
func askForErrors(t *testing.T, at string, times, clients int) {
	t.Helper()
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			c, err := dial(at)
			if err != nil {
				t.Error(err)
				return
			}
			defer c.close()
			for range times {
				res, body, err := c.exchange(request(http.MethodGet, "a.example", "/", navigation, ""))
				if err != nil || res.StatusCode != http.StatusInternalServerError || !strings.HasSuffix(strings.TrimSpace(string(body)), "</html>") ||
					strings.Contains(string(body), "Traceback") {
					t.Errorf("%v with %d bytes: %v", res, len(body), err)
					return
				}
			}
		})
	}
	all.Wait()
}
