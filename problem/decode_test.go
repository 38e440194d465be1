package problem_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"github.com/seed-3913a1bb/signpost/problem"
)

// coders write each coding that Decode reads.
var coders = map[string]func(io.Writer) io.WriteCloser{
	"gzip":    func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"br":      func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
	"deflate": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"zstd":    func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z },
}

func encode(tb testing.TB, coder func(io.Writer) io.WriteCloser, body string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := coder(&b)
	if _, err := io.WriteString(w, body); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(tb testing.TB, body string) []byte { return encode(tb, coders["gzip"], body) }

func TestEveryCodingIsUndone(t *testing.T) {
	const body = `{"error":"conflict","reason":"Document update conflict."}`
	for name, coder := range coders {
		got, err := problem.Decode(" "+strings.ToUpper(name), encode(t, coder, body))
		if err != nil || string(got) != body {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	raw := encode(t, func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 6); return f }, body)
	if got, err := problem.Decode("deflate", raw); err != nil || string(got) != body {
		t.Errorf("raw deflate: %q, %v", got, err)
	}
	if got, err := problem.Decode("", []byte(body)); err != nil || string(got) != body {
		t.Errorf("identity: %q, %v", got, err)
	}
}

// TestACutStreamGivesWhatCanBeDecoded: only the first bytes of a body are held.
func TestACutStreamGivesWhatCanBeDecoded(t *testing.T) {
	body := dullText(20_000)
	for name, coder := range coders {
		coded := encode(t, coder, body)
		for cut := 0; cut < len(coded); cut += 1 + len(coded)/50 {
			got, err := problem.Decode(name, coded[:cut])
			if err != nil {
				t.Fatalf("%s cut at %d of %d: %v", name, cut, len(coded), err)
			}
			if !strings.HasPrefix(body, string(got)) {
				t.Fatalf("%s cut at %d of %d: not a prefix of the body", name, cut, len(coded))
			}
		}
	}
	coded := gzipped(t, body)
	if got, _ := problem.Decode("gzip", coded[:len(coded)/2]); len(got) == 0 {
		t.Error("half a gzip stream gives nothing")
	}
}

func TestABombIsRefused(t *testing.T) {
	bomb := strings.Repeat("a", 1<<20)
	for name, coder := range coders {
		got, err := problem.Decode(name, encode(t, coder, bomb))
		if !errors.Is(err, problem.ErrExpansion) || got != nil {
			t.Errorf("%s: %d bytes, %v; want ErrExpansion", name, len(got), err)
		}
	}
}

func TestSeveralAndUnknownCodingsAreRefused(t *testing.T) {
	for _, coding := range []string{"gzip, gzip", "gzip,br", "compress", "x", "aes128gcm"} {
		if _, err := problem.Decode(coding, []byte("x")); !errors.Is(err, problem.ErrCoding) {
			t.Errorf("%q: %v, want ErrCoding", coding, err)
		}
	}
	if _, err := problem.Decode("gzip", []byte("this is no gzip stream")); err == nil {
		t.Error("a wrong coding must be an error")
	}
}

func TestADecodedBodyIsCutAt64KiB(t *testing.T) {
	got, err := problem.Decode("", []byte(dullText(80_000)))
	if err != nil || len(got) != 64<<10 {
		t.Errorf("%d bytes, %v; want 64 KiB", len(got), err)
	}
}

func TestReadUndoesTheCoding(t *testing.T) {
	const body = `{"error":"conflict","reason":"Document update conflict."}`
	for name, coder := range coders {
		p := problem.Read(problem.Exchange{
			Method: "PUT", Status: 409, Header: http.Header{"Content-Encoding": {name}}, Body: encode(t, coder, body),
		})
		if p.Cause != problem.EditConflict || p.Summary == "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// dullText is text that compresses about as well as a page, always the same.
func dullText(size int) string {
	var b strings.Builder
	for seed := uint32(1); b.Len() < size; {
		seed = seed*1664525 + 1013904223
		b.WriteByte("etaoin shrdlu cmfwyp"[(seed>>24)%20])
	}
	return b.String()
}
