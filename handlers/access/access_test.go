package access_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/handlers/access"
	"github.com/seed-3913a1bb/signpost/status"
)

// record is an answer with everything set.
func record() *access.Record {
	return &access.Record{
		Time: time.Date(2026, 11, 24, 13, 40, 5, 120e6, time.UTC), Duration: 12500 * time.Microsecond, Upstream: 11 * time.Millisecond,
		ID: "01", Site: "shop", Client: netip.MustParseAddr("192.0.2.77"),
		Method: "PUT", Host: "shop.example", Path: "/admin/7", Query: "tab=2&token=abc", Proto: "HTTP/1.1",
		StatusUpstream: 409, StatusServed: 409, Origin: "upstream", Verdict: "replace", Why: "matrix", Rule: "admin",
		Format: "html", Language: "en", BodyClass: "machine", Cause: "edit-conflict", Bytes: 4096,
		Referer: "https://shop.example/x?sid=9#top", UserAgent: `Mozilla "5"`,
	}
}

// written returns what a log makes of records.
func written(t *testing.T, opts access.Options, records ...*access.Record) string {
	t.Helper()
	var out bytes.Buffer
	opts.Output = &out
	log, err := access.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		log.Write(r)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestALineInJSON(t *testing.T) {
	const want = `{"time":"2026-11-24T13:40:05.120Z","request_id":"01","site":"shop","client":"192.0.2.77","method":"PUT",` +
		`"host":"shop.example","path":"/admin/7","query":"tab=2&token=hidden","proto":"HTTP/1.1","status_upstream":409,` +
		`"status_served":409,"replaced":true,"origin":"upstream","verdict":"replace","why":"matrix","rule":"admin",` +
		`"format":"html","language":"en","body_class":"machine","cause":"edit-conflict",` +
		`"referer":"https://shop.example/x?sid=hidden","user_agent":"Mozilla \"5\"","bytes":4096,"duration_ms":12.5,"upstream_ms":11}` + "\n"
	if got := written(t, access.Options{}, record()); got != want {
		t.Errorf("line = %s\nwant   %s", got, want)
	}
}

func TestALineInTheCombinedFormat(t *testing.T) {
	const want = `192.0.2.0 - - [24/Nov/2026:13:40:05 +0000] "PUT /admin/7 HTTP/1.1" 409 4096 ` +
		`"https://shop.example/x" "Mozilla \x225\x22"` + "\n"
	got := written(t, access.Options{Format: access.Combined, ClientIP: access.Truncate, Query: access.Drop}, record())
	if got != want {
		t.Errorf("line = %s\nwant   %s", got, want)
	}
}

func TestAddressesAreKeptAsTheOwnerWants(t *testing.T) {
	for _, c := range []struct{ address, keep, want string }{
		{"192.0.2.77", access.Keep, `"client":"192.0.2.77"`},
		{"::ffff:192.0.2.77", access.Keep, `"client":"192.0.2.77"`},
		{"192.0.2.77", access.Truncate, `"client":"192.0.2.0"`},
		{"2001:db8:1:2:3::4", access.Truncate, `"client":"2001:db8:1::"`},
		{"fe80::1%eth0", access.Truncate, `"client":"fe80::"`},
	} {
		r := record()
		r.Client = netip.MustParseAddr(c.address)
		if got := written(t, access.Options{ClientIP: c.keep}, r); !strings.Contains(got, c.want) {
			t.Errorf("%s with %s: %s, want %s", c.address, c.keep, got, c.want)
		}
	}
	if got := written(t, access.Options{ClientIP: access.Drop}, record()); strings.Contains(got, "192.0.2") {
		t.Errorf("the address is in the line: %s", got)
	}
}

func TestSecretsInAQueryAreHidden(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"a=1&b=2", "a=1&b=2"},
		{"ACCESS_TOKEN=x&b=%zz;c", "ACCESS_TOKEN=hidden&b=%zz;c"},
		{"%74oken=x", "%74oken=hidden"},
		{"mine=x&token", "mine=hidden&token"},
		{"token=", "token=hidden"},
	} {
		r := record()
		r.Query = c.query
		got := written(t, access.Options{Redact: []string{"mine"}}, r)
		if !strings.Contains(got, `"query":"`+c.want+`"`) {
			t.Errorf("query %q: %s, want %q", c.query, got, c.want)
		}
	}
}

