package clients_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

// clash is a conflict that a real system has with a request.
type clash struct {
	name         string
	method, path string
	header       []string
	body         string
	status       int
	heading      string // of the page that a person gets; empty: the protocol is no browser's
}

type response struct {
	status int
	header http.Header
	body   string
}

// send sends a request; header holds names and values by turns.
func send(t *testing.T, method, at, body string, header ...string) response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, at, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response{res.StatusCode, res.Header, string(got)}
}

// asPerson are the fields of a browser that goes to a page of the same site.
var asPerson = []string{
	"Accept", "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document", "Sec-Fetch-Site", "same-origin",
}

// check provokes the conflict with and without the edge, by a program and by a
// person.
func (c clash) check(t *testing.T, direct, edge string) {
	t.Helper()
	program := append([]string{"Accept", "application/json"}, c.header...)
	want := send(t, c.method, direct+c.path, c.body, program...)
	if want.status != c.status {
		t.Fatalf("the system itself answers %d %s, want %d", want.status, want.body, c.status)
	}
	if got := send(t, c.method, edge+c.path, c.body, program...); got.status != c.status || !sameBody(got.body, want.body, edge, direct) {
		t.Errorf("a program gets %d %q, without the edge %d %q", got.status, got.body, want.status, want.body)
	}
	c.checkPage(t, want, edge)
}

// sameBody compares bodies that may name the address that was asked.
func sameBody(a, b, edge, direct string) bool {
	return strings.ReplaceAll(a, address(edge), address(direct)) == b
}

func address(base string) string {
	_, port, _ := strings.Cut(strings.TrimPrefix(base, "http://"), ":")
	return port
}

func (c clash) checkPage(t *testing.T, direct response, edge string) {
	t.Helper()
	page := send(t, c.method, edge+c.path, c.body, append(append([]string{}, asPerson...), c.header...)...)
	if page.status != c.status {
		t.Errorf("a person gets %d", page.status)
	}
	if c.heading == "" {
		if !sameBody(page.body, direct.body, edge, edge) && strings.Contains(page.body, "signpost") {
			t.Errorf("the protocol's own answer is gone: %s", page.body)
		}
		return
	}
	if got := headingOf(t, page.body); got != c.heading {
		t.Errorf("the page has the heading %q, want %q:\n%.300s", got, c.heading, page.body)
	}
	if direct.body != "" && strings.Contains(page.body, direct.body) {
		t.Errorf("the raw answer stands on the page")
	}
}

// headingOf is the one h1 of a page.
func headingOf(t *testing.T, page string) string {
	t.Helper()
	return strings.Join(textsOf(t, page, "h1"), " | ")
}

// textsOf are the texts of all elements of a name.
func textsOf(t *testing.T, page, name string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != name {
			continue
		}
		text := ""
		for inner := range n.Descendants() {
			if inner.Type == html.TextNode {
				text += inner.Data
			}
		}
		all = append(all, text)
	}
	return all
}

// checkLateSave sends a form that meets the conflict: the page gives the text
// back. Behind an edge that keeps nothing it is lost, which shows that the check
// can fail.
func (c clash) checkLateSave(t *testing.T, direct, keeping string) {
	t.Helper()
	const typed = "What somebody typed & <meant>\nfor an hour"
	body := url.Values{"body": {typed}}.Encode()
	header := append(append([]string{}, asPerson...), c.header...)
	header = append(header, "Content-Type", "application/x-www-form-urlencoded")
	page := send(t, c.method, keeping+c.path, body, header...)
	boxes := textsOf(t, page.body, "textarea")
	if page.status != c.status || len(boxes) != 1 || boxes[0] != typed || headingOf(t, page.body) != c.heading {
		t.Errorf("%d %q, the boxes hold %q", page.status, headingOf(t, page.body), boxes)
	}
	if lost := send(t, c.method, startEdge(t, direct)+c.path, body, header...); strings.Contains(lost.body, "for an hour") {
		t.Errorf("an edge that keeps nothing gives the text back")
	}
}

const lockRequest = `<?xml version="1.0"?><lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>`

// The headings of the pages, by cause.
const (
	lockedHeading  = "Someone is working on this"
	changedHeading = "This page changed since you opened it"
	takenHeading   = "This name is already taken"
	uidHeading     = "This UID is already taken"
	stateHeading   = "This cannot be done right now"
)

