package handlers_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/upstream"
)

// softEdge is an edge whose records can be read after it has ended.
type softEdge struct {
	*handlers.Edge
	t   *testing.T
	out bytes.Buffer
	log *access.Log
}

func newSoftEdge(t *testing.T, client upstream.Client) *softEdge {
	t.Helper()
	e := &softEdge{t: t}
	var err error
	if e.log, err = access.New(access.Options{Output: &e.out}); err != nil {
		t.Fatal(err)
	}
	if e.Edge, err = handlers.New(handlers.Options{Access: e.log, Sites: []handlers.Site{{Name: "wiki", Upstream: client}}}); err != nil {
		t.Fatal(err)
	}
	return e
}

// end waits for the records, and returns them with the metrics.
func (e *softEdge) end() (records []map[string]any, metrics string) {
	e.t.Helper()
	if err := e.Close(); err != nil {
		e.t.Fatal(err)
	}
	if err := e.log.Close(); err != nil {
		e.t.Fatal(err)
	}
	for line := range bytes.Lines(e.out.Bytes()) {
		var r map[string]any
		if err := json.Unmarshal(line, &r); err != nil {
			e.t.Fatalf("%v: %s", err, line)
		}
		records = append(records, r)
	}
	out := httptest.NewRecorder()
	handlers.NewLive(e.Edge).Admin().ServeHTTP(out, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return records, out.Body.String()
}

// wikiPage is the page by which MediaWiki answers a late save with 200.
func wikiPage(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../problem/testdata/corpus/110-mediawiki-html-200.json")
	if err != nil {
		t.Fatal(err)
	}
	var sample struct{ Body string }
	if err := json.Unmarshal(raw, &sample); err != nil || sample.Body == "" {
		t.Fatalf("the sample has no body: %v", err)
	}
	return sample.Body
}

// The site sends the second half only when the client has the first: whoever
// held an answer back until it is judged would wait for ever.
func TestASoftConflictPassesUntouchedAndAtOnceAndIsRecorded(t *testing.T) {
	page := wikiPage(t)
	half := len(page) / 2
	arrived := make(chan struct{})
	e := newSoftEdge(t, newClient(t, upstream.Options{URL: site(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		_, _ = io.WriteString(w, page[:half])
		_ = http.NewResponseController(w).Flush()
		select {
		case <-arrived:
		case <-r.Context().Done():
		}
		_, _ = io.WriteString(w, page[half:])
	})}))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, serve(t, e)+"/index.php", strings.NewReader("wpTextbox1=mine"))
	if err != nil {
		t.Fatal(err)
	}
	res, err := plain.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	first := make([]byte, half)
	if _, err := io.ReadFull(res.Body, first); err != nil {
		t.Fatal(err)
	}
	close(arrived)
	rest, err := io.ReadAll(res.Body)
	if got := string(first) + string(rest); err != nil || res.StatusCode != http.StatusOK || got != page {
		t.Errorf("%d, %v, %d bytes, want the %d of the site", res.StatusCode, err, len(got), len(page))
	}
	records, metrics := e.end()
	if len(records) != 1 || records[0]["cause"] != "edit-conflict" || records[0]["soft"] != true ||
		records[0]["verdict"] != "pass" || records[0]["replaced"] != false || records[0]["status_served"] != 200. {
		t.Errorf("records: %v", records)
	}
	if !strings.Contains(metrics, "\nsignpost_soft_conflicts_total{cause=\"edit-conflict\",site=\"wiki\"} 1\n") {
		t.Errorf("the conflict is not counted: %s", metrics)
	}
}

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.String()
}

func TestOnlyAWriteWhoseBodySaysSoIsASoftConflict(t *testing.T) {
	page, denied, jsonType := wikiPage(t), `{"success":false,"error":"conflict"}`, "Content-Type: application/json"
	for _, c := range []struct {
		name, method, body string
		code               int
		fields             []string
		cause              any
	}{
		{"a page of a wiki", "POST", page, 200, []string{htmlType}, "edit-conflict"},
		{"the same, packed", "POST", zipped(page), 200, []string{htmlType, "Content-Encoding: gzip"}, "edit-conflict"},
		{"the same, very long", "POST", page + strings.Repeat("<p>x</p>", 20_000), 200, []string{htmlType}, "edit-conflict"},
		{"a success that is denied", "PUT", denied, 200, []string{jsonType}, "unknown"},
		{"a code under 202", "PATCH", `{"ok":false,"code":"version_conflict"}`, 202, []string{jsonType}, "edit-conflict"},

		{"a page that is read", "GET", page, 200, []string{htmlType}, nil},
		{"an article about conflicts", "POST", "<!doctype html><title>Edit conflict: a guide</title><p>Somebody else has changed it.</p>", 200, []string{htmlType}, nil},
		{"a success", "POST", `{"success":true,"id":7}`, 201, []string{jsonType}, nil},
		{"another type", "POST", denied, 200, []string{textType}, nil},
		{"no body", "POST", "", 204, nil, nil},
		{"noise", "POST", "\x1f\x8b\xff" + strings.Repeat("{", 70_000), 200, []string{jsonType, "Content-Encoding: gzip"}, nil},
	} {
		s := &scripted{next: answers(c.code, c.body, c.fields...)}
		e := newSoftEdge(t, s)
		got := call(t, e, c.method, "/x")
		if got.StatusCode != c.code || got.body != c.body {
			t.Errorf("%s: the answer changed: %d, %d bytes", c.name, got.StatusCode, len(got.body))
		}
		records, _ := e.end()
		if len(records) != 1 || records[0]["cause"] != c.cause || (records[0]["soft"] == true) != (c.cause != nil) {
			t.Errorf("%s: %v, want cause %v", c.name, records, c.cause)
		}
	}
}

// waitingBody is an answer that has begun, and ends when its gate opens.
type waitingBody struct {
	io.Reader
	begun func()
	gate  <-chan struct{}
}

func (b *waitingBody) Read(p []byte) (int, error) {
	b.begun()
	<-b.gate
	return b.Reader.Read(p)
}

func (*waitingBody) Close() error { return nil }

func TestOfTooManyAnswersAtATimeSomePassUnread(t *testing.T) {
	const atATime, more = 64, 3
	body, gate := `{"success":false,"error":"version_conflict"}`, make(chan struct{})
	var begun, ended sync.WaitGroup
	begun.Add(atATime + more)
	s := &scripted{next: func(r *http.Request) (*http.Response, error) {
		b := &waitingBody{Reader: strings.NewReader(body), begun: sync.OnceFunc(begun.Done), gate: gate}
		return &http.Response{
			StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}, "X-Accel-Buffering": {"no"}}, Request: r, Body: b,
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: -1,
		}, nil
	}}
	e := newSoftEdge(t, s)
	for range atATime + more {
		ended.Go(func() {
			if got := call(t, e, http.MethodPost, "/x"); got.body != body {
				t.Errorf("the answer is %q", got.body)
			}
		})
	}
	begun.Wait()
	close(gate)
	ended.Wait()
	if err := e.Close(); err != nil { // all have been read
		t.Fatal(err)
	}
	begun.Add(1)
	call(t, e, http.MethodPost, "/x") // there is room again
	_, metrics := e.end()
	for _, want := range []string{"signpost_soft_unread_total 3", `signpost_soft_conflicts_total{cause="edit-conflict",site="wiki"} 65`} {
		if !strings.Contains(metrics, "\n"+want+"\n") {
			t.Errorf("want %s in %s", want, metrics)
		}
	}
}
