package handlers_test

import (
	"testing"

	"github.com/seed-3913a1bb/signpost/problem"
)

func TestPagesAreCompressedAsTheClientWishes(t *testing.T) {
	edge := startEdge(t, failing(t))
	plainPage := ask(t, "GET", edge+"/_signpost/none", append([]string{"X-Request-Id", "same"}, browser...)...)
	for accept, want := range map[string]string{
		"":                         "",
		"identity":                 "",
		"br, gzip, zstd":           "br",
		"gzip, deflate, br;q=0.5":  "gzip",
		"gzip;q=0, zstd":           "zstd",
		"GZIP":                     "gzip",
		"*":                        "br",
		"br;q=0, *":                "zstd",
		"gzip;q=0.5, identity":     "",
		"identity;q=0":             "",
		"deflate":                  "",
		"gzip;q=2":                 "",
		"gzip;level=1":             "",
		"br;q=0.001, gzip;q=0.002": "gzip",
		",,;q=1,  ; , gzip":        "gzip",
	} {
		for _, method := range []string{"GET", "HEAD"} {
			e := ask(t, method, edge+"/_signpost/none", append([]string{"Accept-Encoding", accept, "X-Request-Id", "same"}, browser...)...)
			if got := e.Header.Get("Content-Encoding"); got != want {
				t.Errorf("%s, Accept-Encoding %q: %q, want %q", method, accept, got, want)
			}
			if e.Header.Get("Vary") != plainPage.Header.Get("Vary") {
				t.Errorf("Vary %q differs from that of the plain page", e.Header.Get("Vary"))
			}
			if method == "HEAD" {
				continue
			}
			body, err := problem.Decode(e.Header.Get("Content-Encoding"), []byte(e.body))
			if err != nil || timeless(string(body)) != timeless(plainPage.body) {
				t.Errorf("Accept-Encoding %q: %v, %d bytes decoded, want %d", accept, err, len(body), len(plainPage.body))
			}
		}
	}
}

func TestShortBodiesStayPlain(t *testing.T) {
	edge := startEdge(t, "http://127.0.0.1:1")
	if e := ask(t, "GET", edge, "Accept-Encoding", "gzip"); e.Header.Get("Content-Encoding") != "" || len(e.body) > 1024 {
		t.Errorf("%d bytes in %q", len(e.body), e.Header.Get("Content-Encoding"))
	}
}
