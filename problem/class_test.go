package problem_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
	"github.com/seed-3913a1bb/signpost/status"
)

// sample is one section of testdata/signatures.txtar.
type sample struct {
	id   string
	hit  bool
	held problem.Held
}

func loadSignatures(tb testing.TB) []sample {
	tb.Helper()
	data, err := os.ReadFile("testdata/signatures.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	var samples []sample
	for section := range strings.SplitSeq("\n"+string(data), "\n-- ") {
		head, body, ok := strings.Cut(section, " --\n")
		words := strings.SplitN(head, " ", 4)
		if !ok || len(words) != 4 {
			continue
		}
		code, err := status.Parse(words[2])
		if err != nil {
			tb.Fatalf("section %q: %v", head, err)
		}
		samples = append(samples, sample{id: words[0], hit: words[1] == "hit", held: held(code, words[3], body)})
	}
	return samples
}

// held is a body that was held completely.
func held(code status.Code, contentType, body string) problem.Held {
	h := http.Header{}
	if contentType != "" {
		h.Set("Content-Type", contentType)
	}
	return problem.Held{Status: code, Header: h, Body: []byte(body), Complete: true, Size: int64(len(body))}
}

func TestEverySignatureHasASampleAndANearMiss(t *testing.T) {
	hits, misses := map[string]int{}, map[string]int{}
	for _, s := range loadSignatures(t) {
		c := problem.Classify(s.held)
		found := c.Signature == s.id && (c.Class == problem.Default || c.Class == problem.Leak)
		switch {
		case s.hit && !found:
			t.Errorf("%s: sample gives %s %q\n%.200s", s.id, c.Class, c.Signature, s.held.Body)
		case !s.hit && c.Signature == s.id:
			t.Errorf("%s: near miss is taken for it\n%.200s", s.id, s.held.Body)
		}
		if s.hit {
			hits[s.id]++
		} else {
			misses[s.id]++
		}
	}
	for _, s := range loadCaptured(t) {
		hits[s.signature]++
	}
	for _, id := range problem.SignatureIDs() {
		if hits[id] == 0 || misses[id] == 0 {
			t.Errorf("%s: %d samples, %d near misses", id, hits[id], misses[id])
		}
	}
}

func TestBodiesAreClassedByWhatTheyAreWorth(t *testing.T) {
	long := "<html><body><p>" + strings.Repeat("word ", 400) + "</p></body></html>"
	for _, c := range []struct {
		name  string
		held  problem.Held
		class problem.BodyClass
		kind  problem.Kind
	}{
		{"nothing", held(404, "text/html", ""), problem.Empty, problem.KindEmpty},
		{"white space", held(404, "text/html", " \r\n\t"), problem.Empty, problem.KindEmpty},
		{"a byte order mark", held(404, "text/html", "\ufeff"), problem.Empty, problem.KindEmpty},
		{"a status without a body", held(204, "text/html", "x"), problem.Empty, problem.KindEmpty},
		{"JSON as text/plain", held(409, "text/plain", `{"error":"conflict"}`), problem.Machine, problem.KindJSON},
		{"JSON as text/html", held(409, "text/html", `{"error":"conflict"}`), problem.Machine, problem.KindJSON},
		{"text that begins like an array", held(409, "text/plain", "[2568]: version conflict"), problem.Machine, problem.KindText},
		{"XML", held(409, "application/xml", "<Error><Code>X</Code></Error>"), problem.Machine, problem.KindXML},
		{"a sentence", held(409, "text/plain", "Someone was faster."), problem.Machine, problem.KindText},
		{"the reason phrase", held(502, "text/plain", "Bad Gateway\n"), problem.Default, problem.KindText},
		{"a long text", held(500, "text/plain", strings.Repeat("word ", 500)), problem.Opaque, problem.KindText},
		{"a page of the reason phrase", held(404, "text/html", "<h1>Not Found</h1>"), problem.Default, problem.KindHTML},
		{"a page without design", held(404, "text/html", "<h1>Gone</h1><p>We moved.</p>"), problem.Bare, problem.KindHTML},
		{"words sent as HTML", held(404, "text/html", "No such order"), problem.Bare, problem.KindHTML},
		{"a page with a style sheet", held(404, "text/html", `<html><link rel="stylesheet" href="/a"><h1>Gone</h1></html>`), problem.Rich, problem.KindHTML},
		{"a page with a form", held(404, "text/html", "<html><h1>Gone</h1><form></form></html>"), problem.Rich, problem.KindHTML},
		{"a page with four links", held(404, "text/html", "<html>"+strings.Repeat("<a href=/>a</a> ", 4)+"</html>"), problem.Rich, problem.KindHTML},
		{"a page with much style", held(404, "text/html", "<html><style>"+strings.Repeat("a{} ", 80)+"</style><h1>Gone</h1></html>"), problem.Rich, problem.KindHTML},
		{"a page with much text", held(404, "text/html", long), problem.Rich, problem.KindHTML},
		{"an image", held(404, "image/png", "\x89PNG\r\n\x1a\n\x00\x00"), problem.Opaque, problem.KindOpaque},
		{"zero bytes", held(404, "text/html", "<html>\x00</html>"), problem.Opaque, problem.KindOpaque},
		{"multipart", held(404, "multipart/mixed; boundary=x", "--x"), problem.Opaque, problem.KindOpaque},
	} {
		got := problem.Classify(c.held)
		if got.Class != c.class || got.Kind != c.kind {
			t.Errorf("%s: Classify = %s %s (%s), want %s %s", c.name, got.Class, got.Kind, got.Signature, c.class, c.kind)
		}
	}
}

func TestALongBodyIsJudgedByWhatWasHeld(t *testing.T) {
	h := held(404, "text/html", "<html><body><h1>Gone</h1>")
	h.Complete, h.Size = false, -1
	if got := problem.Classify(h); got.Class != problem.Rich {
		t.Errorf("a page that goes on = %s, want rich", got.Class)
	}
	nginx := held(404, "text/html", "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr><center>nginx</center></body></html>")
	nginx.Complete, nginx.Size = false, 9000
	if got := problem.Classify(nginx); got.Class != problem.Rich {
		t.Errorf("a stock page that goes on for 9 KB = %s, want rich", got.Class)
	}
	unread := problem.Held{Status: 404, Header: http.Header{}, Size: -1}
	if got := problem.Classify(unread); got.Class != problem.Opaque {
		t.Errorf("a body of which nothing was held = %s, want opaque", got.Class)
	}
}

func TestACodedBodyIsJudgedDecoded(t *testing.T) {
	h := held(404, "text/html", string(gzipped(t, "<h1>Not Found</h1>")))
	h.Header.Set("Content-Encoding", "gzip")
	if got := problem.Classify(h); got.Class != problem.Default {
		t.Errorf("gzip: %s, want default", got.Class)
	}
	h.Header.Set("Content-Encoding", "gzip, gzip")
	if got := problem.Classify(h); got.Class != problem.Opaque {
		t.Errorf("two codings: %s, want opaque", got.Class)
	}
}
