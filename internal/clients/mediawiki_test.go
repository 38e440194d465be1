//go:build systems

package clients_test

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/seed-3913a1bb/signpost/internal/needs"
)

const wikiFolder = "/var/lib/mediawiki"

// startWiki sets up MediaWiki with SQLite in a folder of the test and serves it.
func startWiki(t *testing.T) string {
	t.Helper()
	php := needs.Program(t, "php", "php-cli")
	needs.File(t, wikiFolder+"/maintenance/install.php", "mediawiki")
	dir, at := t.TempDir(), freeAddress(t)
	install := exec.CommandContext(t.Context(), php, "maintenance/install.php", "--dbtype", "sqlite", "--dbpath", dir, "--confpath", dir,
		"--server", "http://"+at, "--scriptpath", "", "--pass", "Shelf-of-poetry-1", "Shelf", "Admin")
	install.Dir = wikiFolder
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("set up the wiki: %v\n%s", err, out)
	}
	serve := exec.Command(php, "-S", at, "-t", wikiFolder)
	serve.Env = append(os.Environ(), "MW_CONFIG_FILE="+filepath.Join(dir, "LocalSettings.php"))
	startDaemon(t, serve, at)
	return "http://" + at
}

// ofSearch are fields of the form above the page.
var ofSearch = map[string]bool{"": true, "title": true, "fulltext": true}

const editPath = "/index.php?title=Main_Page&action=edit"

// editForm is what the wiki's form would send, with a text of somebody's own.
func editForm(t *testing.T, base, text string) url.Values {
	t.Helper()
	page := send(t, http.MethodGet, base+editPath, "", asPerson...)
	doc, err := html.Parse(strings.NewReader(page.body))
	if err != nil {
		t.Fatal(err)
	}
	values := url.Values{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "input" {
			continue
		}
		got := map[string]string{}
		for _, a := range n.Attr {
			got[a.Key] = a.Val
		}
		if got["type"] == "hidden" && !ofSearch[got["name"]] {
			values.Set(got["name"], got["value"])
		}
	}
	if values.Get("wpEditToken") == "" {
		t.Fatalf("no form to edit: %d %.500s", page.status, page.body)
	}
	values.Set("wpTextbox1", text)
	values.Set("wpSave", "Save")
	return values
}

func save(t *testing.T, base string, form url.Values) response {
	t.Helper()
	return send(t, http.MethodPost, base+"/index.php?title=Main_Page&action=submit", form.Encode(),
		append([]string{"Content-Type", "application/x-www-form-urlencoded"}, asPerson...)...)
}

// The wiki answers 200 and keeps the text itself: the edge leaves its page alone.
func TestALateSaveInAWiki(t *testing.T) {
	wiki := startWiki(t)
	edge := startBinary(t, wiki, keepEverything)
	const mine = "Mine, written for an hour"
	late := editForm(t, edge, mine)
	if r := save(t, wiki, editForm(t, wiki, "Theirs came first")); r.status != http.StatusFound {
		t.Fatalf("the other's save: %d %.500s", r.status, r.body)
	}
	direct, through := save(t, wiki, late), save(t, edge, late)
	for name, r := range map[string]response{"direct": direct, "through the edge": through} {
		if r.status != http.StatusOK || !strings.Contains(headingOf(t, r.body), "Edit conflict") {
			t.Errorf("%s: %d %q", name, r.status, headingOf(t, r.body))
		}
		if boxes := textsOf(t, r.body, "textarea"); len(boxes) != 2 || !strings.Contains(boxes[1], mine) {
			t.Errorf("%s: the boxes hold %q", name, boxes)
		}
	}
	if a, b := steady(direct.body, wiki, edge), steady(through.body, wiki, edge); a != b {
		t.Errorf("the edge changes the wiki's page:\n%.2000s\n\n%.2000s", a, b)
	}
	explained := explain(t, through)
	if !strings.Contains(explained, `"cause": "edit-conflict"`) || !strings.Contains(explained, `"soft": true`) || !strings.Contains(explained, `"action": "pass"`) {
		t.Errorf("explain says %s", explained)
	}
}

func TestAnEndedSessionInAWiki(t *testing.T) {
	wiki := startWiki(t)
	edge := startBinary(t, wiki, keepEverything)
	form := editForm(t, edge, "Mine, written for an hour")
	form.Set("wpEditToken", "0123456789abcdef+\\")
	r := save(t, edge, form)
	if boxes := textsOf(t, r.body, "textarea"); r.status != http.StatusOK || len(boxes) != 1 || !strings.Contains(boxes[0], "for an hour") {
		t.Errorf("%d, the boxes hold %q", r.status, boxes)
	}
}

func TestTheWikisInterfaceForPrograms(t *testing.T) {
	wiki := startWiki(t)
	edge := startBinary(t, wiki, keepEverything)
	for _, c := range []clash{
		{
			name: "an old version", method: "PUT", path: "/rest.php/v1/page/Main_Page", header: []string{"Content-Type", "application/json"},
			body: `{"source":"mine","comment":"c","latest":{"id":999999},"token":"+\\"}`, status: 409, heading: "Someone else changed this first",
		},
		{
			name: "a page that exists", method: "POST", path: "/rest.php/v1/page", header: []string{"Content-Type", "application/json"},
			body: `{"title":"Main_Page","source":"mine","comment":"c","token":"+\\"}`, status: 409, heading: takenHeading,
		},
		{
			name: "no version", method: "PUT", path: "/rest.php/v1/page/Main_Page", header: []string{"Content-Type", "application/json"},
			body: `{"source":"mine","comment":"c","token":"+\\"}`, status: 409, heading: takenHeading,
		},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, wiki, edge) })
	}
}

// changing is what differs from one rendering of the wiki to the next.
var changing = regexp.MustCompile(`(?i)\b[0-9a-f]{16,}\b|\b\d{14}\b|"wgBackendResponseTime":\d+|"wgRequestId":"[^"]*"|\d\d:\d\d(:\d\d)?|(cpu|real) time usage: [0-9.]+|[0-9]+\.[0-9]+`)

func steady(page, wiki, edge string) string {
	return changing.ReplaceAllString(strings.ReplaceAll(page, address(edge), address(wiki)), "")
}

// explain asks the binary what it makes of an answer to a form.
func explain(t *testing.T, r response) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), buildBinary(t), "explain", "--json", "--method", "POST")
	cmd.Stdin = strings.NewReader("HTTP/1.1 200 OK\r\nContent-Type: " + r.header.Get("Content-Type") + "\r\n\r\n" + r.body)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
