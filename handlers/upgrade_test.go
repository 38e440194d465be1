package handlers_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers"
	"github.com/seed-3913a1bb/signpost/problem"
)

// Whatever a program's server sends, its members come through, and ours stay
// ours.
func FuzzUpgradeKeepsEveryMember(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"a":1}`, ` {"status":"x","upstream":{"a":[]}} `, "\ufeff{\"type\":null}", `{"a":{"b":"</script>"},"a":2}`, `{"a":1}{`, `{"":""}`,
	} {
		f.Add([]byte(seed))
	}
	doc := problem.Describe(problem.Problem{Status: 409, Cause: problem.Locked}, problem.DescribeOptions{})
	f.Fuzz(func(t *testing.T, object []byte) {
		if !handlers.IsObject(object) {
			return
		}
		out, err := handlers.Upgraded(doc, object)
		if err != nil {
			t.Fatalf("%q: %v", object, err)
		}
		if bytes.ContainsAny(out, "<>") {
			t.Errorf("markup in %s", out)
		}
		var got, sent map[string]json.RawMessage
		if err := json.Unmarshal(out, &got); err != nil || string(got["status"]) != "409" || string(got["cause"]) != `"locked"` {
			t.Fatalf("%v: %s", err, out)
		}
		if err := json.Unmarshal(bytes.TrimPrefix(bytes.TrimSpace(object), []byte("\ufeff")), &sent); err != nil {
			return // not what this reader takes for JSON
		}
		var inner map[string]json.RawMessage
		_ = json.Unmarshal(got["upstream"], &inner)
		for name := range sent {
			_, outside := got[name]
			_, inside := inner[name]
			if !outside && !inside {
				t.Errorf("%q is lost in %s", name, out)
			}
		}
	})
}

func FuzzTheHeadOfAPageIsReadToItsEnd(f *testing.F) {
	for _, seed := range []string{"<title>a</title>", "<title>", "<input type=password", "<TITLE>a&amp;b</TITLE><input type='PASSWORD'>", "<svg><title>x</title></svg>"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		if title, _ := handlers.ReadHead(page); len(title) > 4*len(page) || strings.ContainsAny(title, "\n\t") {
			t.Errorf("title %q", title)
		}
	})
}

func TestTheTitleAndAPasswordAreRead(t *testing.T) {
	for page, want := range map[string]struct {
		title     string
		passwords bool
	}{
		"<title>\n Page  not&nbsp;found </title><title>x</title>": {"Page not found", false},
		"<title></title><p>a": {"", false},
		"<head><TITLE>A &amp; B</TITLE><input type=text type=password><input Type=PASSWORD>": {"A & B", true},
		"<!-- <title>no</title> --><script>'<title>no</title>'</script><title>yes</title>":   {"yes", false},
		"<input name=type value=password>":                                                   {"", false},
	} {
		if title, passwords := handlers.ReadHead([]byte(page)); title != want.title || passwords != want.passwords {
			t.Errorf("%q: %q %t, want %q %t", page, title, passwords, want.title, want.passwords)
		}
	}
}
