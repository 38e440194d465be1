package handlers_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

// wire speaks to an edge byte by byte.
func wire(t *testing.T, at, head string) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(at, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	head = "POST /doc HTTP/1.1\r\nHost: shop.example\r\n" + head
	for i := 0; i < len(person); i += 2 {
		head += person[i] + ": " + person[i+1] + "\r\n"
	}
	write(t, conn, head+"\r\n")
	return conn, bufio.NewReader(conn)
}

func write(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
}

func TestAFormIsKeptHoweverItArrives(t *testing.T) {
	const body, cut = "body=My+own+words&x=1", 9
	arrived := make(chan string, 1)
	at := keeping(t, func(w http.ResponseWriter, r *http.Request) {
		first := make([]byte, cut)
		_, _ = io.ReadFull(r.Body, first)
		arrived <- string(first)
		rest, _ := io.ReadAll(r.Body)
		arrived <- string(rest)
		jsonConflict(w, r)
	}, rule.Conflict{})
	for name, c := range map[string]struct {
		head, first, rest string
		asks              bool
	}{
		"slowly":          {"Content-Length: 21\r\n", body[:cut], body[cut:], false},
		"in chunks":       {"Transfer-Encoding: chunked\r\n", "9\r\n" + body[:cut] + "\r\n", "c\r\n" + body[cut:] + "\r\n0\r\n\r\n", false},
		"after a 100":     {"Content-Length: 21\r\nExpect: 100-continue\r\n", body[:cut], body[cut:], true},
		"after a 100, in": {"Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n", "9\r\n" + body[:cut] + "\r\n", "c\r\n" + body[cut:] + "\r\n0\r\n\r\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			conn, in := wire(t, at, c.head)
			if c.asks {
				if line, _ := in.ReadString('\n'); !strings.HasPrefix(line, "HTTP/1.1 100") {
					t.Fatalf("got %q", line)
				}
				_, _ = in.ReadString('\n')
			}
			write(t, conn, c.first)
			if got := <-arrived; got != body[:cut] { // before the rest is sent: nothing waits for the whole
				t.Errorf("first came %q", got)
			}
			write(t, conn, c.rest)
			if got := <-arrived; got != body[cut:] {
				t.Errorf("then came %q", got)
			}
			res, err := http.ReadResponse(in, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			page, _ := io.ReadAll(res.Body)
			if res.StatusCode != 409 || !strings.Contains(string(page), "My own words</textarea>") {
				t.Errorf("%d %.300s", res.StatusCode, page)
			}
		})
	}
}

func TestWhenTheMemoryForFormsIsFullThePagePromisesNothing(t *testing.T) {
	const enough = 520 // forms; 64 MiB hold fewer
	entered, release := make(chan struct{}, enough), make(chan struct{})
	edge, err := handlers.New(handlers.Options{Sites: []handlers.Site{{
		Conflict: handlers.ConflictOptions{Conflict: rule.Conflict{KeepForm: true}},
		Upstream: clientFunc(func(r *http.Request) (*http.Response, error) {
			_, _ = io.Copy(io.Discard, r.Body)
			entered <- struct{}{}
			<-release
			return &http.Response{
				StatusCode: 409, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
				Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(conflictBody)),
			}, nil
		}),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	pages := make([]string, enough)
	var all sync.WaitGroup
	for i := range pages {
		all.Go(func() {
			r := httptest.NewRequest(http.MethodPost, "http://shop.example/doc", strings.NewReader("body=My+own+words"))
			for i := 0; i < len(person); i += 2 {
				r.Header.Set(person[i], person[i+1])
			}
			out := httptest.NewRecorder()
			edge.ServeHTTP(out, r)
			pages[i] = out.Body.String()
		})
	}
	for range pages {
		<-entered
	}
	close(release)
	all.Wait()
	kept := 0
	for _, page := range pages {
		switch shown, promised := strings.Contains(page, "My own words"), strings.Contains(page, "typed (shown below)"); {
		case shown != promised || !strings.Contains(page, "Your change was not saved."):
			t.Fatalf("shown %v, promised %v", shown, promised)
		case shown:
			kept++
		}
	}
	if kept == 0 || kept == enough {
		t.Errorf("%d of %d were kept", kept, enough)
	}
	out := httptest.NewRecorder()
	handlers.NewLive(edge).Admin().ServeHTTP(out, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if m := out.Body.String(); strings.Contains(m, "\nsignpost_forms_not_kept_total 0\n") || !strings.Contains(m, "\nsignpost_kept_form_bytes 0\n") {
		t.Error("nobody counted the forms that were not kept, or memory is still held")
	}
}

func TestTheCurrentValuesOfTheAnswerAreShown(t *testing.T) {
	at := keeping(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		reply(w, 409, "application/json", `{"error":"conflict","current_version":"3","current":{"body":"Theirs, told by the answer","password":"hunter2"}}`)
	}, rule.Conflict{})
	e := sendForm(t, at+"/doc", "body=Mine+of+today&password=x", person...)
	if !strings.Contains(e.body, "told by the answer") || !strings.Contains(e.body, "only in the current one") || strings.Contains(e.body, "hunter2") {
		t.Errorf("%d %s", e.StatusCode, e.body)
	}
}

func TestThePageThatAsksHasItsOwnHeading(t *testing.T) {
	d := &document{version: 2, text: "Theirs"}
	at := keeping(t, d.serve, rule.Conflict{Compare: true, Overwrite: true})
	confirm := sendForm(t, at+action(t, sendForm(t, at+"/doc", "body=Mine", person...)), "body=Mine", person...)
	if !strings.Contains(confirm.body, "<h1>Replace the current version by yours?</h1>") || strings.Contains(confirm.body, "<ol>") {
		t.Errorf("%s", confirm.body)
	}
	if button, text := strings.Index(confirm.body, `<button form="again"`), strings.Index(confirm.body, "<textarea"); button < 0 || button > text {
		t.Error("the question stands below the text")
	}
}
