package clients_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// app asks by fetch, listens to events, and tells what it saw. The picture keeps
// the page from being loaded until then.
const app = `<!doctype html><html lang="en"><title>Shelf</title><h1>Shelf</h1><img src="/told" alt="">
<script>
const saved = fetch('/409', {method: 'PUT', body: '{}'}).then(async r =>
  r.status + ' ' + r.headers.get('content-type') + ' ' + r.headers.get('retry-after') + ' ' + (await r.json()).error)
const event = new Promise(done => {
  const events = new EventSource('/events')
  events.onmessage = e => { events.close(); done(e.data) }
})
const gone = fetch('/nothing').then(async r => r.status + ' ' + (await r.text()).trim())
Promise.all([saved, event, gone]).catch(err => ['broken: ' + err]).then(all =>
  fetch('/tell', {method: 'POST', body: all.join('\n')}))
</script>`

// single is the site of that app; what the app tells comes out of the channel.
func single(t *testing.T) (server string, said <-chan string) {
	t.Helper()
	words, told := make(chan string, 1), make(chan struct{})
	return startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, app)
		case "/events":
			w.Header().Set("Content-Type", "text/event-stream")
			fmt.Fprint(w, "data: a book arrived\n\n")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done() // an answer that does not end by itself
		case "/tell":
			body, _ := io.ReadAll(r.Body)
			words <- string(body)
			close(told)
		case "/told":
			select {
			case <-told:
			case <-r.Context().Done():
			}
		default:
			manners(w, r)
		}
	})), words
}

// appOver opens the app and returns what it saw.
func appOver(t *testing.T, through func(*testing.T, string) string) string {
	t.Helper()
	server, said := single(t)
	dom, _ := needs.Browse(t, through(t, server)+"/")
	if strings.Count(dom, "<h1") != 1 {
		t.Errorf("want one h1 in\n%s", dom)
	}
	return <-said
}

func TestAnAppInChromiumSeesItsOwnErrorsAndEvents(t *testing.T) {
	direct := appOver(t, func(_ *testing.T, server string) string { return server })
	through := appOver(t, startEdge)
	if direct != through {
		t.Errorf("direct:\n%s\nthrough the edge:\n%s", direct, through)
	}
	const want = "409 application/json 7 The shelf was changed by somebody else\na book arrived\n404 404 page not found"
	if through != want {
		t.Errorf("the app saw\n%s\nwant\n%s", through, want)
	}
	if broken := appOver(t, naive); broken == direct {
		t.Errorf("a naive interceptor makes no difference: %s", broken)
	}
}

func TestAPersonInChromiumGetsAPage(t *testing.T) {
	server, _ := single(t)
	dom, console := needs.Browse(t, startEdge(t, server)+"/409")
	if strings.Count(dom, "<h1") != 1 || !strings.Contains(dom, "The shelf was changed by somebody else") {
		t.Errorf("want one h1 and the site's sentence, got\n%s", dom)
	}
	if strings.Contains(console, "Content Security Policy") {
		t.Errorf("the page breaks its own policy: %s", console)
	}
}
