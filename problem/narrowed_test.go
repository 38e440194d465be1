package problem_test

import (
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"github.com/seed-3913a1bb/signpost/problem"
)

// windows are coders that ask for windows of all sizes.
func windows(tb testing.TB, size int) map[string][][]byte {
	tb.Helper()
	random := rand.New(rand.NewPCG(uint64(size), 1))
	all := map[string][][]byte{}
	for bits := 10; bits <= 24; bits++ {
		all["br"] = append(all["br"], encode(tb, func(w io.Writer) io.WriteCloser {
			return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: random.IntN(10), LGWin: bits})
		}, repetitive(size)))
		if bits > 23 {
			continue
		}
		for _, single := range []bool{false, true} {
			all["zstd"] = append(all["zstd"], encode(tb, func(w io.Writer) io.WriteCloser {
				z, err := zstd.NewWriter(w, zstd.WithWindowSize(1<<bits), zstd.WithSingleSegment(single), zstd.WithEncoderConcurrency(1))
				if err != nil {
					tb.Fatal(err)
				}
				return z
			}, repetitive(size)))
		}
	}
	return all
}

// repetitive is a text that repeats itself at every distance.
func repetitive(size int) string {
	random := rand.New(rand.NewPCG(9, 9))
	text := []byte("The order was changed by somebody else. ")
	for len(text) < size {
		from := random.IntN(len(text))
		text = append(text, text[from:from+min(len(text)-from, 5+random.IntN(60))]...)
		text = append(text, byte('a'+random.IntN(26)), byte(' '+random.IntN(90)))
	}
	return string(text[:size])
}

func TestTheWindowOfAStreamDoesNotChangeItsText(t *testing.T) {
	for _, size := range []int{100, 60_000, 600_000} {
		text := repetitive(size)
		for coding, streams := range windows(t, size) {
			for i, stream := range streams {
				got, err := problem.Decode(coding, stream)
				if err != nil || string(got) != text[:min(size, 64<<10)] {
					t.Errorf("%s %d of %d bytes: %d bytes, %v", coding, i, size, len(got), err)
				}
			}
		}
	}
}

// A stream asks for as much memory as it likes, and does not get it.
func TestTheWindowOfAStreamCostsLittle(t *testing.T) {
	zeros := strings.Repeat("\x00", 17<<20)
	for coding, coder := range map[string]func(io.Writer) io.WriteCloser{
		"br": func(w io.Writer) io.WriteCloser {
			return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: 1, LGWin: 24})
		},
		"zstd": func(w io.Writer) io.WriteCloser {
			z, _ := zstd.NewWriter(w, zstd.WithWindowSize(8<<20), zstd.WithEncoderConcurrency(1))
			return z
		},
	} {
		bomb := encode(t, coder, zeros)
		if spent := allocated(func() { _, _ = problem.Decode(coding, bomb) }); spent > 3<<20 {
			t.Errorf("%s: a bomb costs %d KiB", coding, spent>>10)
		}
	}
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