func TestConflictsOfRclone(t *testing.T) {
	rclone := needs.Program(t, "rclone", "rclone")
	dir, at := t.TempDir(), freeAddress(t)
	cmd := exec.Command(rclone, "serve", "webdav", "--config", "", "--addr", at, dir)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "XDG_CACHE_HOME="+t.TempDir())
	startDaemon(t, cmd, at)
	direct := "http://" + at
	if r := send(t, "PUT", direct+"/doc", "as it was"); r.status != http.StatusCreated {
		t.Fatalf("a first document: %d %s", r.status, r.body)
	}
	if r := send(t, "LOCK", direct+"/doc", lockRequest); r.status != http.StatusOK {
		t.Fatalf("a lock: %d %s", r.status, r.body)
	}
	late := clash{name: "a locked document is saved", method: "PUT", path: "/doc", body: "mine", status: 423, heading: lockedHeading}
	edge := startBinary(t, direct, keepEverything)
	for _, c := range []clash{
		late,
		{name: "a folder below none", method: "MKCOL", path: "/none/folder", status: 409},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, direct, edge) })
	}
	t.Run("a late save keeps the text", func(t *testing.T) { late.checkLateSave(t, direct, edge) })
}

func calendar(uid, summary string) string {
	return strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Shelf//EN
BEGIN:VEVENT
UID:`+uid+`
DTSTAMP:20261201T090000Z
DTSTART:20261201T100000Z
SUMMARY:`+summary+`
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
}

// Radicale takes calendars only: there is no form whose text could be kept.
func TestConflictsOfRadicale(t *testing.T) {
	radicale := needs.Program(t, "radicale", "radicale")
	dir, at := t.TempDir(), freeAddress(t)
	startDaemon(t, exec.Command(radicale, "--config", os.DevNull, "--server-hosts", at,
		"--storage-filesystem-folder", dir, "--auth-type", "none"), at)
	direct := "http://" + at
	for _, made := range [][2]string{{"MKCOL", "/ada/"}, {"MKCALENDAR", "/ada/shelf/"}} {
		if r := send(t, made[0], direct+made[1], ""); r.status != http.StatusCreated {
			t.Fatalf("%s %s: %d %s", made[0], made[1], r.status, r.body)
		}
	}
	if r := send(t, "PUT", direct+"/ada/shelf/a.ics", calendar("one", "Reading")); r.status != http.StatusCreated {
		t.Fatalf("an event: %d %s", r.status, r.body)
	}
	edge := startBinary(t, direct, keepEverything)
	for _, c := range []clash{
		{
			name: "an event is saved over a newer one", method: "PUT", path: "/ada/shelf/a.ics", header: []string{"If-Match", `"old"`},
			body: calendar("one", "Writing"), status: 412, heading: changedHeading,
		},
		{name: "the same event under another name", method: "PUT", path: "/ada/shelf/b.ics", body: calendar("one", "Reading"), status: 409, heading: uidHeading},
		{name: "a calendar where one is", method: "MKCALENDAR", path: "/ada/shelf/", status: 409},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, direct, edge) })
	}
}

func TestConflictsOfApache(t *testing.T) {
	direct := davServer(t)
	for _, made := range [][2]string{{"PUT", "/locked"}, {"PUT", "/doc"}, {"MKCOL", "/shelf/"}, {"PUT", "/shelf/book"}} {
		if r := send(t, made[0], direct+made[1], map[string]string{"PUT": "as it was"}[made[0]]); r.status != http.StatusCreated {
			t.Fatalf("%s %s: %d %s", made[0], made[1], r.status, r.body)
		}
	}
	for _, path := range []string{"/locked", "/shelf/book"} {
		if r := send(t, "LOCK", direct+path, lockRequest); r.status != http.StatusOK {
			t.Fatalf("a lock of %s: %d %s", path, r.status, r.body)
		}
	}
	edge := startBinary(t, direct, keepEverything)
	// The server answers 424 for the folder around the 423 of what is in it: a
	// person reads about the lock.
	folder := clash{name: "a folder is deleted in which something is locked", method: "DELETE", path: "/shelf/", status: 424, heading: lockedHeading}
	t.Run(folder.name, func(t *testing.T) { folder.check(t, direct, edge) })
	cases := []clash{
		{name: "a locked document is saved", method: "PUT", path: "/locked", body: "mine", status: 423, heading: lockedHeading},
		{name: "a document below none", method: "PUT", path: "/none/doc", body: "mine", status: 409, heading: stateHeading},
		{name: "an old version is saved", method: "PUT", path: "/doc", header: []string{"If-Match", `"old"`}, body: "mine", status: 412, heading: changedHeading},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.check(t, direct, edge) })
		t.Run(c.name+", and the text is kept", func(t *testing.T) { c.checkLateSave(t, direct, edge) })
	}
}
