package handlers

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/seed-3913a1bb/signpost/views"
)

// minCompressed is the size from which a body made for one request is
// compressed.
const minCompressed = 1 << 10

// coding is one content coding that the edge can write.
type coding struct {
	name   string
	kept   views.Coding // of the pages that are ready
	encode func([]byte) ([]byte, error)
}

// codings stand in the order that breaks ties, at levels that cost little: the
// bodies are made for one request.
var codings = []coding{
	{"br", views.Brotli, pooled(func() resettable { return brotli.NewWriterLevel(nil, 4) })},
	{"zstd", views.Zstd, zstdEncode()},
	{"gzip", views.Gzip, pooled(func() resettable { return gzip.NewWriter(nil) })},
}

// compress puts the body into the coding that the client likes best. A body
// that cannot be compressed stays as it is.
func (a *answer) compress(r *http.Request) {
	if len(a.body) < minCompressed {
		return
	}
	c, ok := chooseCoding(r.Header["Accept-Encoding"])
	if !ok {
		return
	}
	body, err := c.encode(a.body)
	if err != nil || len(body) >= len(a.body) {
		return
	}
	a.body = body
	a.header.Set("Content-Encoding", c.name)
	a.header.Set("Content-Length", strconv.Itoa(len(body)))
}

// chooseCoding reads Accept-Encoding (RFC 9110 section 12.5.3). Without the
// field, or when nothing else is wanted, the body stays plain: an error must
// not hide behind another one.
func chooseCoding(lines []string) (best coding, ok bool) {
	weights := codingWeights(lines)
	bestQ := 0
	for _, c := range codings {
		q, named := weights[c.name]
		if !named {
			q = weights["*"]
		}
		if q > bestQ {
			best, bestQ, ok = c, q, true
		}
	}
	return best, ok && bestQ >= weights["identity"]
}

func codingWeights(lines []string) map[string]int {
	weights := map[string]int{}
	seen := 0
	for _, line := range lines {
		for member := range strings.SplitSeq(line, ",") {
			if seen++; seen > maxRanges {
				return weights
			}
			name, params, weighted := strings.Cut(member, ";")
			q := 1000
			if weighted {
				value, isQ := cutPrefixFold(trimSpace(params), "q=")
				if q, isQ = parseWeight(value, isQ); !isQ {
					continue
				}
			}
			weights[strings.ToLower(trimSpace(name))] = q
		}
	}
	return weights
}

func parseWeight(value string, isQ bool) (int, bool) {
	if !isQ {
		return 0, false
	}
	return parseQuality(value)
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if hasPrefixFold(s, prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// resettable is a compressor that can be used again.
type resettable interface {
	io.WriteCloser
	Reset(io.Writer)
}

// pooled keeps compressors, whose tables cost more than the work.
func pooled(make func() resettable) func([]byte) ([]byte, error) {
	pool := sync.Pool{New: func() any { return make() }}
	return func(body []byte) ([]byte, error) {
		w := pool.Get().(resettable)
		defer pool.Put(w)
		var out bytes.Buffer
		w.Reset(&out)
		if _, err := w.Write(body); err != nil {
			return nil, err
		}
		err := w.Close()
		return out.Bytes(), err
	}
}

func zstdEncode() func([]byte) ([]byte, error) {
	encoder := sync.OnceValues(func() (*zstd.Encoder, error) {
		return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	})
	return func(body []byte) ([]byte, error) {
		e, err := encoder()
		if err != nil {
			return nil, err
		}
		return e.EncodeAll(body, nil), nil
	}
}
