package problem_test

import (
	"net/http"
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
)

func TestBytesTellTheKind(t *testing.T) {
	for _, c := range []struct {
		body string
		want problem.Kind
	}{
		{"", problem.KindEmpty},
		{"\ufeff \r\n", problem.KindEmpty},
		{`{"a":1}`, problem.KindJSON},
		{"\ufeff\n[1, 2]", problem.KindJSON},
		{`{"a":"cut in the mid`, problem.KindJSON},
		{`{"a":1}` + "\n" + `{"a":2}`, problem.KindJSON},
		{`[2568]: version conflict`, problem.KindText},
		{`{name} is taken`, problem.KindText},
		{`{"a":1} trailing`, problem.KindText},
		{`[WARN] it is locked`, problem.KindText},
		{"<!DOCTYPE html><p>x", problem.KindHTML},
		{"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", problem.KindHTML},
		{"<h1>Not Found</h1>", problem.KindHTML},
		{"<center>x</center>", problem.KindHTML},
		{"<Error><Code>X</Code></Error>", problem.KindXML},
		{"<?xml version='1.0'?><D:error xmlns:D='DAV:'/>", problem.KindXML},
		{"words", problem.KindText},
		{"Stra\xdfe", problem.KindText},
		{"\x89PNG\r\n\x1a\n", problem.KindOpaque},
		{"a\x00b", problem.KindOpaque},
		{"\x1f\x8b\x08\x01\x02\x03", problem.KindOpaque},
	} {
		if got := problem.Sniff([]byte(c.body)); got != c.want {
			t.Errorf("Sniff(%q) = %s, want %s", c.body, got, c.want)
		}
	}
}

func TestOldCharacterSetsAreRead(t *testing.T) {
	for _, c := range []struct{ name, contentType, body, want string }{
		{"named in the header", "text/plain; charset=ISO-8859-1", "Der Name ist schon vergeben: Gr\xfc\xdfe", "Der Name ist schon vergeben: Grüße"},
		{"windows-1252", "text/plain; charset=windows-1252", "It\x92s locked \x80", "It’s locked €"},
		{"named in the page", "text/html", "<html><head><meta charset=\"iso-8859-1\"></head><body><p>Gesperrt f\xfcr alle</p></body></html>", "Gesperrt für alle"},
		{"named in the document", "", "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><Error><Message>Gesperrt f\xfcr alle</Message></Error>", "Gesperrt für alle"},
		{"UTF-8 whatever the header says", "text/plain; charset=iso-8859-1", "Gesperrt für alle", "Gesperrt für alle"},
		{"unknown", "text/plain; charset=x-odd", "Gesperrt f\xfcr alle", "Gesperrt f\ufffdr alle"},
	} {
		p := problem.Read(problem.Exchange{Method: "POST", Status: 409, Header: http.Header{"Content-Type": {c.contentType}}, Body: []byte(c.body)})
		if p.Summary != c.want {
			t.Errorf("%s: %q, want %q", c.name, p.Summary, c.want)
		}
	}
}
