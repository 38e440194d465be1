package problem_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-3913a1bb/signpost/problem"
)

// adversaries make bodies of a size that punish whoever looks at anything
// twice: delimiters without an end, depth, keys, words and tags.
func adversaries() map[string]func(size int) string {
	fill := func(before, piece string) func(int) string {
		return func(size int) string {
			return before + strings.Repeat(piece, size/len(piece)+1)[:size-len(before)]
		}
	}
	return map[string]func(int) string{
		"arrays":             fill("", "["),
		"objects":            fill("", `{"a":`),
		"closed objects":     fill("[", `{"a":{"b":{"c":1}}},`),
		"many keys":          fill("{", `"currentVersion":"7","message":"a b c",`),
		"many lists":         fill(`{"errors":[`, `{"errors":[{"field":"a","message":"b c"}]},`),
		"JSON in strings":    fill("[", `"{\"a\":[\"{\\\"b\\\":1}\"]}",`),
		"escapes":            fill(`{"message":"`, `\u0041\n`),
		"double quotes":      fill(`{"message":"`, `\"a `),
		"single quotes":      fill(`{"message":"`, ` 'a`),
		"pairs of quotes":    fill(`{"message":"`, ` 'a' “b” „c“`),
		"brackets":           fill(`{"detail":"`, "[a.b.C "),
		"beginnings":         fill(`{"detail":"`, "expected={ version conflict for current [ (current version ["),
		"class names":        fill(`{"detail":"`, "a.b.CError: "),
		"shown exceptions":   fill(`{"detail":"`, "#<A::BError: "),
		"frames":             fill(`{"detail":"`, "at a.b(C.java: "),
		"one word":           fill(`{"detail":"`, "a"),
		"one word of digits": fill(`{"detail":"`, "0123456789abcdef"),
		"rules":              fill("", "another operation cannot be changed by someone while it is not in a version "),
		"gaps":               fill("", "limit limit limit another another delete delete etag etag "),
		"colons":             fill("", "current version: your version: "),
		"status lines":       fill("", "409 Conflict: "),
		"ampersands":         fill("", "&am&#x41;&"),
		"unclosed tags":      fill("<html><body>", `<p class="error alert"><b><i>a `),
		"open tag":           fill("<html><p ", `a="b" `),
		"open comment":       fill("<html><!--", "<!-- -- >"),
		"paragraphs":         fill("<html>", "<p></p><h1></h1>"),
		"scripts":            fill("<html>", "<script><p>a</script"),
		"elements":           fill("<e>", "<a>b c</a>"),
		"nested elements":    fill("", "<a>"),
		"character data":     fill("<e>", "<![CDATA[a b]]>"),
		"lines":              fill("", "Time:\nRequestId:\n"),
		"old characters":     fill("", "\xff\xfe a "),
	}
}

// readFully does all that an edge does with a body.
func readFully(body string) {
	h := http.Header{"Content-Type": {"text/html"}}
	x := problem.Exchange{Method: "PUT", Status: 409, Header: h, Body: []byte(body)}
	problem.Describe(problem.Read(x), problem.DescribeOptions{}).JSON()
	problem.Classify(problem.Held{Status: 409, Header: h, Body: x.Body, Complete: true, Size: int64(len(body))})
}

// growth returns how many times longer the work takes for four times as much.
// A busy machine only ever adds to a measurement, so the smallest of many
// counts; it stops after a few as soon as the ratio is below enough.
func growth(work func(size int), enough float64) float64 {
	const least, most = 3, 100
	fastest := func(size int, so time.Duration) time.Duration {
		start := time.Now()
		work(size)
		return min(so, time.Since(start))
	}
	small, large := time.Hour, time.Hour
	ratio := 0.0
	for i := range most {
		small, large = fastest(16<<10, small), fastest(64<<10, large)
		if ratio = float64(large) / float64(small); i >= least && ratio <= enough {
			break
		}
	}
	return ratio
}

// Linear work grows fourfold, quadratic work sixteenfold.
const linearGrowth = 8

func TestFourTimesAsMuchIsReadInFourTimesTheTime(t *testing.T) {
	for name, body := range adversaries() {
		bodies := map[int]string{16 << 10: body(16 << 10), 64 << 10: body(64 << 10)}
		if ratio := growth(func(size int) { readFully(bodies[size]) }, linearGrowth); ratio > linearGrowth {
			t.Errorf("%s: 64 KiB take %.1f times as long as 16 KiB", name, ratio)
		}
	}
}

// TestTheMeasureOfGrowthSeesQuadraticWork is its negative control.
func TestTheMeasureOfGrowthSeesQuadraticWork(t *testing.T) {
	text := strings.Repeat("a", 64<<10)
	found := 0
	ratio := growth(func(size int) {
		for i := 0; i < size; i += 64 {
			found += strings.Count(text[i:size], "a")
		}
	}, 0)
	if ratio <= linearGrowth || found == 0 {
		t.Errorf("quadratic work grows %.1f-fold for four times as much", ratio)
	}
}
