package handlers_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/handlers/rule"
)

// watched is an edge that gives forms back, with all that it tells.
type watched struct {
	edge *handlers.Edge
	log  lines
	got  string // body that the site's server got
}

// lines is what logs have written; they may write still.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

func watch(t *testing.T) *watched {
	t.Helper()
	w := &watched{}
	client := clientFunc(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		w.got = string(body)
		return &http.Response{
			StatusCode: 409, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
			Header: http.Header{"Content-Type": {"application/json"}},
			Body:   io.NopCloser(strings.NewReader(conflictBody)),
		}, err
	})
	log := slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	records, err := access.New(access.Options{Output: &w.log})
	if err != nil {
		t.Fatal(err)
	}
	w.edge, err = handlers.New(handlers.Options{Log: log, Access: records, Sites: []handlers.Site{{
		Upstream: client, Conflict: handlers.ConflictOptions{Conflict: rule.Conflict{KeepForm: true}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = records.Close() })
	return w
}

func (w *watched) send(body, kind string) string {
	r := httptest.NewRequest(http.MethodPost, "http://shop.example/doc", strings.NewReader(body))
	for i := 0; i < len(person); i += 2 {
		r.Header.Set(person[i], person[i+1])
	}
	r.Header.Set("Content-Type", kind)
	out := httptest.NewRecorder()
	w.edge.ServeHTTP(out, r)
	return out.Body.String()
}

func (w *watched) metrics() string {
	out := httptest.NewRecorder()
	handlers.NewLive(w.edge).Admin().ServeHTTP(out, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return out.Body.String()
}

const formType = "application/x-www-form-urlencoded"

func TestNoSecretOfAFormIsEverTold(t *testing.T) {
	w := watch(t)
	random := rand.New(rand.NewPCG(7, 7))
	denied := strings.Fields(`password PWD userSecret csrf_token XSRF nonce authenticity_token __VIEWSTATE cardNumber cvv CVC iban
		signature sessionid api_key private-key pin userPIN otp ssn auth cc sid hash`)
	secrets := []string{
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dBjftJeZ4CVP", "4111 1111 1111 1111", "5500-0000-0000-0004",
		"-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBg\n-----END PRIVATE KEY-----", strings.Repeat("0123456789abcdef", 3),
	}
	for range 60 {
		form := url.Values{}
		name := denied[random.IntN(len(denied))]
		hidden := fmt.Sprintf("hidden-%d", random.IntN(1_000_000_000))
		form.Set([]string{name, "my_" + name + "_1", "user[" + name + "]"}[random.IntN(3)], hidden)
		secret := secrets[random.IntN(len(secrets))]
		form.Set("note", secret)
		open := fmt.Sprintf("open <b>%d</b> & \"words\" 漢字\nmore", random.IntN(1_000_000))
		form.Set("comment", open)
		page := w.send(form.Encode(), formType)
		told := page + w.log.String() + w.metrics()
		if strings.Contains(told, hidden) || strings.Contains(told, html.EscapeString(secret)) || strings.Contains(told, secret) {
			t.Fatalf("a value of %v is told", form)
		}
		if strings.Contains(w.log.String()+w.metrics(), "words") {
			t.Fatal("a value stands in the log or the metrics")
		}
		if got := boxes(t, page); len(got) != 1 || got[0] != open {
			t.Fatalf("the boxes hold %q, want %q", got, open)
		}
	}
	if !strings.Contains(w.log.String(), `"form_fields":1`) {
		t.Errorf("the log does not count what was given back: %s", w.log.String())
	}
}

// boxes are the texts of the boxes of a page.
func boxes(t *testing.T, page string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "textarea" {
			text := ""
			if n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			all = append(all, text)
		}
	}
	return all
}

// shape is the tree of a page without its texts: elements with the names of
// their attributes, and every address.
func shape(t *testing.T, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		b.WriteString("<" + n.Data)
		for _, a := range n.Attr {
			b.WriteString(" " + a.Key)
			if a.Key == "href" || a.Key == "action" {
				b.WriteString("=" + a.Val)
			}
		}
		b.WriteString(">")
	}
	return b.String()
}

var attacks = []string{
	`<script>alert(1)</script>`, `</textarea><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onfocus=alert(1) '`,
	`</TEXTAREA ><svg onload=alert(1)>`, `<!--<script>`, `--><b>`, `]]><b>`, `<![CDATA[<b>`, `<?php b ?>`, `&lt;b&gt;`, `&#60;b&#62;`,
	`javascript:alert(1)`, `data:text/html,<b>`, `<a href=//evil.example>`, `</title><b>`, `</style><b>`, `</label><b>`, `</bdi><b>`,
	`<math><mi//xlink:href=x>`, `<base href=//evil.example>`, `<meta http-equiv=refresh content=0>`, `<iframe srcdoc=x>`, `<form action=//evil>`,
	`<button formaction=//evil>`, "\x00<b>", "\u2028<b>", "\u202e<b>", "%3Cb%3E", "{{7*7}}", "${7*7}", "<%= 7 %>", "\"autofocus onfocus=\"b",
	"\n</textarea>\n<b>", "<textarea>", "</p></section></main>", "<input name=x>", "<link rel=stylesheet href=//e>", "<object data=x>", "<plaintext>",
	"<noscript><b>", "<template><b>",
}

func TestNoTextOfAVisitorBecomesMarkup(t *testing.T) {
	w := watch(t)
	harmless := shape(t, w.send(url.Values{"a": {"plain words"}, "b": {"x"}}.Encode(), formType))
	if !strings.Contains(harmless, "<textarea") {
		t.Fatalf("no box on the page: %s", harmless)
	}
	for _, attack := range attacks {
		for _, form := range []url.Values{
			{"a": {attack + " words"}, "b": {"x"}}, {"a" + attack: {"plain words"}, "b": {"x"}}, {"a": {"plain words"}, "b": {strings.Join(strings.Fields(attack), "")}},
		} {
			if got := shape(t, w.send(form.Encode(), formType)); got != harmless {
				t.Errorf("%v changes the page:\n%s\n%s", form, got, harmless)
			}
		}
	}
}

func TestTheSitesServerGetsEveryByte(t *testing.T) {
	w := watch(t)
	for name, c := range map[string]struct{ kind, body string }{
		"broken escapes": {formType, "a=%zz%4&&=&b=%C3%28+x%"},
		"large":          {formType, "a=" + strings.Repeat("words+", 100_000)},
		"many fields":    {formType, strings.Repeat("a=b+c&", 1000)},
		"a charset":      {formType + "; charset=shift_jis", "a=%93%fa%96%7b+x"},
		"multipart":      {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nsome words\r\n--b--\r\n"},
		"no end":         {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nsome words"},
		"no multipart":   {"multipart/form-data; boundary=b", "what is this"},
	} {
		w.send(c.body, c.kind)
		if w.got != c.body {
			t.Errorf("%s: the server got %d bytes, %d were sent", name, len(w.got), len(c.body))
		}
	}
}

func TestTenThousandFormsLeaveNothingBehind(t *testing.T) {
	w := watch(t)
	for range 10_000 {
		w.send("comment=some+words", formType)
	}
	if m := w.metrics(); !strings.Contains(m, "\nsignpost_kept_form_bytes 0\n") || !strings.Contains(m, "\nsignpost_forms_not_kept_total 0\n") {
		t.Error("forms are still being kept, or were refused")
	}
}