func TestOneRequestIsOneLine(t *testing.T) {
	r := record()
	r.Path = "/a\n{\"forged\":1}\x1b[31m\u202e\x00\xff"
	r.UserAgent = strings.Repeat("\x01", 64<<10)
	for _, format := range []string{access.JSON, access.Combined} {
		got := written(t, access.Options{Format: format}, r)
		if strings.Count(got, "\n") != 1 || len(got) > 16<<10 || regexp.MustCompile(`[\x00-\x09\x0b-\x1f\x7f]|\x{202e}`).MatchString(got) {
			t.Errorf("%s: %d bytes, %d lines: %.200q", format, len(got), strings.Count(got, "\n"), got)
		}
	}
}

func FuzzLine(f *testing.F) {
	f.Add("/a", "q=1", "curl", "https://a/?b#c")
	f.Add("/\xff\u2028\"\\", "token=%", "\x1b[0m", "?&=#")
	f.Fuzz(func(t *testing.T, path, query, agent, referer string) {
		r := record()
		r.Path, r.Query, r.UserAgent, r.Referer = path, query, agent, referer
		line := written(t, access.Options{}, r)
		if !json.Valid([]byte(line)) || !utf8.ValidString(line) || strings.Count(line, "\n") != 1 || len(line) > 16<<10 {
			t.Errorf("no line of JSON: %.300q", line)
		}
	})
}

func TestSamplingKeepsWhatTheOwnerWants(t *testing.T) {
	opts := access.Options{Sample: []access.Sample{
		{Statuses: status.MustParseSet("2xx"), Share: 0},
		{Statuses: status.MustParseSet("4xx"), Share: 1},
	}}
	fine, failed, other := record(), record(), record()
	fine.StatusServed, failed.StatusServed, other.StatusServed = 200, 404, 500
	got := written(t, opts, fine, failed, other)
	if strings.Count(got, "\n") != 2 || strings.Contains(got, `"status_served":200`) {
		t.Errorf("lines = %s", got)
	}
}

// stuck is a pipe that nobody reads.
type stuck struct{ release chan struct{} }

func (s stuck) Write(p []byte) (int, error) {
	<-s.release
	return len(p), nil
}

func TestAStuckOutputCostsLinesAndNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := stuck{make(chan struct{})}
		log, err := access.New(access.Options{Output: out})
		if err != nil {
			t.Fatal(err)
		}
		for range 10_000 {
			log.Write(record())
		}
		if log.Dropped() == 0 {
			t.Error("no line was dropped: the queue has no end")
		}
		if err := log.Close(); err == nil {
			t.Error("Close waited for the output")
		}
		close(out.release)
	})
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestABrokenOutputIsCounted(t *testing.T) {
	log, err := access.New(access.Options{Output: broken{}})
	if err != nil {
		t.Fatal(err)
	}
	log.Write(record())
	if err := log.Close(); err != nil || log.Dropped() != 1 {
		t.Errorf("Close = %v, dropped = %d, want nil and 1", err, log.Dropped())
	}
	log.Write(record())
	if log.Dropped() != 2 {
		t.Errorf("a record after Close: dropped = %d, want 2", log.Dropped())
	}
}

func TestNoLogIsNoWork(t *testing.T) {
	var log *access.Log
	log.Write(record())
	if log.Close() != nil || log.Dropped() != 0 {
		t.Error("a nil log does something")
	}
}

func TestEveryMistakeIsReported(t *testing.T) {
	_, err := access.New(access.Options{Format: "xml", ClientIP: "all", Query: "some", Sample: []access.Sample{{Share: 2}}})
	for _, want := range []string{"output", `"xml"`, `"all"`, `"some"`, "share 2"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New = %v, want a word about %s", err, want)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	log, err := access.New(access.Options{Output: io.Discard})
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	r := record()
	b.ReportAllocs()
	for b.Loop() {
		log.Write(r)
	}
}
